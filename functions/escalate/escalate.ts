import type { SQSBatchResponse } from 'aws-lambda';
import * as z from 'zod';
import { parseJson } from '../../domain/json.ts';
import { escalationLimits } from '../../domain/limits/escalation.ts';
import { requestLimits } from '../../domain/limits/functions.ts';
import { alert } from '../../domain/messages/alert.ts';
import { tickEvent } from '../../domain/names.ts';
import { forEachAtATime } from '../shared/at-a-time.ts';
import type { Log } from '../shared/log.ts';
import type { Retry } from '../shared/retry.ts';
import { toInstant } from '../shared/timing.ts';
import type { DueAlerts } from './due-alerts.ts';
import { type LookParts, lookAt } from './look-at.ts';

export interface EscalateParts extends LookParts {
  dueAlerts: DueAlerts;
  log: Log;
}

const tick = z.object({ kind: z.literal(tickEvent.kind) });
const batch = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });
const look = z.object({ alertId: alert.shape.alertId });

/**
 * Looks at the alerts that messages of the queue name, or at those that are overdue when the schedule asks: a message
 * that was lost, or that was never sent, costs a minute.
 * @returns which messages are to come again; the others are done.
 */
export function createEscalate(parts: EscalateParts) {
  return async (event: unknown, retry: Retry, remainingMs: () => number): Promise<SQSBatchResponse> => {
    if (tick.safeParse(event).success) {
      await lookAtOverdue(parts, retry, remainingMs);
      return { batchItemFailures: [] };
    }
    const { Records } = batch.parse(event);
    const outcomes = await Promise.allSettled(Records.map(({ body }) => takeMessage(parts, body, retry)));
    const failed = Records.filter((_, index) => outcomes[index]?.status === 'rejected');
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}

/** The queue is ours alone: what is no message of ours means that somebody else has put it there. */
async function takeMessage(parts: EscalateParts, body: string, retry: Retry): Promise<void> {
  const message = look.safeParse(parseJson(body));
  if (message.success) return lookAt(parts, message.data.alertId, retry);
  parts.log.warn('a message that names no alert', { characters: body.length });
}

/** What this tick has no time for is left to the next; what fails does not keep it from the others. */
async function lookAtOverdue(parts: EscalateParts, retry: Retry, remainingMs: () => number): Promise<void> {
  const { alertsPerTickMax, alertsAtATimeMax, overdueAfterMs } = escalationLimits;
  const by = toInstant(parts.clock.now() - overdueAfterMs);
  const due = await parts.dueAlerts(by, alertsPerTickMax, retry);
  let failures = 0;
  await forEachAtATime(due, alertsAtATimeMax, async (alertId) => {
    if (remainingMs() < requestLimits.retryNeedsMs) return;
    await lookAt(parts, alertId, retry).catch(() => failures++);
  });
  if (failures > 0) parts.log.warn('alerts that could not be looked at', { count: failures });
}
