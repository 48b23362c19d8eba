import * as z from 'zod';
import { sqsLimits } from '../../limits.ts';
import type { QueuePlan } from '../../template/plan.ts';
import type { QueueEngine } from './engine.ts';

export const queueAttributeNames = z.enum([
  'All',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfMessagesNotVisible',
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'QueueArn',
  'RedrivePolicy',
  'VisibilityTimeout',
]);

/** The attributes asked for. The three counts are exact here. */
export async function queueAttributes(
  engine: QueueEngine,
  queue: QueuePlan,
  names: readonly z.infer<typeof queueAttributeNames>[],
): Promise<Record<string, string>> {
  const now = engine.clock.now();
  await engine.database.commit((sql) => engine.store.expire(sql, queue.arn, now - queue.retentionS * 1000));
  const counts = engine.store.counts(queue.arn, now);
  const all: Record<string, string | undefined> = {
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    DelaySeconds: String(queue.delayS),
    MaximumMessageSize: String(sqsLimits.messageMaxBytes),
    MessageRetentionPeriod: String(queue.retentionS),
    QueueArn: queue.arn,
    RedrivePolicy: queue.deadLetter && redrivePolicy(queue.deadLetter),
    VisibilityTimeout: String(queue.visibilityTimeoutS),
  };
  const wanted = names.includes('All') ? Object.keys(all) : names;
  return Object.fromEntries(
    wanted.flatMap((name) => {
      const value = all[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function redrivePolicy({ targetArn, maxReceives }: { targetArn: string; maxReceives: number }): string {
  return JSON.stringify({ deadLetterTargetArn: targetArn, maxReceiveCount: maxReceives });
}
