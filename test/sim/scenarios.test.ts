/**
 * Every scenario of the catalogue keeps the laws: nothing lost, nothing doubled, nothing altered, nobody let in who must
 * not be, and whatever it orders to go wrong does go wrong.
 * Method: virtual time, with fewer gates and for a shorter time than the scenario says; the oracle's word. Against a real
 * stack, and whole: npm run test:scenarios.
 */
import { describe, expect, it } from 'vitest';
import { isAllWell } from '../../device-sim/command/run-report.ts';
import { runVirtually } from '../../device-sim/command/run-virtually.ts';
import { account } from '../../device-sim/oracle/account.ts';
import { createTruth } from '../../device-sim/oracle/truth.ts';
import { virtualEvidenceOf } from '../../device-sim/oracle/virtual-evidence.ts';
import { yuhangGates } from '../../device-sim/places.ts';
import { catalogue } from '../../device-sim/scenarios/catalogue.ts';
import type { Scenario } from '../../device-sim/scenarios/scenario.ts';
import { runVirtual, virtualStartMs } from '../../device-sim/virtual/run.ts';

/** Enough for every fault to fire with this seed; other gates and times are the scenario's. */
const shorter: Record<string, { gates?: number; durationS?: number }> = {
  'bad-network': { gates: 20, durationS: 40 },
  'power-cuts': { gates: 30, durationS: 30 },
  'yuhang-pilot': { gates: 8 },
  'city-burst': { gates: 12, durationS: 10 },
};
const seed = 1;

function shortened(name: string, scenario: Scenario): Scenario {
  const { gates = scenario.gates, durationS = scenario.durationS } = shorter[name] ?? {};
  return { ...scenario, gates, durationS, ratePerS: (scenario.ratePerS * gates) / scenario.gates };
}

describe('in virtual time, shortened', () => {
  it.each([...catalogue])('%s', { timeout: 60_000 }, async (name, scenario) => {
    const plan = shortened(name, scenario);
    const report = await runVirtually({ plan, name, places: yuhangGates(plan.gates), seed });
    expect(report.oracle.offences).toEqual([]);
    expect(report.faults.neverFired).toEqual([]);
    expect(report.oracle.passes.made).toBeGreaterThan(0.7 * plan.ratePerS * plan.durationS);
    expect(isAllWell(report)).toBe(true);
  });
});

it('a scenario whose messages are lost behind the broker fails: the oracle names each pass', async () => {
  const plan = shortened('calm', catalogue.get('calm') ?? expect.fail('there is no calm'));
  const places = yuhangGates(plan.gates);
  const keeper = createTruth(places, virtualStartMs);
  const run = await runVirtual({ scenario: plan, places, seed, onEvent: keeper.witness });
  const kept = new Map([...run.messages].map(([gate, messages]) => [gate, messages.slice(1)]));
  const found = await virtualEvidenceOf(kept, places).gather(keeper.truth, { elsewhere: false });
  const { offences, passes } = account(keeper.truth, found, { mayBeLate: false, gotIn: [] });
  expect(passes.missing).toBeGreaterThanOrEqual(places.length);
  expect(offences.map(({ law }) => law)).toEqual(Array(passes.missing).fill(1));
  expect(new Set(offences.map(({ gate }) => gate))).toEqual(new Set(places.map(({ gate }) => gate)));
});
