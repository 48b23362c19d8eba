import { useMemo } from 'preact/hooks';
import type { AlertKind } from '../../../domain/messages/alert.ts';
import { useStore } from '../../app/store.ts';
import { useApp } from '../../parts/app-context.ts';

/** What alerts that nobody has resolved say of gates: their kinds by gate. */
export function useDeviceAlerts(): ReadonlyMap<string, ReadonlySet<AlertKind>> {
  const { known } = useApp();
  const { alerts } = useStore(known);
  return useMemo(() => {
    const unresolved = [...alerts.values()].filter(({ state }) => state !== 'resolved');
    const byGate = Map.groupBy(unresolved, ({ gate }) => gate);
    return new Map([...byGate].map(([gate, of]) => [gate, new Set(of.map(({ kind }) => kind))]));
  }, [alerts]);
}
