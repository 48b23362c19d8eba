import { lambdaLimits } from '../limits.ts';
import { type Persistence, textOf } from './backoff.ts';

/** Brings the records of one function's failed invocations to their destination, however long that refuses. */
export interface Delivery {
  /** `deliver` resolves when the destination has the record on disk; it is called again until then. */
  add(deliver: () => Promise<void>): void;
}

/**
 * Delivers a batch at a time, so that a destination that refuses is asked, and complained about, once a pause and not
 * once an invocation.
 */
export function createDelivery(persistence: Persistence, complain: (line: string) => void): Delivery {
  const waiting: (() => Promise<void>)[] = [];
  let isRunning = false;

  const deliverBatch = async () => {
    const batch = waiting.splice(0, lambdaLimits.deliveryBatchMax);
    const results = await Promise.allSettled(batch.map((deliver) => deliver()));
    // To the end, so that one that is always refused does not hold up the others.
    waiting.push(...batch.filter((_, at) => results[at]?.status === 'rejected'));
    const refusal = results.find((result) => result.status === 'rejected');
    if (refusal) throw refusal.reason;
  };
  const drain = async () => {
    isRunning = true;
    let isStopped = false;
    while (waiting.length > 0 && !isStopped) {
      isStopped = true;
      await persistence.untilDone(
        async () => {
          await deliverBatch();
          isStopped = false;
        },
        (reason, delayMs) =>
          complain(
            `on-failure destination refuses (${textOf(reason)}); ${waiting.length} kept on disk, next try in ${delayMs} ms`,
          ),
      );
    }
    isRunning = false;
  };

  return {
    add(deliver) {
      waiting.push(deliver);
      if (!isRunning) void drain();
    },
  };
}
