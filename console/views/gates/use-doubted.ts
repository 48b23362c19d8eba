import { useMemo } from 'preact/hooks';
import { useStore } from '../../app/store.ts';
import { useApp } from '../../parts/app-context.ts';

/** Gates about whose sensors there are alerts that nobody has resolved. */
export function useDoubted(): ReadonlySet<string> {
  const { known } = useApp();
  const { alerts } = useStore(known);
  return useMemo(() => {
    const doubts = [...alerts.values()].filter(({ kind, state }) => kind === 'sensor-fault' && state !== 'resolved');
    return new Set(doubts.map(({ gate }) => gate));
  }, [alerts]);
}
