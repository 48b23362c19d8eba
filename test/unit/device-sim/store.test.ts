/**
 * The gates' flash: what was saved is there after the process was killed, and one file belongs to one process.
 * Method: a real file, reopened; a real process, killed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { saving } from '../../../device-sim/gate/effects.ts';
import { blankFlash, type HeldPass } from '../../../device-sim/gate/state.ts';
import { openFlashStore } from '../../../device-sim/gate/store.ts';
import { UsageError } from '../../../domain/errors.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-flash-'));
  file = join(folder, 'flash.sqlite');
});

afterEach(() => rmSync(folder, { recursive: true }));

const { memory } = blankFlash('epoch000');
const held = (seq: number): HeldPass => ({ epoch: 'epoch000', seq, atMs: 1_000 * seq, json: `{"seq":${seq}}` });

test('outbox and ring come back in order, with what the gate remembers', async () => {
  const store = openFlashStore(file);
  const writes = [
    store.save('a', saving({ ...memory, lastSeq: 1 }, { toOutbox: [held(1)] })),
    store.save('a', saving({ ...memory, lastSeq: 2 }, { toOutbox: [held(2)] })),
    store.save('a', saving({ ...memory, lastSeq: 3 }, { toOutbox: [held(3)], toSent: [held(1), held(2)] })),
    store.save('a', saving({ ...memory, lastSeq: 3 }, { forget: [held(1)] })),
    store.save('b', saving(memory, {})),
  ];
  await Promise.all(writes);
  store.close();

  const reopened = openFlashStore(file);
  expect(reopened.load('a')).toEqual({
    memory: { ...memory, lastSeq: 3 },
    outbox: [held(3)],
    sent: [held(2)],
    lists: {},
    used: [],
  });
  expect(reopened.load('b')).toEqual({ memory, outbox: [], sent: [], lists: {}, used: [] });
  expect(reopened.load('c')).toBeUndefined();
  reopened.close();
});

test('what was saved survives the death of the process', () => {
  const module = (path: string) => JSON.stringify(new URL(`../../../device-sim/gate/${path}`, import.meta.url).href);
  const script = join(folder, 'die.mts');
  writeFileSync(
    script,
    `import { openFlashStore } from ${module('store.ts')};
     import { blankFlash } from ${module('state.ts')};
     import { saving } from ${module('effects.ts')};
     const store = openFlashStore(${JSON.stringify(file)});
     const held = { epoch: 'epoch000', seq: 1, atMs: 1000, json: '{"seq":1}' };
     await store.save('a', saving({ ...blankFlash('epoch000').memory, lastSeq: 1 }, { toOutbox: [held] }));
     process.kill(process.pid, 'SIGKILL');`,
  );
  expect(spawnSync(process.execPath, [script]).signal).toBe('SIGKILL');
  const store = openFlashStore(file);
  expect(store.load('a')).toEqual({
    memory: { ...memory, lastSeq: 1 },
    outbox: [held(1)],
    sent: [],
    lists: {},
    used: [],
  });
  store.close();
});

test('what was not written when the power failed never is, and what others write is', async () => {
  const store = openFlashStore(file);
  const save = (gate: string, seq: number) => store.save(gate, saving({ ...memory, lastSeq: seq }, {}));
  await save('a', 1);
  const lost = save('a', 2);
  const written = save('b', 1);
  store.cutPower('a');
  await expect(lost).rejects.toThrow('the power failed');
  await written;
  await save('a', 3);
  expect(store.load('a')?.memory.lastSeq).toBe(3);
  store.cutPower('a');
  expect(store.load('b')?.memory.lastSeq).toBe(1);
  store.close();
});

test('a file in use or damaged is one clear line', () => {
  const store = openFlashStore(file);
  expect(() => openFlashStore(file)).toThrow(UsageError);
  expect(() => openFlashStore(file)).toThrow(/run in another process/);
  store.close();
  writeFileSync(join(folder, 'damaged'), 'no database at all, but long enough to be looked at'.repeat(20));
  expect(() => openFlashStore(join(folder, 'damaged'))).toThrow(/cannot be opened/);
});
