import { simLimits } from '../../../device-sim/limits.ts';
import { parseJson } from '../../../domain/json.ts';
import { bareClients } from './bare-clients.ts';
import { ourGates } from './our-gates.ts';
import { type ClientFigures, clientRun } from './plan.ts';

/** Many MQTT clients in one process, whatever they are. */
export interface Clients {
  /** Resolves when the client with this number is connected and subscribed. */
  connectOne(index: number): Promise<void>;
  /** Resolves when every message of every client is acknowledged. */
  publishAll(messagesEach: number): Promise<void>;
  close(): Promise<void>;
}

/*
 * One run of one kind, in a process of its own: memory and CPU time are the process's.
 */
const run = clientRun.parse(parseJson(process.argv[2] ?? ''));
const clients = run.kind === 'bare' ? bareClients(run) : ourGates(run);
const bytesBefore = residentBytes();

const connectStartMs = performance.now();
const numbers = Array.from({ length: run.clients }, (_, index) => index).values();
const connectSome = async () => {
  for (const index of numbers) await clients.connectOne(index);
};
await Promise.all(Array.from({ length: simLimits.startingAtOnceMax }, connectSome));
const connectS = (performance.now() - connectStartMs) / 1_000;
const kilobytesPerClient = (residentBytes() - bytesBefore) / 1_024 / run.clients;

const cpuBefore = process.cpuUsage();
await clients.publishAll(run.messagesEach);
const { user, system } = process.cpuUsage(cpuBefore);
const messages = run.clients * run.messagesEach;
const figures: ClientFigures = {
  connectS,
  kilobytesPerClient,
  cpuMicrosecondsPerMessage: (user + system) / messages,
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
await clients.close();
process.exit();

/** Without what only waits to be collected. */
function residentBytes(): number {
  global.gc?.();
  return process.memoryUsage.rss();
}
