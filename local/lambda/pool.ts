import type { Clock } from '../clock.ts';
import { lambdaLimits } from '../limits.ts';
import type { ExecutionEnvironment, Job } from './execution-environment.ts';

/** Where a pool finds work. */
export interface JobSource {
  isEmpty(): boolean;
  /** The next job; undefined when what was left needs no run. */
  take(): Job | undefined;
}

/** The execution environments of one function: started when there is work, ended when there has been none. */
export interface Pool {
  /** There may be work. */
  wake(): void;
  /** Lets what runs finish for a while, then ends every environment. */
  stop(): Promise<void>;
}

export interface PoolOptions {
  environmentsMax: number;
  /** Begins to watch the machine; the result says how many of its cores have been idle since, on average. */
  watchIdleCores(): () => number;
  clock: Clock;
  source: JobSource;
  start(callbacks: {
    onFree(environment: ExecutionEnvironment): void;
    onEnded(environment: ExecutionEnvironment): void;
  }): ExecutionEnvironment;
}

export function createPool({ environmentsMax, watchIdleCores, clock, source, start }: PoolOptions): Pool {
  const alive = new Set<ExecutionEnvironment>();
  /** Longest idle first; the last one is used next, so that the others can be ended. */
  const idle: { environment: ExecutionEnvironment; sinceMs: number }[] = [];
  let cancelGrowth: (() => void) | undefined;
  let cancelSweep: (() => void) | undefined;
  let onQuiet: (() => void) | undefined;
  let isStopping = false;

  const launch = () => {
    const environment = start({ onFree, onEnded });
    alive.add(environment);
    return environment;
  };

  const wake = () => {
    while (!isStopping && !source.isEmpty()) {
      const free = idle.at(-1)?.environment;
      if (!free && (alive.size > 0 || environmentsMax === 0)) return growSoon();
      const job = source.take();
      if (!job) continue;
      if (free) idle.pop();
      (free ?? launch()).run(job);
    }
    cancelGrowth?.();
    cancelGrowth = undefined;
  };

  // Another environment costs a cold start. It is worth that when a backlog lasts, and it helps only while a core is
  // idle, or the others do nothing but wait: where they compute and all cores are busy, it slows them.
  const growSoon = () => {
    if (alive.size >= environmentsMax || cancelGrowth) return;
    const idleCores = watchIdleCores();
    cancelGrowth = clock.after(lambdaLimits.growAfterMs, () => {
      cancelGrowth = undefined;
      if (isStopping || source.isEmpty()) return;
      const computing = [...alive].reduce((sum, environment) => sum + environment.utilisation(), 0);
      if (computing <= lambdaLimits.waitingMaxCores || idleCores() >= lambdaLimits.growIdleCores) launch();
      growSoon();
    });
  };

  const onFree = (environment: ExecutionEnvironment) => {
    idle.push({ environment, sinceMs: clock.now() });
    wake();
    if (isStopping && idle.length === alive.size) onQuiet?.();
    if (idle.length > 0) sweepSoon();
  };

  const onEnded = (environment: ExecutionEnvironment) => {
    alive.delete(environment);
    const at = idle.findIndex((entry) => entry.environment === environment);
    if (at >= 0) idle.splice(at, 1);
    if (isStopping && idle.length === alive.size) onQuiet?.();
    wake();
  };

  const sweepSoon = () => {
    cancelSweep ??= clock.after(lambdaLimits.idleMs, () => {
      cancelSweep = undefined;
      const limitMs = clock.now() - lambdaLimits.idleMs;
      for (let oldest = idle[0]; oldest && oldest.sinceMs <= limitMs; oldest = idle[0]) {
        idle.shift();
        alive.delete(oldest.environment);
        oldest.environment.end().catch(() => undefined);
      }
      if (idle.length > 0) sweepSoon();
    });
  };

  return {
    wake,
    async stop() {
      isStopping = true;
      cancelGrowth?.();
      cancelSweep?.();
      if (idle.length < alive.size) {
        await new Promise<void>((resolve) => {
          const cancel = clock.after(lambdaLimits.stopMs, resolve);
          onQuiet = () => {
            cancel();
            resolve();
          };
        });
      }
      await Promise.all([...alive].map((environment) => environment.end()));
    },
  };
}
