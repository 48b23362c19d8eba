import { inOrder } from '../../domain/alerts/order.ts';
import type { Alert } from '../../domain/messages/alert.ts';
import { alertLimits } from '../limits.ts';

/**
 * What somebody has to be told of aloud, once: what nobody has in hand, and is not late.
 * @param sounded ids of what they were told of before.
 * @returns the worst first, and the ids with these.
 */
export function toSound(
  alerts: Iterable<Alert>,
  sounded: readonly string[],
): { worst: Alert | undefined; count: number; sounded: readonly string[] } {
  const before = new Set(sounded);
  const fresh = [...alerts].filter(({ alertId, late, state }) => state === 'open' && !late && !before.has(alertId));
  if (fresh.length === 0) return { worst: undefined, count: 0, sounded };
  const ids = [...sounded, ...fresh.map(({ alertId }) => alertId)].slice(-alertLimits.soundedMax);
  return { worst: inOrder(fresh)[0], count: fresh.length, sounded: ids };
}
