import type { Clock } from '../clock.ts';
import type { FunctionPlan } from '../template/plan.ts';
import type { Persistence } from './backoff.ts';
import { createDelivery } from './delivery.ts';
import { type FailureCondition, failureRecord, summaryOf } from './destination.ts';
import type { Invocation, InvocationQueue } from './queue.ts';

/** The invocations of one function that Lambda gives up: on disk as failed, then with the destination, then forgotten. */
export interface Failures {
  /** Resolves when it is on disk that this invocation has failed; from then on it never runs again. */
  giveUp(invocation: Invocation, condition: FailureCondition, error?: string): Promise<void>;
  /** Brings the record of an invocation that was given up to the destination. */
  report(invocation: Invocation): void;
}

export interface FailuresOptions {
  fn: FunctionPlan;
  queue: InvocationQueue;
  clock: Clock;
  persistence: Persistence;
  deliver(destinationArn: string, message: string, caller: { roleArn: string }): Promise<void>;
  log(line: string, requestId?: string): void;
  /** The destination has it. */
  onReported(invocation: Invocation): void;
}

export function createFailures(options: FailuresOptions): Failures {
  const { fn, queue, clock, persistence, log } = options;
  const { onFailureArn } = fn.asynchronous;
  const delivery = createDelivery(persistence, log);

  return {
    async giveUp(invocation, condition, error) {
      const { id, requestId, attempts } = invocation;
      log(`given up after ${attempts} runs: ${condition}${error ? ` ${summaryOf(error)}` : ''}`, requestId);
      const event = invocation.event ?? queue.readEvent(id);
      const nowMs = clock.now();
      const record = failureRecord({ fn, requestId, condition, attempts, nowMs, event, ...(error && { error }) });
      await persistence.write(() => queue.fail(id, record), log);
    },
    report(invocation) {
      delivery.add(async () => {
        if (onFailureArn !== undefined) {
          await options.deliver(onFailureArn, queue.readFailure(invocation.id), { roleArn: fn.roleArn });
        } else log('there is no on-failure destination: dropped', invocation.requestId);
        options.onReported(invocation);
      });
    },
  };
}
