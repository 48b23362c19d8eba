import { connectionOfGate, connectionOfPost } from '../../device-sim/deployed/enrolled.ts';
import { createLoad, type Load } from '../../device-sim/load/load.ts';
import { yuhangGates } from '../../device-sim/places.ts';
import type { Deployment } from '../../operator/deployment.ts';
import type { RunningStack } from '../helpers/stack.ts';
import { type AlertLatency, measureAlerts } from './alert-latency.ts';
import { prepareBareLoop } from './bare-loop.ts';
import { type EndToEnd, runEndToEnd } from './end-to-end.ts';
import { readStored } from './ledger.ts';
import { type BenchPlan, benchLimits, pacedPassesPerMessage, passesPerMessage, requestsInFlight } from './plan.ts';
import { countStored, type StoredCounter } from './stored-counter.ts';

/** Everything that was measured, one value a round. */
export interface Measurements {
  bare: { itemsPerRequest: number; inFlight: number; itemsPerS: number[] }[];
  endToEnd: { passesPerMessage: number; runs: EndToEnd[] }[];
  paced: { passesPerMessage: number; askedPerS: number; run: EndToEnd }[];
  alerts: AlertLatency;
  /** Items per pass in the table when all was over. */
  stored: ReadonlyMap<string, number>;
}

/** @param say gets a line as each part begins, and what gates complain about. */
export async function measure(
  stack: RunningStack,
  plan: BenchPlan,
  say: (line: string) => void,
): Promise<Measurements> {
  const { deployment } = stack;
  const stored = countStored(stack, benchLimits.lookMs);
  say(`enrolling ${plan.gates} gates`);
  const { load, feverish, post } = await connectGates(deployment, plan.gates, say);

  say('warming up');
  for (const size of passesPerMessage) {
    await runEndToEnd(load, { passesPerMessage: size, ms: plan.warmUpMs }, stored);
  }
  const compared = await compare({ deployment, plan, load, stored, say });

  const paced: Measurements['paced'] = [];
  for (const size of pacedPassesPerMessage) {
    const { ratePerS, ms } = plan.paced;
    say(`${ratePerS} passes/s with ${size} a message`);
    paced.push({
      passesPerMessage: size,
      askedPerS: ratePerS,
      run: await runEndToEnd(load, { passesPerMessage: size, ms, ratePerS }, stored),
    });
  }
  say(`${plan.alerts.ratePerS} fevers/s`);
  const alerts = await measureAlerts(plan.alerts, feverish, post, stored);

  stored.stop();
  await Promise.all([load.close(), feverish.close()]);
  say('counting what is in the table');
  return { ...compared, paced, alerts, stored: await readStored(deployment) };
}

/** Gates stay connected from beginning to end: to come and go gives other functions something to do. */
async function connectGates(deployment: Deployment, count: number, say: (line: string) => void) {
  const onTrouble = (gate: string, what: string) => say(`${gate}: ${what}`);
  const gates = await Promise.all(
    yuhangGates(count).map(async (place) => ({ place, broker: await connectionOfGate(deployment, place) })),
  );
  const place = gates[0]?.place;
  if (place === undefined) throw new RangeError('a benchmark takes one gate at least');
  const device = { deviceId: `guard-${place.community}`, district: place.district, community: place.community };
  const isInSight = (gate: (typeof gates)[number]) => gate.place.community === device.community;
  const load = createLoad({ gates: gates.filter((gate) => !isInSight(gate)), onTrouble });
  // The fevers come from the gates of one community: a guard's post hears its own only.
  const feverish = createLoad({ gates: gates.filter(isInSight), onTrouble });
  await Promise.all([load.connect(), feverish.connect()]);
  return { load, feverish, post: { ...device, broker: await connectionOfPost(deployment, device) } };
}

/** Both sides of each comparison in every round. */
async function compare(parts: {
  deployment: Deployment;
  plan: BenchPlan;
  load: Load;
  stored: StoredCounter;
  say: (line: string) => void;
}): Promise<Pick<Measurements, 'bare' | 'endToEnd'>> {
  const { plan, load, stored } = parts;
  const loop = await prepareBareLoop(parts.deployment);
  const bare = passesPerMessage.flatMap((itemsPerRequest) =>
    requestsInFlight.map((inFlight) => ({ itemsPerRequest, inFlight, itemsPerS: [] as number[] })),
  );
  const endToEnd = passesPerMessage.map((size) => ({ passesPerMessage: size, runs: [] as EndToEnd[] }));
  for (let round = 1; round <= plan.rounds; round++) {
    parts.say(`round ${round} of ${plan.rounds}`);
    for (const { passesPerMessage: size, runs } of endToEnd) {
      for (const { itemsPerRequest, inFlight, itemsPerS } of bare) {
        if (itemsPerRequest !== size) continue;
        itemsPerS.push(await loop.run({ itemsPerRequest, inFlight, ms: plan.bareLoopMs }));
      }
      runs.push(await runEndToEnd(load, { passesPerMessage: size, ms: plan.endToEndMs }, stored));
    }
  }
  return { bare, endToEnd };
}
