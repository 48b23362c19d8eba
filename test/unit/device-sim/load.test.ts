/** The load generator: it sends what it says it sends, keeps to a rate, and its passes are ones that the cloud takes. */
import { expect, test } from 'vitest';
import { createLoad } from '../../../device-sim/load/load.ts';
import { yuhangGates } from '../../../device-sim/places.ts';
import { passesMessage } from '../../../domain/messages/pass.ts';
import { startBroker } from './broker.ts';

test('at full speed, every message is full and every pass is acknowledged', async () => {
  const broker = await startBroker();
  const gates = yuhangGates(3).map((place) => ({ place, broker: broker.address }));
  const load = createLoad({ gates });
  await load.connect();
  const report = await load.run(300, { passesPerMessage: 5, inFlightPerGate: 4, tooWarm: true });
  await load.close();
  expect(report.published).toBeGreaterThan(0);
  expect(report.acknowledged).toBe(report.published);
  const messages = broker.taken.map(({ payload }) => passesMessage.parse(JSON.parse(payload)).passes);
  expect(messages.every((passes) => passes.length === 5)).toBe(true);
  expect(messages.flat().length).toBe(report.published);
  expect(messages.flat()).toSatisfy((passes: { reason: string }[]) =>
    passes.every(({ reason }) => reason === 'too-warm'),
  );
  await broker.kill();
});

test('a rate is kept to', async () => {
  const broker = await startBroker();
  const gates = yuhangGates(2).map((place) => ({ place, broker: broker.address }));
  const load = createLoad({ gates });
  await load.connect();
  const startMs = performance.now();
  const { published } = await load.run(500, { passesPerMessage: 1, inFlightPerGate: 4, ratePerS: 100 });
  const seconds = (performance.now() - startMs) / 1000;
  await load.close();
  expect(published).toBeGreaterThan(10);
  // Of either gate, one more may be out before its time is over. A busy machine ends a run late.
  expect(published).toBeLessThanOrEqual(100 * seconds + 2);
  await broker.kill();
});
