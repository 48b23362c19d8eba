import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock.ts';
import { lambdaLimits } from '../limits.ts';
import type { FunctionPlan } from '../template/plan.ts';
import type { ErrorPayload, InvocationRequest, Outcome, WorkerReport, WorkerSetup } from './protocol.ts';

/** One invocation to run and whom to tell how it ended. */
export interface Job extends InvocationRequest {
  settle(outcome: Outcome): void;
}

/** A worker thread with one loaded function, which runs one invocation at a time, as Lambda's sandbox does. */
export interface ExecutionEnvironment {
  /** Only when nothing runs; before the function has loaded, the job waits for that (a cold start). */
  run(job: Job): void;
  /** Part of the time since the last call (or the start) in which the thread computed and did not wait, 0 to 1. */
  utilisation(): number;
  /** Ends the thread; what runs is never settled. */
  end(): Promise<void>;
}

export interface EnvironmentOptions {
  fn: FunctionPlan;
  setup: WorkerSetup;
  variables: Record<string, string>;
  clock: Clock;
  log(line: string, requestId: string): void;
  /** It has loaded, or has finished a job: it can take one now. */
  onFree(environment: ExecutionEnvironment): void;
  /** It has ended by itself, or was ended for a timeout, and its job has been settled. */
  onEnded(environment: ExecutionEnvironment): void;
}

const bootstrap = new URL('./worker/bootstrap.ts', import.meta.url);

/** Starts the thread; an endless loop, too much memory, `process.exit()` or a rejection in it ends only this thread. */
export function startEnvironment(options: EnvironmentOptions): ExecutionEnvironment {
  const { fn, clock } = options;
  const worker = startWorker(options);
  let job: Job | undefined;
  let before = worker.performance.eventLoopUtilization();
  let isReady = false;
  let hasEnded = false;
  /** What the worker itself said about its end. */
  let lastWords: string | undefined;
  let cancelTimeout = clock.after(lambdaLimits.initMs, () => timeOut('init', lambdaLimits.initMs));

  const finish = (payload: string) => {
    if (hasEnded) return;
    hasEnded = true;
    cancelTimeout();
    if (job) job.settle({ payload, functionError: 'Unhandled' });
    else options.log(`ended while idle: ${payload}`, '');
    options.onEnded(environment);
  };
  const timeOut = (phase: 'init' | 'run', limitMs: number) => {
    const what = phase === 'init' ? 'Init timed out' : 'Task timed out';
    // Whatever blocks the thread, nobody waits for it: it is on its own until it is gone.
    worker.terminate().catch(() => undefined);
    finish(failureText('Sandbox.Timedout', `${what} after ${(limitMs / 1_000).toFixed(2)} seconds`, job));
  };
  const startClock = () => {
    cancelTimeout();
    cancelTimeout = clock.after(fn.timeoutS * 1_000, () => timeOut('run', fn.timeoutS * 1_000));
  };

  const environment: ExecutionEnvironment = {
    run(next) {
      job = next;
      worker.postMessage({ requestId: next.requestId, event: next.event } satisfies InvocationRequest);
      if (isReady) startClock();
    },
    utilisation() {
      const total = worker.performance.eventLoopUtilization();
      const { utilization } = worker.performance.eventLoopUtilization(total, before);
      before = total;
      return utilization;
    },
    async end() {
      hasEnded = true;
      cancelTimeout();
      await worker.terminate();
    },
  };

  worker.on('message', (report: WorkerReport) => {
    if (hasEnded) return;
    if (report.kind === 'log') return options.log(report.line, report.requestId);
    if (report.kind === 'fatal') {
      lastWords = report.payload;
      return;
    }
    cancelTimeout();
    if (report.kind === 'ready') {
      isReady = true;
      if (job) startClock();
      else options.onFree(environment);
      return;
    }
    const finished = job;
    job = undefined;
    // The next job goes out before this one's outcome is dealt with: the thread need not wait for that.
    options.onFree(environment);
    finished?.settle(
      report.failed ? { payload: report.payload, functionError: 'Unhandled' } : { payload: report.payload },
    );
  });
  worker.on('error', (error: Error & { code?: string }) => {
    const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    lastWords ??= outOfMemory
      ? failureText('Runtime.OutOfMemory', `Runtime exited with error: out of memory (${fn.memoryMb} MB)`, job)
      : failureText('Runtime.ExitError', `Runtime exited with error: ${error.message}`, job);
  });
  worker.on('exit', (code) => {
    finish(lastWords ?? failureText('Runtime.ExitError', `Runtime exited with error: exit status ${code}`, job));
  });
  return environment;
}

function startWorker({ fn, setup, variables, log }: EnvironmentOptions): Worker {
  const worker = new Worker(bootstrap, {
    name: fn.name,
    argv: [],
    execArgv: [],
    env: variables,
    workerData: setup,
    resourceLimits: {
      maxOldGenerationSizeMb: Math.ceil(fn.memoryMb * lambdaLimits.heapShare),
      maxYoungGenerationSizeMb: Math.min(
        lambdaLimits.youngHeapMaxMb,
        Math.ceil(fn.memoryMb * lambdaLimits.youngHeapShare),
      ),
    },
    // The worker captures what is printed; only what Node itself says around that comes here.
    stdout: true,
    stderr: true,
  });
  for (const stream of [worker.stdout, worker.stderr]) {
    stream
      .setEncoding('utf8')
      .on('data', (text: string) => log(text.slice(0, lambdaLimits.logLineMaxChars).trimEnd(), ''));
  }
  return worker;
}

function failureText(errorType: string, message: string, job: Job | undefined): string {
  const errorMessage = job ? `RequestId: ${job.requestId} Error: ${message}` : message;
  return JSON.stringify({ errorType, errorMessage } satisfies ErrorPayload);
}
