import type { Environment } from '../environment.ts';
import type { FaultOutcome } from '../faults/fleet-faults.ts';
import type { GateFault } from '../faults/gate-fault.ts';
import { createFleet, type FleetEvent } from '../fleet/fleet.ts';
import type { FleetReport } from '../fleet/fleet-report.ts';
import type { GatePlace } from '../gate/gate.ts';
import { yuhang } from '../places.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { createVirtualBroker, type VirtualBroker } from './broker.ts';
import { createVirtualCloud, type TakenMessage } from './cloud.ts';
import { createMemoryFlash } from './flash.ts';
import { standInPlatform, standInSigner } from './signing.ts';
import { createVirtualTime } from './time.ts';

export interface VirtualRunOptions {
  scenario: Scenario;
  places: readonly GatePlace[];
  seed: number;
  /** Hears everything that happens; `atMs` is by the run's clock. */
  onEvent?(event: FleetEvent, atMs: number): void;
  /** The same as lines, and what the broker takes; byte for byte the same for the same seed. */
  log?(line: string): void;
  /** Put in front of every gate's connection and flash: whoever checks runs breaks them on purpose. */
  sabotage?: Pick<GateFault, 'connect' | 'store'>;
}

export interface VirtualRun {
  report: FleetReport;
  faults: FaultOutcome;
  /** What the broker took of each gate, in order. */
  messages: ReadonlyMap<string, readonly TakenMessage[]>;
}

/** Every run begins at the same moment: midnight in Yuhang. */
export const virtualStartMs = Date.parse('2026-11-23T16:00:00.000Z');

/**
 * A scenario in virtual time: the same gates, world and faults as in a real run, with a clock, dice, flash, network and
 * broker in memory. Everything follows from the seed.
 */
export async function runVirtual(options: VirtualRunOptions): Promise<VirtualRun> {
  const { scenario, places, seed, onEvent, log, sabotage = {} } = options;
  const time = createVirtualTime({ startMs: virtualStartMs, seed: String(seed) });
  const environment = time.environment('fleet');
  const cloud = createVirtualCloud(environment, (...message) => broker.publish(...message));
  const broker = createVirtualBroker({
    environmentOf: perPlace(({ gate, community }) => time.environment(`network/${gate}`, community)),
    onTaken: (place, topic, payload) => {
      log?.(JSON.stringify({ atMs: environment.now(), gate: place.gate, kind: 'taken', topic, payload }));
      cloud.take(place, topic, payload);
    },
  });
  cloud.tellLists();
  const flash = createMemoryFlash(environment);

  const { ratePerS, durationS, sending, world, faults } = scenario;
  const fleet = createFleet({
    places,
    connectionOf: async (place) => sabotage.connect?.(broker.connectAs(place)) ?? broker.connectAs(place),
    certificates: certificatesBy(broker),
    store: sabotage.store?.(flash) ?? flash,
    setup: { timeZone: yuhang.timeZone, platform: standInPlatform, ...(sending && { sending }) },
    signer: standInSigner,
    seed,
    ratePerS,
    durationS,
    world,
    faults,
    environment,
    environmentOf: perPlace(({ gate, community }) => time.environment(`gate/${gate}`, community)),
    onEvent: (event) => {
      const atMs = environment.now();
      log?.(JSON.stringify({ atMs, ...event }));
      onEvent?.(event, atMs);
    },
  });

  let report: FleetReport | undefined;
  const play = async () => {
    const started = fleet.start();
    await new Promise<void>((resolve) => environment.after(1_000 * durationS, resolve));
    time.goInStep();
    report = await fleet.stop();
    await started;
  };
  const played = play();
  await Promise.race([played, time.run(() => report !== undefined)]);
  await played;
  if (!report) throw new Error('The run ended without a report.');
  return { report, faults: fleet.faults(), messages: cloud.messages() };
}

/** One for each gate, whoever asks. */
function perPlace(make: (place: GatePlace) => Environment): (place: GatePlace) => Environment {
  const made = new Map<string, Environment>();
  return (place) => {
    const environment = made.get(place.gate) ?? make(place);
    made.set(place.gate, environment);
    return environment;
  };
}

function certificatesBy({ setCertificate }: VirtualBroker) {
  return {
    revoke: async ({ gate }: GatePlace) => setCertificate(gate, 'revoked'),
    expire: async ({ gate }: GatePlace) => setCertificate(gate, 'expired'),
    renew: async ({ gate }: GatePlace) => setCertificate(gate, 'good'),
  };
}
