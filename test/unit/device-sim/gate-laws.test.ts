/**
 * Law 1 at the gate: whatever happens, in whatever order, and whenever the power fails, a pass that was taken on is
 * in the outbox, in the ring of sent passes, or under a mark; and no number of an epoch is ever given to two people.
 * Method: random histories on a bench (power-cuts.ts) with a cut possible in every step, then everything heals.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toArray } from '../../../device-sim/gate/line.ts';
import type { Reading } from '../../../device-sim/gate/screen.ts';
import type { HeldPass } from '../../../device-sim/gate/state.ts';
import { type Cut, createBench, type Happening } from './power-cuts.ts';

const reading: fc.Arbitrary<Reading> = fc.record({
  direction: fc.constantFrom('in', 'out', 'unknown'),
  site: fc.constantFrom('face', 'forehead'),
  skinC: fc.option(fc.double({ min: 15, max: 50 })),
  ambientC: fc.option(fc.double({ min: -60, max: 80 })),
  code: fc.option(
    fc.record({
      form: fc.constant('provider'),
      text: fc.string({ minLength: 1, maxLength: 4_296 }),
      status: fc.constantFrom('green', 'red'),
    }),
  ),
});

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('reading'), reading }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('connect'), random: fc.double({ min: 0, max: 0.99, noNaN: true }) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('reach-broker'), cloudStores: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('reach-gate') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('time'), ms: fc.integer({ min: -300_000, max: 300_000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('disconnect', 'drain', 'mark', 'resend-holes') }) },
);

const cut: fc.Arbitrary<Cut> = fc.oneof(
  { weight: 8, arbitrary: fc.constant('never') },
  { weight: 1, arbitrary: fc.constantFrom('before-the-write', 'after-the-write') },
);

// fast-check's own idea of a size would be ten events, too few to get a pass as far as a mark.
const history = fc.array(fc.tuple(happening, cut), { maxLength: 120, size: 'max' });

test('nothing that was taken on is lost, and no number is given twice', () => {
  fc.assert(
    fc.property(history, (events) => {
      const bench = createBench();
      for (const [event, power] of events) {
        bench.happen(event, power);
        const { outbox, sent, memory } = bench.flash();
        const held = new Set([...outbox, ...sent].map(({ seq }) => seq));
        const lost = bench.taken().filter((seq) => !held.has(seq) && seq > bench.cloud.markedThrough());
        expect(lost).toEqual([]);
        expect(bench.conflicts()).toEqual([]);
        expect(memory.lastSeq).toBe(Math.max(0, ...bench.taken()));
      }
    }),
  );
});

test('what the gate works with is what its flash holds', () => {
  fc.assert(
    fc.property(history, (events) => {
      const bench = createBench();
      for (const [event, power] of events) bench.happen(event, power);
      const { inFlight, backlog, fresh, sent, memory, lists, used } = bench.gate();
      const { outbox: onFlash, ...rest } = bench.flash();
      const outbox = [...inFlight.flatMap(({ passes }) => passes), ...toArray(backlog), ...toArray(fresh)];
      // Who has to be seen by a guard goes first: the order is another one than on flash.
      expect(outbox.toSorted(bySeq)).toEqual(onFlash.toSorted(bySeq));
      expect({ sent: toArray(sent), memory, lists, used }).toEqual(rest);
    }),
  );
});

test('once everything works again, every pass that was taken on is in the cloud, and the gate may forget it', () => {
  fc.assert(
    fc.property(history, (events) => {
      const bench = createBench();
      for (const [event, power] of events) bench.happen(event, power);
      bench.heal();
      expect(bench.taken().filter((seq) => !bench.cloud.has(seq))).toEqual([]);
      expect(bench.flash().outbox).toEqual([]);
      expect(bench.flash().sent).toEqual([]);
    }),
  );
});

function bySeq(one: HeldPass, other: HeldPass): number {
  return one.seq - other.seq;
}
