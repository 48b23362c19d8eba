import { hash } from 'node:crypto';
import type { Fault } from '../../../../device-sim/faults/fault.ts';
import type { FleetEvent } from '../../../../device-sim/fleet/fleet.ts';
import { yuhangGates } from '../../../../device-sim/places.ts';
import type { Scenario } from '../../../../device-sim/scenarios/scenario.ts';
import { runVirtual, type VirtualRunOptions } from '../../../../device-sim/virtual/run.ts';
import { calmWorld } from '../../../../device-sim/world/profile.ts';
import { parseJson } from '../../../../domain/json.ts';
import { passesEnvelope, pass as passSchema } from '../../../../domain/messages/pass.ts';

const identified = passSchema.pick({ epoch: true, seq: true });

/** A run of some minutes at a few gates. */
export function scenarioOf(faults: readonly Fault[], change: Partial<Scenario> = {}): Scenario {
  const size = { gates: 4, ratePerS: 2, durationS: 300 };
  return { about: 'a test', ...size, sending: { lingerS: 5 }, world: calmWorld, faults, ...change };
}

/** Runs it, and holds what the broker got against what the gates said they had taken on. */
export async function runAndAccount(scenario: Scenario, seed: number, more: Partial<VirtualRunOptions> = {}) {
  const taken = new Map<string, string>();
  const lines = { count: 0, digest: '' };
  const events: FleetEvent[] = [];
  const run = await runVirtual({
    scenario,
    places: yuhangGates(scenario.gates),
    seed,
    onEvent: (event) => {
      events.push(event);
      if (event.kind === 'passed') taken.set(idOf(event.gate, event.pass), JSON.stringify(event.pass));
    },
    log: (line) => {
      lines.count++;
      lines.digest = hash('sha256', lines.digest + line);
    },
    ...more,
  });
  const atBroker = new Map<string, string>();
  const conflicting: string[] = [];
  let deliveries = 0;
  for (const [gate, messages] of run.messages) {
    if (gate.startsWith('hostile')) continue;
    for (const { payload } of messages) {
      // As they were sent: a schema would put their fields in another order.
      for (const pass of passesEnvelope.parse(parseJson(payload)).passes) {
        deliveries++;
        const id = idOf(gate, identified.parse(pass));
        const text = JSON.stringify(pass);
        if ((atBroker.get(id) ?? text) !== text) conflicting.push(id);
        atBroker.set(id, text);
      }
    }
  }
  const keptOut = new Set(run.faults.keptOut);
  const missing = [...taken.keys()].filter((id) => !atBroker.has(id) && !keptOut.has(id.split('#')[0] ?? ''));
  const altered = [...atBroker].filter(([id, text]) => taken.get(id) !== text).map(([id]) => id);
  return { ...run, events, lines, taken: taken.size, deliveries, missing, altered, conflicting };
}

function idOf(gate: string, { epoch, seq }: { epoch: string; seq: number }): string {
  return `${gate}#${epoch}#${seq}`;
}
