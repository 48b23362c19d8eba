import { silentSinceMs } from '../../domain/gate-presence.ts';
import { requestLimits } from '../../domain/limits/functions.ts';
import { presenceLimits } from '../../domain/limits/gates.ts';
import type { Alerting } from '../shared/alerting.ts';
import { forEachAtATime } from '../shared/at-a-time.ts';
import type { DisabledGates } from '../shared/disabled-gates.ts';
import type { Retry } from '../shared/retry.ts';
import { toInstant } from '../shared/timing.ts';
import type { GatesStore } from './gates-store.ts';
import { offlineAlert } from './offline-alert.ts';

export interface TickParts {
  gates: GatesStore;
  disabledGates: DisabledGates;
  alerting: Alerting;
}

interface Moment {
  now: number;
  retry: Retry;
  remainingMs: () => number;
}

/**
 * Looks at the gates that are due, a bounded number; the rest stays due for the next tick, a minute later.
 * @returns how many were found to be offline.
 */
export async function tick(parts: TickParts, moment: Moment): Promise<number> {
  const { now, retry, remainingMs } = moment;
  const due = await parts.gates.due(toInstant(now), presenceLimits.gatesPerTickMax, retry);
  let offline = 0;
  await forEachAtATime(due, presenceLimits.gatesAtATimeMax, async (gate) => {
    if (remainingMs() < requestLimits.retryNeedsMs) return;
    if (await lookAt(parts, gate, moment)) offline++;
  });
  return offline;
}

/**
 * Three steps, since the gate may come back at any moment and this function may end after each:
 * its record says "offline since" before there can be an alert, so that who comes back knows what to resolve;
 * then the alert; then the gate is no longer due. Until the last step the next tick does all of it again.
 * @returns whether an alert was raised.
 */
async function lookAt({ gates, disabledGates, alerting }: TickParts, gate: string, moment: Moment): Promise<boolean> {
  const { now, retry } = moment;
  let isRaised = false;
  for (let writes = 0; writes < presenceLimits.writesMax; writes++) {
    const record = await gates.find(gate, retry);
    if (record?.dueAt === undefined || Date.parse(record.dueAt) > now) return isRaised;
    const settled = { ...record, dueAt: undefined };
    const silentMs = silentSinceMs(record.presence);
    // Nobody waits for a gate that was taken out of service; its next sign makes it due again.
    if (silentMs === undefined || (await disabledGates.current(retry)).has(gate)) {
      if (await gates.save(record.revision, settled, retry)) return isRaised;
      continue;
    }
    const offlineSince = record.offlineSince ?? toInstant(silentMs);
    let { revision } = record;
    if (record.offlineSince === undefined) {
      if (!(await gates.save(revision, { ...record, offlineSince }, retry))) continue;
      revision++;
    }
    const draft = offlineAlert(record, offlineSince, toInstant(now));
    isRaised = (await alerting.raise(draft, retry)) || isRaised;
    if (await gates.save(revision, { ...settled, offlineSince }, retry)) return isRaised;
    // Perhaps it came back while the guards were being told that it was gone.
    await alerting.repeatResolved(draft.alertId, retry);
  }
  return isRaised;
}
