import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { GatehouseError, UsageError } from '../../domain/errors.ts';
import type { Endpoint } from '../aws/endpoint.ts';
import type { Clock } from '../clock.ts';
import { dynamoDbLimits } from '../limits.ts';
import type { FromWorker, ToWorker, WorkerOptions } from './worker-messages.ts';

export interface EmbeddedOptions extends WorkerOptions {
  clock: Clock;
  log: (line: string) => void;
  /** Told when the engine ends by itself: nothing can be stored any more. */
  onFailure: (reason: Error) => void;
}

/** DynamoDB in this process: dynalite on disk, on a thread of its own. */
export function createEmbeddedDynamoDb({ clock, log, onFailure, ...workerData }: EmbeddedOptions): Endpoint {
  let worker: Worker | undefined;
  let cancelExpiry = () => {};
  let stopping = false;

  const send = (message: ToWorker) => worker?.postMessage(message);
  const scheduleExpiry = () => {
    cancelExpiry = clock.after(dynamoDbLimits.expiryEveryMs, () => {
      send({ kind: 'expire', nowS: Math.floor(clock.now() / 1000) });
      scheduleExpiry();
    });
  };

  return {
    start: () =>
      new Promise((resolve, reject) => {
        // None of the caller's flags and variables: the engine needs none.
        const thread = new Worker(new URL('./worker.ts', import.meta.url), { workerData, env: {}, execArgv: [] });
        worker = thread;
        let isListening = false;
        let reason: Error = new GatehouseError('The DynamoDB engine has ended.');
        thread.on('message', (message: FromWorker) => {
          if (message.kind === 'log') log(message.line);
          else if (message.kind === 'failed') {
            reason = message.isUsage ? new UsageError(message.message) : new GatehouseError(message.message);
          } else {
            isListening = true;
            scheduleExpiry();
            resolve({ port: message.port });
          }
        });
        thread.on('error', (error: Error) => {
          reason = error;
        });
        // Only now are the files free for another try.
        thread.on('exit', () => {
          worker = undefined;
          if (!isListening) reject(reason);
          else if (!stopping) onFailure(reason);
        });
      }),
    stop: async () => {
      stopping = true;
      cancelExpiry();
      if (worker === undefined) return;
      const ended = once(worker, 'exit');
      const overdue = setTimeout(() => void worker?.terminate(), dynamoDbLimits.stopMs);
      send({ kind: 'stop' });
      await ended;
      clearTimeout(overdue);
    },
  };
}
