import { randomUUID } from 'node:crypto';
import { lambdaLimits } from '../limits.ts';
import { type AsynchronousOptions, createAsynchronousInvocations } from './asynchronous.ts';
import { RuntimeNotRunning, TooManyInvocations } from './errors.ts';
import { type Job, startEnvironment } from './execution-environment.ts';
import { watchIdleCores } from './idle-cores.ts';
import { createPool, type JobSource } from './pool.ts';
import type { Outcome } from './protocol.ts';
import type { StoredInvocation } from './queue.ts';
import { logGroupOf, variablesOf } from './variables.ts';

/** Everything that runs one function. */
export interface FunctionHost {
  accept(event: string, bytes: number): Promise<void>;
  /** Runs it and resolves with what came out; never on disk. */
  call(event: string): Promise<Outcome>;
  restore(stored: StoredInvocation): void;
  stop(): Promise<void>;
}

export interface FunctionHostOptions extends Omit<AsynchronousOptions, 'onReady'> {
  /** Where the function finds the local endpoints, and with which credentials. */
  endpoints: Record<string, string>;
  compileCacheFolder?: string;
}

export function createFunctionHost(options: FunctionHostOptions): FunctionHost {
  const { fn, clock, log } = options;
  const calls: (Job & { reject(reason: Error): void })[] = [];
  const asynchronous = createAsynchronousInvocations({ ...options, onReady: () => pool.wake() });
  const pool = createPool({
    environmentsMax: Math.min(fn.reservedConcurrency ?? Number.POSITIVE_INFINITY, lambdaLimits.environmentsMax),
    watchIdleCores,
    clock,
    source: inTurns({ isEmpty: () => calls.length === 0, take: () => calls.shift() }, asynchronous),
    start: (callbacks) => {
      const logStreamName = `${new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomUUID().replaceAll('-', '')}`;
      return startEnvironment({
        ...callbacks,
        fn,
        clock,
        log,
        variables: {
          ...variablesOf(fn, logStreamName, options.endpoints),
          ...(options.compileCacheFolder !== undefined && { NODE_COMPILE_CACHE: options.compileCacheFolder }),
        },
        setup: {
          functionName: fn.name,
          functionArn: fn.arn,
          handler: fn.handler,
          codeDirectory: fn.codeDirectory,
          memoryMb: fn.memoryMb,
          timeoutMs: fn.timeoutS * 1_000,
          logGroupName: logGroupOf(fn),
          logStreamName,
        },
      });
    },
  });
  let isStopping = false;

  return {
    accept: asynchronous.accept,
    restore: asynchronous.restore,
    call(event) {
      return new Promise((settle, reject) => {
        if (isStopping) return reject(new RuntimeNotRunning());
        if (calls.length >= lambdaLimits.callsMax) return reject(new TooManyInvocations('Rate Exceeded.'));
        calls.push({ requestId: randomUUID(), event, settle, reject });
        pool.wake();
      });
    },
    async stop() {
      isStopping = true;
      asynchronous.stop();
      for (const { reject } of calls.splice(0)) reject(new RuntimeNotRunning());
      await pool.stop();
    },
  };
}

/** Takes from two sources in turns while both have something, so that neither starves the other. */
function inTurns(first: JobSource, second: JobSource): JobSource {
  let isFirstNext = true;
  return {
    isEmpty: () => first.isEmpty() && second.isEmpty(),
    take() {
      const [preferred, other] = isFirstNext ? [first, second] : [second, first];
      isFirstNext = !isFirstNext;
      return (preferred.isEmpty() ? other : preferred).take();
    },
  };
}
