import type { PassesMessage } from '../../domain/messages/pass.ts';
import { samplePasses } from '../../operator/sample.ts';
import { countFailures, peekFailures } from './failures-queue.ts';
import type { RunningStack } from './stack.ts';
import { scan } from './tables.ts';
import { until } from './wait.ts';

/** Whatever goes wrong is tried again soon, but a machine with much else to do takes its time. */
export const patienceMs = 45_000;

/** A message with one fever. */
export const fever = (): PassesMessage => samplePasses(Date.now(), true);

/** Drawn by the sample, so it stands for its message in tables and alerts. */
export const epochOf = (message: PassesMessage): string => message.passes[0]?.epoch ?? '';

/** How many items of `passes` came of the message. */
export async function stored({ deployment }: RunningStack, message: PassesMessage): Promise<number> {
  return (await scan(deployment, 'passesTable')).filter(({ epoch }) => epoch === epochOf(message)).length;
}

/** How many alerts came of the message. */
export async function alerts({ deployment }: RunningStack, message: PassesMessage): Promise<number> {
  const items = await scan(deployment, 'stateTable', 'alert#');
  return items.filter(({ alertId }) => String(alertId).includes(epochOf(message))).length;
}

/** Waits until so many messages are in the failures queue, and returns up to ten of them. */
export async function untilFailed({ deployment }: RunningStack, count: number): Promise<string[]> {
  await until(`${count} in the failures queue`, async () => (await countFailures(deployment)) === count, patienceMs);
  return peekFailures(deployment);
}
