import { parentPort, workerData } from 'node:worker_threads';
import { UsageError } from '../../domain/errors.ts';
import { createDynamoDbEndpoint, jsonResponse } from './endpoint.ts';
import { createEngine } from './engine.ts';
import { createExpiry } from './expiry.ts';
import { openLevel } from './level.ts';
import { prepareTables } from './schema.ts';
import { describe } from './table-description.ts';
import type { FromWorker, ToWorker, WorkerOptions } from './worker-messages.ts';

// The engine on a thread of its own, so that its work never holds up the broker's event loop. A thread ends with its
// process, however that ends.
const options: WorkerOptions = workerData;
const tell = (message: FromWorker) => parentPort?.postMessage(message);
const log = (line: string) => tell({ kind: 'log', line });

async function start(): Promise<void> {
  const level = await openLevel(options.folder);
  const tables = options.tables.map(describe);
  await prepareTables(level, tables);
  const engine = createEngine(level, tables);
  const endpoint = createDynamoDbEndpoint({
    ...options,
    log,
    run: async (operation, input) => jsonResponse(await engine.run(operation, input)),
  });
  const expiries = options.tables.flatMap((plan, index) => {
    const table = tables[index];
    const attribute = plan.timeToLiveAttribute;
    return table && attribute ? [createExpiry({ level, engine, table, attribute })] : [];
  });

  const expire = async (nowS: number) => {
    for (const round of expiries) {
      const deleted = await round(nowS);
      if (deleted > 0) log(`deleted ${deleted} expired items`);
    }
  };
  let hasEnded = false;
  const end = async () => {
    hasEnded = true;
    await endpoint.stop();
    await level.close();
    parentPort?.close();
  };

  parentPort?.on('message', (message: ToWorker) => {
    if (message.kind === 'stop') return end();
    return expire(message.nowS).catch((error: unknown) => {
      if (!hasEnded) log(`failed: deleting expired items: ${error}`);
    });
  });
  tell({ kind: 'listening', ...(await endpoint.start()) });
}

start().catch((error: unknown) => {
  tell({
    kind: 'failed',
    isUsage: error instanceof UsageError,
    message: error instanceof Error ? error.message : `${error}`,
  });
  parentPort?.close();
});
