import type { FlashStore } from '../gate/store.ts';
import type { FaultOf } from './fault.ts';
import type { FaultContext, GateFault, Power } from './gate-fault.ts';
import { letSpellsCome } from './spells.ts';

/** Where the power fails: at any moment, or just before or after the next write, with its effects still to come. */
const placesToCut = ['at-once', 'before-the-write', 'after-the-write'] as const;

/** Nobody passes, nothing is written: then the power fails anyway. */
const writesWithinMs = 60_000;

export function powerCut(fault: FaultOf<'power-cut'>, context: FaultContext): GateFault {
  const { environment, random, fired } = context;
  let power: Power | undefined;
  let cutAt: (typeof placesToCut)[number] | undefined;

  const cut = () => {
    if (!cutAt) return;
    cutAt = undefined;
    fired();
    power?.cut();
  };
  const heal = letSpellsCome(fault, context, () => {
    cutAt = placesToCut[Math.floor(random() * placesToCut.length)];
    if (cutAt === 'at-once') cut();
    const cancel = environment.after(Math.min(writesWithinMs, 250 * fault.forS), cut);
    return () => {
      cancel();
      cutAt = undefined;
      power?.restore();
    };
  });

  return {
    store: (inner) => cuttingAtWrites(inner, () => cutAt, cut),
    begin: (given) => {
      power = given;
    },
    heal,
  };
}

function cuttingAtWrites(
  inner: FlashStore,
  cutAt: () => (typeof placesToCut)[number] | undefined,
  cut: () => void,
): FlashStore {
  return {
    ...inner,
    save: (gate, save) => {
      const written = inner.save(gate, save);
      if (cutAt() === 'before-the-write') cut();
      if (cutAt() !== 'after-the-write') return written;
      // Whoever waits for the write hears of it when the power is gone already.
      return written.then(cut);
    },
  };
}
