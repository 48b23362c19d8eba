// Goal: in virtual time everything happens in one order: timers by their time and then as they were set, and whatever
// promises bring about before the next timer.
import { expect, test } from 'vitest';
import { createVirtualTime } from '../../../../device-sim/virtual/time.ts';

const startMs = Date.UTC(2026, 10, 24);

test('timers come due by time, then in the order in which they were set; cancelled ones never', async () => {
  const time = createVirtualTime({ startMs, seed: 'order' });
  const { after, now, random } = time.environment('test');
  const expected: [number, number][] = [];
  const seen: [number, number][] = [];
  for (let index = 0; index < 500; index++) {
    const delayMs = Math.floor(random() * 50);
    const cancel = after(delayMs, () => seen.push([now() - startMs, index]));
    if (random() < 0.3) cancel();
    else expected.push([delayMs, index]);
  }
  after(60, () => seen.push([60, -1]));
  await time.run(() => seen.length > expected.length);
  expect(seen).toEqual([...expected.toSorted(([a], [b]) => a - b), [60, -1]]);
});

test('what promises bring about has happened before the next timer, however many follow from one another', async () => {
  const time = createVirtualTime({ startMs, seed: 'promises' });
  const { after } = time.environment('test');
  const seen: string[] = [];
  const chain = async () => {
    for (let link = 0; link < 100; link++) await Promise.resolve();
    seen.push('chain');
  };
  after(1, () => void chain());
  after(1, () => seen.push('timer'));
  await time.run(() => seen.length === 2);
  expect(seen).toEqual(['chain', 'timer']);
});

test('a run that cannot go on says so', async () => {
  const time = createVirtualTime({ startMs, seed: 'end' });
  await expect(time.run(() => false)).rejects.toThrow('Nothing is left to happen');
});

test('the same name has the same dice, another name others', () => {
  const drawOf = (name: string) => createVirtualTime({ startMs, seed: 'dice' }).environment(name).randomHex(8);
  expect(drawOf('a')).toBe(drawOf('a'));
  expect(drawOf('a')).not.toBe(drawOf('b'));
  expect(drawOf('a')).toMatch(/^[0-9a-f]{16}$/);
});
