import type * as z from 'zod';
import type { load } from '../api/load-routes.ts';
import type { Actor, Alert } from '../messages/alert.ts';

type Hour = z.infer<typeof load>['hours'][number];
type Seen = Pick<Alert, 'raisedAt' | 'handling' | 'escalation'>;

const hourMs = 3_600_000;

/** What alerts asked of guards, hour by hour, oldest first. */
export function loadOf(alerts: readonly Seen[]): Hour[] {
  const hours = Map.groupBy(alerts, ({ raisedAt }) => Math.floor(Date.parse(raisedAt) / hourMs) * hourMs);
  return [...hours]
    .toSorted(([one], [other]) => one - other)
    .map(([fromMs, raised]) => ({
      from: new Date(fromMs).toISOString(),
      alerts: raised.length,
      escalated: raised.filter(({ escalation }) => (escalation?.level ?? 0) > 0).length,
      unacknowledged: raised.filter(({ handling }) => handling?.acknowledgedAt === undefined).length,
      medianSeenS: median(raised.flatMap(secondsUntilSeen)),
      guards: byGuard(raised),
    }));
}

function secondsUntilSeen({ raisedAt, handling }: Seen): number[] {
  if (handling?.acknowledgedAt === undefined) return [];
  // Gates' clocks may be ahead of ours.
  return [Math.max(0, Date.parse(handling.acknowledgedAt) - Date.parse(raisedAt)) / 1_000];
}

/** The lower one of the two in the middle of an even number; null of none. */
function median(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length / 2) - 1] ?? null;
}

function byGuard(raised: readonly Seen[]): Hour['guards'] {
  const guards = new Map<string, { guard: Actor; alerts: number }>();
  for (const { handling } of raised) {
    const guard = handling?.acknowledgedBy;
    if (!guard) continue;
    const key = JSON.stringify([guard.subject, guard.guard]);
    guards.set(key, { guard, alerts: (guards.get(key)?.alerts ?? 0) + 1 });
  }
  return [...guards.values()].toSorted((one, other) => other.alerts - one.alerts);
}
