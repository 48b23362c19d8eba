import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HeldPass } from '../../device-sim/gate/state.ts';
import { openFlashStore } from '../../device-sim/gate/store.ts';
import { type Pass, pass } from '../../domain/messages/pass.ts';

export interface KeptPass {
  gate: string;
  pass: Pass;
}

export interface FlashContent {
  /** Taken on, and not acknowledged by the broker. */
  outbox: KeptPass[];
  /** Acknowledged by the broker: PUBACK. */
  acknowledged: KeptPass[];
}

/**
 * What running gates of this process have on their flash: read from a copy, since they keep the file to themselves.
 * The copy is made in one turn of the event loop, in which no gate writes, so it is of one moment.
 */
export function readFlash(file: string, gates: readonly string[]): FlashContent {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-flash-'));
  const copy = join(folder, 'flash.sqlite');
  for (const suffix of ['', '-wal']) {
    if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
  }
  const store = openFlashStore(copy);
  const content: FlashContent = { outbox: [], acknowledged: [] };
  for (const gate of gates) {
    const flash = store.load(gate);
    content.outbox.push(...(flash?.outbox ?? []).map(kept(gate)));
    content.acknowledged.push(...(flash?.sent ?? []).map(kept(gate)));
  }
  store.close();
  rmSync(folder, { recursive: true, force: true });
  return content;
}

const kept =
  (gate: string) =>
  ({ json }: HeldPass): KeptPass => ({ gate, pass: pass.parse(JSON.parse(json)) });
