/**
 * A thread beside the handler that ends the process when the runtime is gone: after a `kill -9` of the runtime a handler
 * in an endless loop would otherwise compute for ever.
 */
import { workerData } from 'node:worker_threads';
import { lambdaLimits } from '../../limits.ts';

const parent: unknown = workerData;
const never = new Int32Array(new SharedArrayBuffer(4));
while (process.ppid === parent) Atomics.wait(never, 0, 0, lambdaLimits.watchdogMs);
process.kill(process.pid, 'SIGKILL');
