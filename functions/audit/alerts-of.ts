import { deviceAlertId } from '../../domain/alert-identity.ts';
import type { OffGate } from '../../domain/screening/neighbours.ts';
import type { Difference } from '../../domain/screening/replay.ts';
import type { AlertDraft } from '../shared/alerting.ts';

/** What an alert of the audit is about. */
interface Audited {
  gate: string;
  community: string;
  /** The day that was audited: one alert a gate and day, with those that `ingest` raises. */
  day: string;
  /** When it was noticed. */
  at: string;
}

/** "Gate lying": what its passes carried does not follow from the passes before. @param differences not empty. */
export function lyingAlert(audited: Audited, differences: readonly Difference[]): AlertDraft {
  const [first] = differences;
  const seen = first && `pass ${first.seq} of ${first.epoch}: ${first.field} ${first.said}, follows ${first.follows}`;
  const more = differences.length > 1 ? `; ${differences.length} differences that day` : '';
  return { ...draftOf('gate-lying', audited), detail: `${seen}${more}` };
}

/** "Sensor fault": the gate finds the same people warmer or colder than its neighbours do. */
export function offAlert(audited: Audited, { offC }: OffGate): AlertDraft {
  const by = `${Math.abs(offC).toFixed(2)} °C ${offC > 0 ? 'warmer' : 'colder'}`;
  return { ...draftOf('sensor-fault', audited), detail: `drift: people are ${by} than at the gates beside it` };
}

function draftOf(kind: 'gate-lying' | 'sensor-fault', { gate, community, day, at }: Audited): AlertDraft {
  return { alertId: deviceAlertId(kind, gate, day), kind, gate, community, raisedAt: at, late: false };
}
