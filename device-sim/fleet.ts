import type { CodeSigner } from '../domain/codes/platform.ts';
import type { Pass } from '../domain/messages/pass.ts';
import { createCodePlatform } from '../platform/codes.ts';
import { type Environment, systemEnvironment } from './environment.ts';
import { createTally, type FleetReport, type TallyProgress } from './fleet-report.ts';
import type { Connect } from './gate/connection.ts';
import { createGate, type Gate, type GateEvent, type GatePlace } from './gate/gate.ts';
import type { Reading } from './gate/screen.ts';
import type { Flash, GateSetup } from './gate/state.ts';
import { type FlashStore, openFlashStore } from './gate/store.ts';
import { simLimits } from './limits.ts';
import { letPeopleCome } from './world/arrivals.ts';
import type { Person } from './world/people.ts';
import type { WorldProfile } from './world/profile.ts';
import { createWorldProvider } from './world/provider.ts';
import { createVisits } from './world/visits.ts';

export interface FleetOptions {
  places: readonly GatePlace[];
  /** Where a gate connects and with which certificate: enrols it, or finds it enrolled. May fail for one gate. */
  connectionOf(place: GatePlace): Promise<Connect>;
  /** The flash of all gates. */
  flashFile: string;
  setup: Pick<GateSetup, 'timeZone' | 'sending'>;
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
  environment?: Environment;
  onEvent?(event: FleetEvent): void;
}

export type FleetEvent = { gate: string } & (
  | GateEvent
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
  /** Lets nobody in any more, sends what is in the outboxes as far as the time allows, and ends. Once. */
  stop(options?: { drainMs?: number }): Promise<FleetReport>;
}

/**
 * A fleet of virtual gates in one process, each with its own connection and certificate. A gate that fails is a
 * line in the report and stops nobody else.
 * @throws UsageError when the flash file cannot be opened.
 */
export function createFleet(options: FleetOptions): Fleet {
  const environment = options.environment ?? systemEnvironment;
  const setup = { ...options.setup, platform: createCodePlatform() };
  const provider = createWorldProvider(options.world.shares, environment);
  const store = openFlashStore(options.flashFile);
  const tally = createTally();
  const gates = new Map<string, Gate>();
  const stopArrivals = new Set<() => void>();
  const startedAtMs = environment.uptimeMs();
  const stopping = Promise.withResolvers<void>();
  let stopped: Promise<FleetReport> | undefined;

  const tell = (event: FleetEvent) => {
    if (event.kind !== 'passed' && event.kind !== 'switched-off') tally.countEvent(event.gate, event);
    options.onEvent?.(event);
  };

  const startGate = async (place: GatePlace) => {
    if (stopped) return;
    try {
      const connect = await options.connectionOf(place);
      if (stopped) return;
      // Until it is connected or has met its first trouble: a broker that has to greet all gates at once greets none.
      const { promise: settled, resolve: settle } = Promise.withResolvers<void>();
      const onEvent = (event: GateEvent) => {
        tell({ ...event, gate: place.gate });
        settle();
      };
      const gate = createGate({ ...options, setup, place, connect, store, provider, environment, onEvent });
      gates.set(place.gate, gate);
      tally.countLeftOver(gate.outstanding());
      gate.start();
      if (options.ratePerS > 0) {
        const come = (person: Person) => visits.begin(place.gate, person);
        stopArrivals.add(letPeopleCome(place, { ...options, startedAtMs }, environment, come));
      }
      await Promise.race([settled, stopping.promise]);
    } catch (error) {
      tell({ gate: place.gate, kind: 'stopped', why: error instanceof Error ? error.message : String(error) });
    }
  };

  const take = async (gateId: string, reading: Reading, feverish: boolean, person?: Person) => {
    const gate = gates.get(gateId);
    if (!gate) return undefined;
    const stoodAtMs = environment.now();
    const pass = await gate.screen(reading);
    tally.countPerson({ feverish, shows: person?.shows }, pass);
    if (pass) tell({ gate: gateId, kind: 'passed', pass, feverish, stoodAtMs, ...(person && { person }) });
    return pass;
  };
  /** Whoever stands before a gate, until it has taken them on. */
  const standing = new Set<Promise<unknown>>();
  const screen: typeof take = (...somebody) => {
    const taken = take(...somebody).finally(() => standing.delete(taken));
    standing.add(taken);
    return taken;
  };
  const visits = createVisits({
    signer: options.signer,
    environment,
    screen: (gate, reading, person) => screen(gate, reading, person.feverish, person),
    onTrouble: (gate, what) => tell({ gate, kind: 'trouble', what }),
  });

  const outstanding = () => [...gates.values()].reduce((sum, gate) => sum + gate.outstanding(), 0);

  const end = async (drainMs: number) => {
    for (const stopOne of stopArrivals) stopOne();
    visits.end();
    await Promise.allSettled(standing);
    await drain([...gates.values()], drainMs, environment);
    const seconds = (environment.uptimeMs() - startedAtMs) / 1000;
    await Promise.all([...gates.values()].map((gate) => gate.stop()));
    for (const gate of gates.keys()) tellFlash(gate, store, tell);
    store.close();
    return tally.report({ planned: options.places.length, seconds, outstanding: outstanding() });
  };

  return {
    start: () => inTurn(options.places, simLimits.startingAtOnceMax, startGate),
    screen: (gate, reading, feverish) => screen(gate, reading, feverish),
    visit: visits.begin,
    progress: () => ({ ...tally.progress(), outstanding: outstanding() }),
    stop: ({ drainMs = simLimits.drainMs } = {}) => {
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
