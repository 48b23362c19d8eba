import type { Clock } from '../clock.ts';
import { lambdaLimits } from '../limits.ts';
import type { Database } from '../store/database.ts';
import type { FunctionPlan, SchedulePlan } from '../template/plan.ts';
import { EventTooLarge, FunctionNotFound, RuntimeNotRunning } from './errors.ts';
import { createFunctionHost, type FunctionHost } from './function-host.ts';
import { permits } from './permissions.ts';
import type { Outcome } from './protocol.ts';
import { createInvocationQueue } from './queue.ts';
import { createSchedules } from './schedules.ts';

export interface LambdaRuntime {
  /**
   * Invokes asynchronously; resolves when the invocation is on disk. Waits while the function has too many.
   * @throws FunctionNotFound, EventTooLarge, RuntimeNotRunning
   */
  invokeAsync(functionArn: string, event: string): Promise<void>;
  /**
   * Invokes and waits for the result. `event` and the payload are JSON text.
   * @throws FunctionNotFound, EventTooLarge, TooManyInvocations, RuntimeNotRunning
   */
  invoke(functionArn: string, event: string): Promise<Outcome>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface LambdaRuntimeOptions {
  functions: FunctionPlan[];
  schedules: SchedulePlan[];
  database: Database;
  clock: Clock;
  /** Endpoint URLs and credentials for a function. */
  environment(fn: FunctionPlan): Record<string, string>;
  /** Resolves when the destination has the message on disk; rejects when the role may not send there. */
  deliver(destinationArn: string, message: string, caller: { roleArn: string }): Promise<void>;
  /** One line that a function printed, or that the runtime has to say about it (then often without a request). */
  log(entry: { functionName: string; requestId?: string; line: string }): void;
  /** Pause before the first, second, … retry; the last one goes for all further ones. AWS: 60 s and 120 s. */
  retryDelaysMs: readonly number[];
  /** Keeps compiled code of the functions between starts, for quick cold starts. */
  compileCacheFolder?: string;
}

/** Principal of EventBridge rules in a function's permissions. */
const schedulesPrincipal = 'events.amazonaws.com';

/** Runs the template's functions from their assets as Lambda does, and its schedules. */
export function createLambdaRuntime(options: LambdaRuntimeOptions): LambdaRuntime {
  const queue = createInvocationQueue(options.database, options.clock);
  const plans = new Map(options.functions.map((fn) => [fn.arn, fn]));
  const hosts = new Map<string, FunctionHost>();
  let state: 'new' | 'running' | 'stopped' = 'new';

  const hostOf = (functionArn: string): FunctionHost => {
    if (state !== 'running') throw new RuntimeNotRunning();
    const host = hosts.get(functionArn);
    if (!host) throw new FunctionNotFound(functionArn);
    return host;
  };
  const logFor = (functionName: string) => (line: string, requestId?: string) =>
    options.log({ functionName, line, ...(requestId && { requestId }) });

  const invokeAsync = async (functionArn: string, event: string) => {
    const host = hostOf(functionArn);
    await host.accept(event, sizeOf(event, lambdaLimits.asynchronousEventMaxBytes));
  };
  const schedules = createSchedules({
    ...options,
    fire: async ({ arn, target }) => {
      const fn = plans.get(target.functionArn);
      if (!fn) throw new FunctionNotFound(target.functionArn);
      if (!permits(fn, schedulesPrincipal, arn)) throw new Error('no AWS::Lambda::Permission of the template lets it');
      await invokeAsync(fn.arn, target.input);
    },
    complain: ({ target }, line) => logFor(plans.get(target.functionArn)?.name ?? target.functionArn)(line),
  });

  return {
    invokeAsync,
    async invoke(functionArn, event) {
      const host = hostOf(functionArn);
      sizeOf(event, lambdaLimits.synchronousEventMaxBytes);
      return host.call(event);
    },
    async start() {
      state = 'running';
      for (const fn of options.functions) {
        const log = logFor(fn.name);
        hosts.set(fn.arn, createFunctionHost({ ...options, fn, queue, log, endpoints: options.environment(fn) }));
      }
      restore();
      schedules.start();
    },
    async stop() {
      state = 'stopped';
      schedules.stop();
      await Promise.all([...hosts.values()].map((host) => host.stop()));
      await queue.flush();
    },
  };

  function restore(): void {
    for (const invocation of queue.stored()) {
      const host = hosts.get(invocation.functionArn);
      if (host) host.restore(invocation);
      else logFor(invocation.functionArn)('left the template: its invocation stays on disk', invocation.requestId);
    }
  }
}

function sizeOf(event: string, maxBytes: number): number {
  const bytes = Buffer.byteLength(event);
  if (bytes > maxBytes) throw new EventTooLarge(bytes, maxBytes);
  return bytes;
}
