import type { Environment } from '../environment.ts';
import type { Save } from '../gate/effects.ts';
import type { Flash, GateMemory, HeldPass } from '../gate/state.ts';
import type { FlashStore } from '../gate/store.ts';

/** A write takes so long: a power cut may fall before it, within it or after it. */
const writeMs = 3;

/** The flash of all gates in memory. It keeps what a real one would: a write is there whole or not at all. */
export function createMemoryFlash({ after }: Pick<Environment, 'after'>): FlashStore {
  const chips = new Map<string, Chip>();
  const chipOf = (gate: string, memory: GateMemory) => {
    const chip = chips.get(gate) ?? blankChip(memory);
    chips.set(gate, chip);
    return chip;
  };
  /** What fails the writes that are under way. */
  const writing = new Map<string, Set<() => void>>();

  return {
    load: (gate) => {
      const chip = chips.get(gate);
      return chip && read(chip);
    },
    save: (gate, save) =>
      new Promise((resolve, reject) => {
        const ofGate = writing.get(gate) ?? new Set();
        writing.set(gate, ofGate);
        const cancel = after(writeMs, () => {
          ofGate.delete(fail);
          write(chipOf(gate, save.memory), save);
          resolve();
        });
        const fail = () => {
          cancel();
          reject(new Error('the power failed'));
        };
        ofGate.add(fail);
      }),
    cutPower: (gate) => {
      for (const fail of writing.get(gate) ?? []) fail();
      writing.delete(gate);
    },
    close: () => {},
  };
}

interface Chip extends Pick<Flash, 'memory' | 'lists' | 'used'> {
  /** A gate hands back the very passes that it was given, so they are their own keys. */
  outbox: Set<HeldPass>;
  sent: Set<HeldPass>;
}

function blankChip(memory: GateMemory): Chip {
  return { memory, lists: {}, used: [], outbox: new Set(), sent: new Set() };
}

function read({ outbox, sent, ...chip }: Chip): Flash {
  return { ...chip, outbox: [...outbox], sent: [...sent] };
}

function write(chip: Chip, { memory, lists, used, toOutbox, toSent, forget }: Save): void {
  chip.memory = memory;
  if (lists) chip.lists = lists;
  if (used) chip.used = used;
  for (const held of toOutbox) move(held, chip.sent, chip.outbox);
  for (const held of toSent) move(held, chip.outbox, chip.sent);
  for (const held of forget) chip.sent.delete(held);
}

function move(held: HeldPass, from: Set<HeldPass>, to: Set<HeldPass>): void {
  from.delete(held);
  to.add(held);
}
