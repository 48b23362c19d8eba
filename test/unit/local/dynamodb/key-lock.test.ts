// Goal: one at a time for a key, in order, whatever happens to the one before. Method: the lock alone.
import { expect, test, vi } from 'vitest';
import { createKeyLock } from '../../../../local/dynamodb/key-lock.ts';

test('work on one key runs one at a time and in order; other keys do not wait', async () => {
  const lock = createKeyLock();
  const events: string[] = [];
  const work = (key: string, name: string) =>
    lock(key, (release) => {
      events.push(`${name} begins`);
      const end = release(() => events.push(`${name} ends`));
      setImmediate(end);
    });
  work('a', 'first');
  work('a', 'second');
  work('b', 'other');
  await vi.waitUntil(() => events.length === 6);
  expect(events.slice(0, 2)).toEqual(['first begins', 'other begins']);
  const onA = events.filter((event) => !event.startsWith('other'));
  expect(onA).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
});

test('work that throws gives the key back', async () => {
  const lock = createKeyLock();
  const failing = () =>
    lock('a', () => {
      throw new TypeError('broken');
    });
  expect(failing).toThrow('broken');
  const ran = await new Promise((resolve) => lock('a', (release) => release(resolve)('ran')));
  expect(ran).toBe('ran');
});
