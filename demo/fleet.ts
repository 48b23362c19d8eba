import { join } from 'node:path';
import { connectionOfGate } from '../device-sim/deployed/enrolled.ts';
import { createFleet, type Fleet, type FleetEvent } from '../device-sim/fleet/fleet.ts';
import type { GatePlace } from '../device-sim/gate/gate.ts';
import { connectByMqtt } from '../device-sim/gate/mqtt-connection.ts';
import { openFlashStore } from '../device-sim/gate/store.ts';
import { yuhang } from '../device-sim/places.ts';
import { calmWorld, withFevers } from '../device-sim/world/profile.ts';
import type { CodeSigner } from '../domain/codes/platform.ts';
import type { Pass } from '../domain/messages/pass.ts';
import { configureGate } from '../operator/configuration.ts';
import { type Deployment, homeFolder } from '../operator/deployment.ts';
import { latestConfig, stateOf } from '../operator/gate-records.ts';

/** 3 communities with 2 gates each. */
export const demoGates: readonly GatePlace[] = ['xixi', 'wuchang', 'liangzhu'].flatMap((community) =>
  [1, 2].map((number) => ({ gate: `${community}-gate-${number}`, district: yuhang.district, community })),
);

/** So that one sees something: routine passes wait two seconds for company, not two minutes. */
const lingerS = 2;
const secondsBetweenPasses = 1.5;
/** A fever now and then: one person in forty, about once a minute. */
const feverShare = 1 / 40;
/**
 * Nobody should have to wait for chance: at the first gate that has people to compare with, the next one is so much
 * warmer than they are.
 */
const firstFeverC = 1.6;
/** What the guard's thermometer shows then. */
const firstFeverContactC = 38.6;

/**
 * The demo's gates, enrolled and configured by the operator's own code, with people passing.
 * @param signer of the passes that they show.
 */
export function createDemoFleet(
  deployment: Deployment,
  signer: CodeSigner | undefined,
  onEvent: (event: FleetEvent) => void,
): Fleet {
  const meetFever = once((gate: string, { baselineC, ambientC }: Pass) => {
    const sensed = { skinC: (baselineC ?? 0) + firstFeverC, ambientC };
    const body = { feverish: true, coreC: firstFeverContactC, contactC: firstFeverContactC, sensed };
    void fleet.visit(gate, { who: 'the first with a fever', direction: 'in', shows: null, due: 'looked-at', ...body });
  });
  const fleet = createFleet({
    places: demoGates,
    connectionOf: async (place) => {
      const address = await connectionOfGate(deployment, place);
      await letLinger(deployment, place);
      return connectByMqtt(address);
    },
    store: openFlashStore(join(homeFolder(), 'demo', 'flash.sqlite')),
    setup: { timeZone: yuhang.timeZone },
    seed: Date.now() % 2 ** 31,
    ratePerS: 1 / secondsBetweenPasses,
    world: withFevers(calmWorld, feverShare),
    signer,
    onEvent: (event) => {
      onEvent(event);
      if (event.kind === 'passed' && event.pass.baselineC !== null) meetFever(event.gate, event.pass);
    },
  });
  return fleet;
}

function once<Arguments extends unknown[]>(run: (...given: Arguments) => void): typeof run {
  let hasRun = false;
  return (...given) => {
    if (hasRun) return;
    hasRun = true;
    run(...given);
  };
}

async function letLinger(deployment: Deployment, { gate, district, community }: GatePlace): Promise<void> {
  const state = stateOf(deployment);
  if ((await latestConfig(state, gate)).lingerS === lingerS) return;
  const device = { deviceId: gate, district, community };
  await configureGate({ state, iotData: deployment.clients.iotData }, device, { lingerS }, Date.now());
}
