import { randomUUID } from 'node:crypto';
import { lambdaLimits } from '../limits.ts';
import { createAdmission } from './admission.ts';
import { createPersistence } from './backoff.ts';
import { summaryOf } from './destination.ts';
import { RuntimeNotRunning } from './errors.ts';
import type { Job } from './execution-environment.ts';
import { createFailures, type FailuresOptions } from './failures.ts';
import type { JobSource } from './pool.ts';
import type { Invocation, StoredInvocation } from './queue.ts';

/**
 * The asynchronous invocations of one function: accepted, retried, given up and reported as Lambda does.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export interface AsynchronousInvocations extends JobSource {
  /** Resolves when the invocation is on disk. Waits while too many are there. */
  accept(event: string, bytes: number): Promise<void>;
  /** Takes up what an earlier run of the stack left on disk. */
  restore(stored: StoredInvocation): void;
  stop(): void;
}

export interface AsynchronousOptions extends Omit<FailuresOptions, 'persistence' | 'onReported'> {
  retryDelaysMs: readonly number[];
  /** There is a job to take. */
  onReady(): void;
}

export function createAsynchronousInvocations(options: AsynchronousOptions): AsynchronousInvocations {
  const { fn, queue, clock } = options;
  const persistence = createPersistence(clock);
  const room = createRoom();
  const ready: Invocation[] = [];
  const forget = ({ id, bytes }: Invocation) => {
    queue.remove(id);
    room.kept.leave(bytes);
  };
  const failures = createFailures({ ...options, persistence, onReported: forget });

  const makeReady = (invocation: Invocation) => {
    ready.push(invocation);
    options.onReady();
  };
  const wait = (invocation: Invocation, untilMs: number) => {
    const due = () => {
      room.backlog.enterAnyway(invocation.bytes);
      makeReady(invocation);
    };
    const delayMs = untilMs - clock.now();
    if (delayMs <= 0) return due();
    delete invocation.event;
    clock.after(delayMs, due);
  };
  const giveUp: typeof failures.giveUp = async (invocation, condition, error) => {
    await failures.giveUp(invocation, condition, error);
    room.backlog.leave(invocation.bytes);
    failures.report(invocation);
  };
  const failed = async (invocation: Invocation, error: string) => {
    invocation.attempts += 1;
    const { id, attempts, bytes } = invocation;
    if (attempts > fn.asynchronous.maxRetries) return giveUp(invocation, 'RetriesExhausted', error);
    const delayMs = options.retryDelaysMs[Math.min(attempts, options.retryDelaysMs.length) - 1] ?? 0;
    const notBeforeMs = clock.now() + delayMs;
    options.log(`run ${attempts} failed, next in ${delayMs} ms: ${summaryOf(error)}`, invocation.requestId);
    await persistence.write(() => queue.retryLater(id, attempts, notBeforeMs), options.log);
    room.backlog.leave(bytes);
    wait(invocation, notBeforeMs);
  };

  return {
    isEmpty: () => ready.length === 0,
    take(): Job | undefined {
      const invocation = ready.shift();
      if (!invocation) return undefined;
      if (clock.now() - invocation.acceptedAtMs > fn.asynchronous.maxAgeS * 1_000) {
        void giveUp(invocation, 'EventAgeExceeded');
        return undefined;
      }
      const event = invocation.event ?? queue.readEvent(invocation.id);
      return {
        requestId: invocation.requestId,
        event,
        settle({ payload, functionError }) {
          if (functionError) {
            void failed(invocation, payload);
            return;
          }
          room.backlog.leave(invocation.bytes);
          forget(invocation);
        },
      };
    },
    async accept(event, bytes) {
      await room.enter(bytes);
      try {
        const stored = await queue.add({ functionArn: fn.arn, requestId: randomUUID(), event, bytes });
        makeReady({ ...stored, event });
      } catch (reason) {
        room.leave(bytes);
        throw reason;
      }
    },
    restore(stored) {
      room.kept.enterAnyway(stored.bytes);
      if (stored.hasFailed) failures.report(stored);
      else wait(stored, stored.notBeforeMs);
    },
    stop() {
      persistence.stop();
      room.close(new RuntimeNotRunning());
    },
  };
}

/** How much one function may have on disk, and of that how much may be about to run. */
function createRoom() {
  const kept = createAdmission({ entriesMax: lambdaLimits.keptMax, bytesMax: lambdaLimits.keptMaxBytes });
  const backlog = createAdmission({ entriesMax: lambdaLimits.backlogMax, bytesMax: lambdaLimits.backlogMaxBytes });
  return {
    kept,
    backlog,
    async enter(bytes: number): Promise<void> {
      await kept.enter(bytes);
      try {
        await backlog.enter(bytes);
      } catch (reason) {
        kept.leave(bytes);
        throw reason;
      }
    },
    leave(bytes: number): void {
      backlog.leave(bytes);
      kept.leave(bytes);
    },
    close(reason: Error): void {
      kept.close(reason);
      backlog.close(reason);
    },
  };
}
