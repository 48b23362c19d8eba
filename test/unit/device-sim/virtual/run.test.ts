// Goal: a run in virtual time follows from its seed, loses and doubles nothing whatever goes wrong, and says so when it
// does.
// Method: whole runs of some minutes with every fault there is, with knobs drawn from seeds; a failing seed is in the
// test's message and gives the same run again. Then the same with a network or a flash that is broken on purpose.
import { expect, test, vi } from 'vitest';
import type { Fault, FaultKind } from '../../../../device-sim/faults/fault.ts';
import { calmWorld } from '../../../../device-sim/world/profile.ts';
import { usualShares } from '../../../../device-sim/world/shares.ts';
import { type Random, seededRandom } from '../../../../domain/seeded-random.ts';
import { runAndAccount, scenarioOf } from './accounting.ts';

// Whole runs: a busy machine takes its time.
vi.setConfig({ testTimeout: 30_000 });

/** Every kind once, so that each fires many times in five minutes at four gates. */
function everyFault(random: Random): Fault[] {
  const about = (mean: number) => mean * (0.5 + random());
  return [
    { kind: 'outage', meanEveryS: about(60), forS: about(20) },
    { kind: 'lost-message', share: about(0.03) },
    { kind: 'lost-acknowledgement', share: about(0.03) },
    { kind: 'delayed-delivery', share: about(0.1), meanByS: about(2) },
    { kind: 'doubled-delivery', share: about(0.1) },
    { kind: 'reordered-delivery', share: about(0.2) },
    { kind: 'half-open', meanEveryS: about(100) },
    { kind: 'slow-link', meanEveryS: about(40), forS: about(10), bytesPerS: about(2_000) },
    { kind: 'clock-drift', ppmMax: about(100) },
    { kind: 'clock-jump', meanEveryS: about(60), forS: about(30), maxS: about(4_000) },
    { kind: 'power-cut', meanEveryS: about(20), forS: about(2) },
    { kind: 'full-outbox', meanEveryS: about(80), outboxPassesMax: 8 },
    { kind: 'wrong-config', meanEveryS: about(20) },
    { kind: 'certificate-revoked', gates: 1, afterS: about(150) },
    { kind: 'certificate-expired', gates: 2, afterS: about(60), forS: about(60) },
    { kind: 'hostile', gates: 2, meanEveryS: about(10) },
  ];
}

test.each([1, 2, 3])(
  'with every fault at once nothing is lost, altered or given a number twice: seed %i',
  async (seed) => {
    const run = await runAndAccount(scenarioOf(everyFault(seededRandom(`knobs ${seed}`))), seed);
    expect({ missing: run.missing, altered: run.altered, conflicting: run.conflicting }).toEqual({
      missing: [],
      altered: [],
      conflicting: [],
    });
    expect(run.faults.neverFired).toEqual([]);
    expect(run.faults.gotIn).toEqual([]);
    expect(run.report.gates).toEqual({ planned: 4, connected: 4, stopped: 0 });
    expect(run.taken).toBeGreaterThan(50);
  },
);

test('messages do come twice when they are repeated', async () => {
  const run = await runAndAccount(scenarioOf([{ kind: 'lost-acknowledgement', share: 0.2 }], { durationS: 100 }), 1);
  expect(run.deliveries).toBeGreaterThan(run.taken);
  expect(run.missing).toEqual([]);
});

const faults = { forged: 0.2, expired: 0.1, 'other-community': 0.1, revoked: 0.1 };
const worldOfFraud = { ...calmWorld, shares: { ...usualShares, faults } };

test('the same seed gives the same log to the byte, another seed another one', async () => {
  const scenario = scenarioOf(everyFault(seededRandom('same')), { durationS: 100, world: worldOfFraud });
  const logs = await Promise.all([7, 7, 8].map(async (seed) => (await runAndAccount(scenario, seed)).lines));
  expect(logs[0]?.count).toBeGreaterThan(500);
  expect(logs[1]).toEqual(logs[0]);
  expect(logs[2]?.digest).not.toBe(logs[0]?.digest);
});

test('one more fault leaves the others where they were', async () => {
  const cuts: Fault = { kind: 'power-cut', meanEveryS: 60, forS: 5 };
  const drift: Fault = { kind: 'clock-drift', ppmMax: 50 };
  const counts = async (...faults: Fault[]) =>
    (await runAndAccount(scenarioOf(faults, { ratePerS: 0.1 }), 3)).faults.counts['power-cut'];
  expect(await counts(cuts, drift)).toBe(await counts(cuts));
});

test('a fault that never fires is named', async () => {
  const rare = { meanEveryS: 1e9, forS: 1 };
  const faults: Fault[] = [
    { kind: 'outage', ...rare },
    { kind: 'clock-drift', ppmMax: 1 },
  ];
  expect((await runAndAccount(scenarioOf(faults, { durationS: 10 }), 1)).faults.neverFired).toEqual([
    'outage',
  ] satisfies FaultKind[]);
});

test('no config is taken that must not be, and a full outbox takes nobody on', async () => {
  const faults: Fault[] = [
    { kind: 'wrong-config', meanEveryS: 5 },
    { kind: 'full-outbox', meanEveryS: 60, outboxPassesMax: 5 },
  ];
  const run = await runAndAccount(scenarioOf(faults), 1);
  const versions = run.events.map((event) => (event.kind === 'passed' ? event.pass.configVersion : 0));
  expect(new Set(versions)).toEqual(new Set([0]));
  expect(run.faults.counts).toMatchObject({ 'full-outbox': expect.toSatisfy((count: number) => count > 0) });
  expect(run.report.passes.turnedAway).toBeGreaterThan(0);
});

test('a broker that acknowledges a message and drops it is found', async () => {
  let messages = 0;
  const run = await runAndAccount(scenarioOf([], { durationS: 100 }), 1, {
    sabotage: {
      connect: (inner) => (options, handlers) => {
        const connection = inner(options, handlers);
        return {
          ...connection,
          publish: (topic, payload, onAcknowledged) => {
            if (topic.endsWith('/passes') && ++messages === 5) return onAcknowledged();
            connection.publish(topic, payload, onAcknowledged);
          },
        };
      },
    },
  });
  expect(run.missing.length).toBeGreaterThan(0);
});

const cuts: Fault[] = [{ kind: 'power-cut', meanEveryS: 20, forS: 2 }];

test('a flash that forgets a pass is found', async () => {
  let saves = 0;
  const run = await runAndAccount(scenarioOf(cuts), 1, {
    sabotage: {
      store: (inner) => ({
        ...inner,
        save: (gate, save) => inner.save(gate, saves++ % 3 === 0 ? { ...save, toOutbox: [] } : save),
      }),
    },
  });
  expect(run.missing.length).toBeGreaterThan(0);
});

test('a flash that forgets how far the count had come is found', async () => {
  const run = await runAndAccount(scenarioOf(cuts), 1, {
    sabotage: {
      store: (inner) => ({
        ...inner,
        save: (gate, save) =>
          inner.save(gate, { ...save, memory: { ...save.memory, lastSeq: Math.max(0, save.memory.lastSeq - 1) } }),
      }),
    },
  });
  expect(run.conflicting.length + run.altered.length).toBeGreaterThan(0);
});
