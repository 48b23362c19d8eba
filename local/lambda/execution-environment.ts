import { type ChildProcess, fork } from 'node:child_process';
import type { Clock } from '../clock.ts';
import { lambdaLimits } from '../limits.ts';
import type { FunctionPlan } from '../template/plan.ts';
import { readLines } from './output-lines.ts';
import {
  type ErrorPayload,
  type InvocationRequest,
  type Outcome,
  type SandboxReport,
  type SandboxSetup,
  sandboxReport,
} from './protocol.ts';

/** One invocation to run and whom to tell how it ended. */
export interface Job extends InvocationRequest {
  settle(outcome: Outcome): void;
}

/** A process with one loaded function, which runs one invocation at a time, as Lambda's sandbox does. */
export interface ExecutionEnvironment {
  /** Only when nothing runs; before the function has loaded, the job waits for that (a cold start). */
  run(job: Job): void;
  /** Part of a core that it needs, 0 to 1: little while it waits for something. */
  utilisation(): number;
  /** Ends the process; what runs is never settled. */
  end(): Promise<void>;
}

export interface EnvironmentOptions {
  fn: FunctionPlan;
  setup: SandboxSetup;
  variables: Record<string, string>;
  clock: Clock;
  log(line: string): void;
  /** It has loaded, or has finished a job: it can take one now. */
  onFree(environment: ExecutionEnvironment): void;
  /** It has ended by itself, or was ended for a timeout, and its job has been settled. */
  onEnded(environment: ExecutionEnvironment): void;
}

/** Starts the process; an endless loop, too much memory, `process.exit()` or a rejection in it ends only this process. */
export function startEnvironment(options: EnvironmentOptions): ExecutionEnvironment {
  const { fn, clock } = options;
  const child = startProcess(options);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  const output = readLines(
    [child.stdout, child.stderr].filter((stream) => stream !== null),
    options.log,
  );
  let job: Job | undefined;
  let jobStartedMs = 0;
  let lastUtilisation = 1;
  let isReady = false;
  let hasEnded = false;
  /** What the process itself said about its end. */
  let lastWords: string | undefined;

  const finish = (payload: string) => {
    if (hasEnded) return;
    hasEnded = true;
    cancelTimeout();
    if (job) job.settle({ payload, functionError: 'Unhandled' });
    else options.log(`ended while idle: ${payload}`);
    options.onEnded(environment);
  };
  const limit = (what: string, limitMs: number) =>
    clock.after(limitMs, () => {
      child.kill('SIGKILL');
      finish(failureText('Sandbox.Timedout', `${what} timed out after ${(limitMs / 1_000).toFixed(2)} seconds`, job));
    });
  let cancelTimeout = limit('Init', lambdaLimits.initMs);
  const startTimeout = () => {
    cancelTimeout();
    cancelTimeout = limit('Task', fn.timeoutS * 1_000);
    jobStartedMs = clock.now();
  };

  const onReport = (report: SandboxReport) => {
    if (report.kind === 'fatal') {
      lastWords = report.payload;
      return;
    }
    const finished = report.kind === 'result' ? job : undefined;
    if (report.kind === 'ready') isReady = true;
    else {
      job = undefined;
      lastUtilisation = report.utilisation;
    }
    cancelTimeout();
    // The next job goes out before this one's outcome is dealt with: the process need not wait for that.
    if (job) startTimeout();
    else options.onFree(environment);
    if (report.kind === 'result') finished?.settle(outcomeOf(report));
  };

  const environment: ExecutionEnvironment = {
    run(next) {
      job = next;
      output.reset();
      child.send({ requestId: next.requestId, event: next.event } satisfies InvocationRequest, ignoreFailure);
      if (isReady) startTimeout();
    },
    utilisation: () => {
      // While it loads it computes, however long that takes.
      const isWaiting = isReady && job && clock.now() - jobStartedMs >= lambdaLimits.growAfterMs;
      return isWaiting ? 0 : lastUtilisation;
    },
    async end() {
      hasEnded = true;
      cancelTimeout();
      child.kill('SIGKILL');
      await exited;
    },
  };
  child.on('message', (message) => {
    const report = sandboxReport.safeParse(message);
    if (!hasEnded && report.success) onReport(report.data);
  });
  // Unlike `exit`, `close` comes after everything that the process has said.
  child.on('close', (code, signal) =>
    finish(lastWords ?? failureText('Runtime.ExitError', exitText(code, signal), job)),
  );
  child.on('error', (error) => finish(lastWords ?? failureText('Runtime.ExitError', error.message, job)));
  return environment;
}

const bootstrap = new URL('./sandbox/bootstrap.ts', import.meta.url);

function startProcess({ fn, setup, variables }: EnvironmentOptions): ChildProcess {
  const oldSpaceMb = Math.ceil(fn.memoryMb * lambdaLimits.heapShare);
  const semiSpaceMb = Math.min(lambdaLimits.semiSpaceMaxMb, Math.ceil(fn.memoryMb * lambdaLimits.semiSpaceShare));
  return fork(bootstrap, [JSON.stringify(setup)], {
    cwd: fn.codeDirectory,
    env: variables,
    execArgv: [`--max-old-space-size=${oldSpaceMb}`, `--max-semi-space-size=${semiSpaceMb}`],
    // Structured clone: twice as fast as JSON for text that is JSON itself.
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Ctrl-C in a terminal reaches every process of the group: let the runtime decide how its functions end.
    detached: true,
  });
}

/** A process that cannot be spoken to any more has ended, and its exit is dealt with. */
function ignoreFailure(): void {}

function outcomeOf({ payload, failed }: Extract<SandboxReport, { kind: 'result' }>): Outcome {
  return failed ? { payload, functionError: 'Unhandled' } : { payload };
}

const signalWords: Partial<Record<NodeJS.Signals, string>> = {
  // What V8 does when the heap is full.
  SIGABRT: 'aborted',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
};

function exitText(code: number | null, signal: NodeJS.Signals | null): string {
  const how = signal ? `signal: ${signalWords[signal] ?? signal}` : `exit status ${code}`;
  return `Runtime exited with error: ${how}`;
}

function failureText(errorType: string, message: string, job: Job | undefined): string {
  const errorMessage = job ? `RequestId: ${job.requestId} Error: ${message}` : message;
  return JSON.stringify({ errorType, errorMessage } satisfies ErrorPayload);
}
