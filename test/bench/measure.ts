import { connectionOfGate, connectionOfPost } from '../../device-sim/enrolled.ts';
import { yuhangGates } from '../../device-sim/places.ts';
import type { RunningStack } from '../helpers/stack.ts';
import { type AlertLatency, measureAlerts } from './alert-latency.ts';
import { prepareBareLoop } from './bare-loop.ts';
import { type EndToEnd, runEndToEnd } from './end-to-end.ts';
import { readStored } from './ledger.ts';
import { type BenchPlan, benchLimits, pacedPassesPerMessage, passesPerMessage } from './plan.ts';
import { countStored } from './stored-counter.ts';

/** Everything that was measured, one value a round. */
export interface Measurements {
  bare: { itemsPerRequest: number; inFlight: number; itemsPerS: number[] }[];
  endToEnd: { passesPerMessage: number; runs: EndToEnd[] }[];
  paced: { passesPerMessage: number; askedPerS: number; run: EndToEnd }[];
  alerts: AlertLatency;
  /** Items per pass in the table when all was over. */
  stored: ReadonlyMap<string, number>;
}

/** @param say gets a line as each part begins. */
export async function measure(
  stack: RunningStack,
  plan: BenchPlan,
  say: (line: string) => void,
): Promise<Measurements> {
  const { deployment } = stack;
  const stored = countStored(stack, benchLimits.lookMs);
  say(`enrolling ${plan.gates} gates`);
  const gates = await Promise.all(
    yuhangGates(plan.gates).map(async (place) => ({ place, broker: await connectionOfGate(deployment, place) })),
  );

  say('warming up');
  for (const size of passesPerMessage) {
    await runEndToEnd({ gates, passesPerMessage: size, ms: plan.warmUpMs }, stored);
  }
  const { bare, endToEnd } = await interleave(stack, plan, gates, stored, say);

  const paced: Measurements['paced'] = [];
  for (const size of pacedPassesPerMessage) {
    const { ratePerS, ms } = plan.paced;
    say(`${ratePerS} passes/s with ${size} a message`);
    const run = await runEndToEnd({ gates, passesPerMessage: size, ms, ratePerS }, stored);
    paced.push({ passesPerMessage: size, askedPerS: ratePerS, run });
  }

  say(`alerts at ${plan.alerts.ratePerS} fevers/s`);
  const [first] = gates;
  const { district = '', community = '' } = first?.place ?? {};
  const device = { deviceId: `guard-${community}`, district, community };
  const post = { ...device, broker: await connectionOfPost(deployment, device) };
  const neighbours = gates.filter(({ place }) => place.community === community);
  const alerts = await measureAlerts(plan.alerts, neighbours, post, stored);

  stored.stop();
  say('counting what is in the table');
  return { bare, endToEnd, paced, alerts, stored: await readStored(deployment) };
}

/** Both sides of each comparison in every round. */
async function interleave(
  { deployment }: RunningStack,
  plan: BenchPlan,
  gates: Parameters<typeof runEndToEnd>[0]['gates'],
  stored: ReturnType<typeof countStored>,
  say: (line: string) => void,
): Promise<Pick<Measurements, 'bare' | 'endToEnd'>> {
  const loop = await prepareBareLoop(deployment);
  const bare = passesPerMessage.flatMap((itemsPerRequest) =>
    [1, 16].map((inFlight) => ({ itemsPerRequest, inFlight, itemsPerS: [] as number[] })),
  );
  const endToEnd = passesPerMessage.map((size) => ({ passesPerMessage: size, runs: [] as EndToEnd[] }));
  for (let round = 1; round <= plan.rounds; round++) {
    say(`round ${round} of ${plan.rounds}`);
    for (const { passesPerMessage: size, runs } of endToEnd) {
      for (const { itemsPerRequest, inFlight, itemsPerS } of bare) {
        if (itemsPerRequest !== size) continue;
        itemsPerS.push(await loop.run({ itemsPerRequest, inFlight, ms: plan.bareLoopMs }));
      }
      runs.push(await runEndToEnd({ gates, passesPerMessage: size, ms: plan.endToEndMs }, stored));
    }
  }
  return { bare, endToEnd };
}
