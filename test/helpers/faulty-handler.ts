import { appendFileSync, readFileSync } from 'node:fs';
import * as z from 'zod';

/**
 * What a test does to a function that runs in a process of its own: it writes a file, which this handler reads at each
 * invocation before it hands over to the real one.
 */
const orders = z.object({
  /** How far ahead the function's clock is. */
  clockAheadMs: z.int(),
  /** Messages whose bytes contain the marker meet the fault, at their first so many runs. */
  faults: z.array(
    z.object({
      marker: z.string(),
      kind: z.enum(['throws before it works', 'throws after it has worked', 'never returns', 'takes all memory']),
      runs: z.int(),
    }),
  ),
});
export type Orders = z.infer<typeof orders>;
type Fault = Orders['faults'][number];

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** A function's handler that obeys the orders in a file; without a fault for a message, it is the handler given. */
export function obeying(handler: Handler, ordersFile: string): Handler {
  let aheadMs = 0;
  const realNow = Date.now;
  Date.now = () => realNow() + aheadMs;
  return async (event, context) => {
    const { clockAheadMs, faults } = orders.parse(JSON.parse(readFileSync(ordersFile, 'utf8')));
    aheadMs = clockAheadMs;
    const bytes = bytesOf(event);
    const fault = faults.find(({ marker }) => bytes.includes(marker));
    if (!fault || countRun(`${ordersFile}.${fault.marker}`) > fault.runs) return handler(event, context);
    return suffer(fault.kind, () => handler(event, context));
  };
}

function bytesOf(event: unknown): string {
  const { success, data } = z.object({ payload: z.base64() }).safeParse(event);
  return success ? Buffer.from(data.payload, 'base64').toString('latin1') : '';
}

/** Each run may be in another process: a byte in a file for each. */
function countRun(file: string): number {
  appendFileSync(file, '.');
  return readFileSync(file).length;
}

async function suffer(kind: Fault['kind'], work: () => Promise<unknown>): Promise<unknown> {
  if (kind === 'throws after it has worked') await work();
  if (kind === 'never returns') for (;;);
  const kept: number[][] = [];
  while (kind === 'takes all memory') kept.push(new Array(1_000_000).fill(kept.length));
  throw new Error(`planted: ${kind}`);
}
