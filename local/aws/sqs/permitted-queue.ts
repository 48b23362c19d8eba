import type { QueuePlan } from '../../template/plan.ts';
import { authorise } from '../authorise.ts';
import type { Caller } from '../service.ts';
import type { QueueEngine } from './engine.ts';

/**
 * Finds the queue and lets the caller do `action` (`SendMessage`) with it.
 * @throws AwsError
 */
export function permittedQueue(engine: QueueEngine, url: string, caller: Caller, action: string): QueuePlan {
  const queue = engine.find(url);
  authorise(caller, `sqs:${action}`, queue.arn, queue.policy);
  return queue;
}
