import type { Caller } from '../aws/service.ts';
import type { TablePlan } from '../template/plan.ts';

/** What the engine's thread is started with. */
export interface WorkerOptions {
  /** The folder of the database. */
  folder: string;
  tables: readonly TablePlan[];
  callers: ReadonlyMap<string, Caller>;
  port: number;
}

export type ToWorker = { kind: 'expire'; nowS: number } | { kind: 'stop' };

export type FromWorker =
  | { kind: 'listening'; port: number }
  | { kind: 'failed'; isUsage: boolean; message: string }
  | { kind: 'log'; line: string };
