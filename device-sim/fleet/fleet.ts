import type { CodeSigner } from '../../domain/codes/platform.ts';
import type { Pass } from '../../domain/messages/pass.ts';
import { createCodePlatform } from '../../platform/codes.ts';
import { type Environment, systemEnvironment } from '../environment.ts';
import type { Certificates } from '../faults/certificates.ts';
import type { Fault } from '../faults/fault.ts';
import { createFleetFaults, type FaultEvent, type FaultOutcome } from '../faults/fleet-faults.ts';
import type { Connect } from '../gate/connection.ts';
import { createGate, type Gate, type GateEvent, type GatePlace } from '../gate/gate.ts';
import type { Reading } from '../gate/screen.ts';
import type { Flash, GateSetup } from '../gate/state.ts';
import type { FlashStore } from '../gate/store.ts';
import { simLimits } from '../limits.ts';
import { letPeopleCome } from '../world/arrivals.ts';
import type { Person } from '../world/people.ts';
import type { WorldProfile } from '../world/profile.ts';
import { createWorldProvider } from '../world/provider.ts';
import { createTally, type FleetReport, type TallyProgress } from './fleet-report.ts';
import { createPeopleAtGates } from './people-at-gates.ts';

export interface FleetOptions {
  places: readonly GatePlace[];
  /** Where a gate connects and with which certificate: enrols it, or finds it enrolled. May fail for one gate. */
  connectionOf(place: GatePlace): Promise<Connect>;
  /** The flash of all gates; the fleet closes it when it ends. */
  store: FlashStore;
  /** `platform`: unless it says otherwise, real signatures are verified. */
  setup: Pick<GateSetup, 'timeZone' | 'sending'> & Partial<Pick<GateSetup, 'platform'>>;
  seed: number;
  /** People a second at all gates together; 0: nobody comes unless `screen` is called. */
  ratePerS: number;
  /** Seconds in which they come; without it `ratePerS` is the mean of a day. */
  durationS?: number;
  /** What people, weather and sensors are like. */
  world: WorldProfile;
  /** Signs the passes that people show; without it they show providers' codes instead. */
  signer?: CodeSigner | undefined;
  /** Gates begin a new epoch, with no baseline. */
  reset?: boolean;
  /** What goes wrong, until the fleet stops: then everything heals before the outboxes are emptied. */
  faults?: readonly Fault[];
  /** For faults of certificates; without it these never fire. */
  certificates?: Certificates;
  environment?: Environment;
  /** Of one gate and the people before it; unless it says otherwise, that of the fleet. */
  environmentOf?(place: GatePlace): Environment;
  onEvent?(event: FleetEvent): void;
}

export type FleetEvent = { gate: string } & (
  | GateEvent
  | FaultEvent
  /** `person` is the whole truth about somebody whom the world has sent. `stoodAtMs` is by the fleet's clock. */
  | { kind: 'passed'; pass: Pass; feverish: boolean; person?: Person; stoodAtMs: number }
  /** The fleet has ended: this is on the gate's flash. */
  | { kind: 'switched-off'; flash: Flash }
);

interface FleetProgress extends TallyProgress {
  outstanding: number;
}

export interface Fleet {
  /** Starts gate after gate; each takes people as soon as it runs. Resolves when every gate runs or has failed, or the fleet stops. */
  start(): Promise<void>;
  /** Puts somebody in front of a running gate, where no guard measures them again. @returns undefined when the gate does not run or is full. */
  screen(gate: string, reading: Reading, feverish: boolean): Promise<Pass | undefined>;
  /** Sends somebody to a running gate: with their code, and a guard there. Resolves when they stand before the gate. */
  visit(gate: string, person: Person): Promise<void>;
  progress(): FleetProgress;
  /** What has gone wrong, by order. */
  faults(): FaultOutcome;
  /** Lets nobody in any more, sends what is in the outboxes as far as the time allows, and ends. Once. */
  stop(options?: { drainMs?: number }): Promise<FleetReport>;
}

/**
 * A fleet of virtual gates in one process, each with its own connection and certificate. A gate that fails is a
 * line in the report and stops nobody else.
 */
export function createFleet(options: FleetOptions): Fleet {
  const { places, store, environment = systemEnvironment } = options;
  const provider = createWorldProvider(options.world.shares, environment);
  const environmentOf = options.environmentOf ?? (() => environment);
  const parts = { store, setup: { platform: createCodePlatform(), ...options.setup } };
  const tally = createTally();
  const gates = new Map<string, Gate>();
  const stopArrivals = new Set<() => void>();
  const startedAtMs = environment.uptimeMs();
  const stopping = Promise.withResolvers<void>();
  let stopped: Promise<FleetReport> | undefined;

  const tell = (event: FleetEvent) => options.onEvent?.(event);
  const hear = (gate: string, event: GateEvent) => {
    tally.countEvent(gate, event);
    tell({ ...event, gate });
  };
  const fail = (gate: string, error: unknown) =>
    hear(gate, { kind: 'stopped', why: error instanceof Error ? error.message : String(error) });
  const faults = createFleetFaults({ faults: [], ...options, environmentOf, onEvent: tell, onFailure: fail });
  const people = createPeopleAtGates({ gates, signer: options.signer, environment, tally, tell });

  const startGate = async (place: GatePlace) => {
    if (stopped) return;
    try {
      const connect = await options.connectionOf(place);
      if (stopped) return;
      // Until it is connected or has met its first trouble: a broker that has to greet all gates at once greets none.
      const { promise: settled, resolve: settle } = Promise.withResolvers<void>();
      const gate = faults.openGate(place, {
        parts: { ...parts, connect, environment: environmentOf(place) },
        build: (built, isFirst) => createGate({ ...built, place, provider, reset: isFirst && options.reset === true }),
        onEvent: (event) => {
          hear(place.gate, event);
          settle();
        },
      });
      gates.set(place.gate, gate);
      tally.countLeftOver(gate.outstanding());
      gate.start();
      if (options.ratePerS > 0) {
        const come = (person: Person) => people.visit(place.gate, person);
        stopArrivals.add(letPeopleCome(place, { ...options, startedAtMs }, environmentOf(place), come));
      }
      await Promise.race([settled, stopping.promise]);
    } catch (error) {
      fail(place.gate, error);
    }
  };

  const outstanding = () => [...gates.values()].reduce((sum, gate) => sum + gate.outstanding(), 0);

  const end = async (drainMs: number) => {
    for (const stopOne of stopArrivals) stopOne();
    await people.disperse();
    await faults.heal();
    await drain([...gates.values()], drainMs, environment);
    const seconds = (environment.uptimeMs() - startedAtMs) / 1000;
    await Promise.all([...gates.values()].map((gate) => gate.stop()));
    for (const gate of gates.keys()) tellFlash(gate, store, tell);
    store.close();
    return tally.report({ planned: places.length, seconds, outstanding: outstanding() });
  };

  return {
    start: async () => {
      await Promise.all([inTurn(places, simLimits.startingAtOnceMax, startGate), faults.start()]);
    },
    screen: people.screen,
    visit: people.visit,
    progress: () => ({ ...tally.progress(), outstanding: outstanding() }),
    faults: faults.outcome,
    stop: ({ drainMs = options.faults ? simLimits.healMs : simLimits.drainMs } = {}) => {
      stopped ??= end(drainMs);
      stopping.resolve();
      return stopped;
    },
  };
}

function tellFlash(gate: string, store: FlashStore, tell: (event: FleetEvent) => void): void {
  const flash = store.load(gate);
  if (flash) tell({ gate, kind: 'switched-off', flash });
}

async function drain(gates: readonly Gate[], drainMs: number, environment: Environment): Promise<void> {
  for (const gate of gates) gate.drain();
  const untilMs = environment.uptimeMs() + drainMs;
  while (gates.some((gate) => gate.outstanding() > 0 && !gate.hasStopped()) && environment.uptimeMs() < untilMs) {
    await new Promise<void>((resolve) => environment.after(simLimits.drainLookMs, resolve));
  }
}

/** Runs `work` for every item, so many at a time, in order. */
async function inTurn<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
