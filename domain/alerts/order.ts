import { handlingLimits } from '../limits/handling.ts';
import type { Alert, AlertKind } from '../messages/alert.ts';

/** What to look at first: who may be ill, who should not have got in, what is wrong with the door, then devices. */
const ranks: Readonly<Record<AlertKind, number>> = {
  fever: 0,
  'quarantine-broken': 0,
  'refused-code': 1,
  'revoked-code': 1,
  'impossible-walk': 1,
  'used-twice': 1,
  'gate-event': 2,
  'gate-offline': 3,
  'gate-disabled': 3,
  'gate-lying': 3,
  'sensor-fault': 3,
  tampering: 3,
  'passes-missing': 4,
  'clock-wrong': 4,
};

type Ranked = Pick<Alert, 'alertId' | 'kind' | 'late' | 'raisedAt' | 'state'>;

/** Where an alert stands in a list: texts in this order are alerts with the worst first, and of those the newest. */
export function alertRank({ alertId, kind, late, raisedAt, state }: Ranked): string {
  const handled = state === 'open' ? 0 : state === 'acknowledged' ? 1 : 2;
  // Later is smaller. Milliseconds have thirteen digits until the year 2286.
  const age = String(9_999_999_999_999 - Date.parse(raisedAt)).padStart(13, '0');
  return `${handled}${late ? 1 : 0}${ranks[kind]}#${age}#${alertId}`;
}

/** Worst first, then newest first; what nobody has seen goes before what somebody has in hand. */
export function inOrder<One extends Ranked>(alerts: readonly One[]): One[] {
  return alerts
    .map((alert) => ({ alert, rank: alertRank(alert) }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ alert }) => alert);
}

/** Alerts of one kind at one gate that came soon after one another. Each keeps its id and is handled by itself. */
export interface AlertGroup<One> {
  gate: string;
  kind: AlertKind;
  /** At least one, in order. */
  alerts: readonly One[];
}

/** Many alerts at once as a guard sees them: by gate and kind, cut where there was a pause. Groups are in order too. */
export function groupAlerts<One extends Ranked & Pick<Alert, 'gate'>>(alerts: readonly One[]): AlertGroup<One>[] {
  const groups: { gate: string; kind: AlertKind; alerts: One[] }[] = [];
  const latest = new Map<string, { group: One[]; atMs: number }>();
  for (const alert of alerts.toSorted((a, b) => (a.raisedAt < b.raisedAt ? -1 : 1))) {
    const { gate, kind } = alert;
    const atMs = Date.parse(alert.raisedAt);
    const before = latest.get(`${gate}#${kind}`);
    const group = before && atMs - before.atMs <= handlingLimits.groupWithinMs ? before.group : [];
    if (group.length === 0) groups.push({ gate, kind, alerts: group });
    group.push(alert);
    latest.set(`${gate}#${kind}`, { group, atMs });
  }
  return groups
    .map((group) => ({ ...group, alerts: inOrder(group.alerts) }))
    .toSorted((a, b) => (firstRank(a) < firstRank(b) ? -1 : 1));
}

function firstRank({ alerts: [first] }: AlertGroup<Ranked>): string {
  return first ? alertRank(first) : '';
}
