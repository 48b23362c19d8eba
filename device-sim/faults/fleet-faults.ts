import { seededRandom } from '../../domain/seeded-random.ts';
import type { Environment } from '../environment.ts';
import type { Connect } from '../gate/connection.ts';
import type { Gate, GatePlace } from '../gate/gate.ts';
import type { Attack } from './attacks.ts';
import { type Certificates, certificateExpired, certificateRevoked } from './certificates.ts';
import { clockDrift, clockJump } from './clocks.ts';
import { delayed, doubled, reordered } from './delivery.ts';
import { type Fault, type FaultCounts, type FaultKind, neverFired, noFaultsYet } from './fault.ts';
import { type FaultyGateOptions, openFaultyGate } from './faulty-gate.ts';
import { fullOutbox } from './full-outbox.ts';
import type { FaultContext, GateFault } from './gate-fault.ts';
import { halfOpen } from './half-open.ts';
import { letHostileTry } from './hostile.ts';
import { lost } from './lost.ts';
import { outage } from './outage.ts';
import { powerCut } from './power-cut.ts';
import { slowLink } from './slow-link.ts';
import { wrongConfig } from './wrong-config.ts';

export interface FleetFaultsOptions {
  faults: readonly Fault[];
  seed: number;
  places: readonly GatePlace[];
  /** Of a gate, with the run's clock, which is never wrong. */
  environmentOf(place: GatePlace): Environment;
  certificates?: Certificates;
  connectionOf(place: GatePlace): Promise<Connect>;
  onEvent(event: FaultEvent & { gate: string }): void;
  /** A hostile gate could not be had. */
  onFailure(gate: string, error: unknown): void;
}

export type FaultEvent =
  | { kind: 'fault'; fault: FaultKind }
  /** `gotIn`: what is forbidden went through. */
  | { kind: 'attack'; attack: Attack['name']; gotIn: boolean };

/** What has come of the faults. */
export interface FaultOutcome {
  counts: FaultCounts;
  /** Ordered, and never fired: the run has shown nothing of them. */
  neverFired: readonly FaultKind[];
  /** Attacks that went through. */
  gotIn: readonly { gate: string; attack: Attack['name'] }[];
  /** Gates that are kept out for good: what they hold stays on their flash. */
  keptOut: readonly string[];
}

/** What goes wrong in a fleet, by the order of a scenario and the dice of its seed. */
export interface FleetFaults {
  outcome(): FaultOutcome;
  openGate(place: GatePlace, options: Omit<FaultyGateOptions, 'gate' | 'faults'>): Gate;
  /** Starts what is beside the gates. */
  start(): Promise<void>;
  /** Nothing goes wrong any more. Resolves when all is right again that can be made right. */
  heal(): Promise<void>;
}

export function createFleetFaults(options: FleetFaultsOptions): FleetFaults {
  const { faults, seed, places, environmentOf, certificates, onEvent } = options;
  const counts = noFaultsYet();
  const gotIn: { gate: string; attack: Attack['name'] }[] = [];
  const keptOut = new Set<string>();
  const heals: (() => void | Promise<void>)[] = [];
  const fire = (gate: string, fault: FaultKind) => {
    counts[fault]++;
    if (fault === 'certificate-revoked') keptOut.add(gate);
    onEvent({ gate, kind: 'fault', fault });
  };
  // Each fault has dice of its own at each gate, so that none shifts what another draws.
  const diceOf = (fault: Fault, gate: string) => seededRandom(`${seed}/${faults.indexOf(fault)}-${fault.kind}/${gate}`);

  const faultAt = (place: GatePlace, fault: Fault): GateFault => {
    const made = makeFault(fault, {
      place,
      environment: environmentOf(place),
      certificates,
      random: diceOf(fault, place.gate),
      fired: () => fire(place.gate, fault.kind),
      isChosen: (count) => isAmongFirst(place, places, count, (gate) => diceOf(fault, gate)()),
    });
    heals.push(made.heal);
    return made;
  };

  const startHostile = async (fault: Fault & { kind: 'hostile' }, number: number) => {
    const { district, community } = places[number % places.length] ?? { district: 'none', community: 'none' };
    const place = { gate: hostileName(number), district, community };
    const connect = await options.connectionOf(place);
    const onAttack = (attack: Attack['name'], isIn: boolean) => {
      fire(place.gate, 'hostile');
      if (isIn) gotIn.push({ gate: place.gate, attack });
      onEvent({ gate: place.gate, kind: 'attack', attack, gotIn: isIn });
    };
    const environment = environmentOf(place);
    const random = diceOf(fault, place.gate);
    heals.push(letHostileTry(fault, { place, connect, victims: places, environment, random, onAttack }));
  };

  return {
    outcome: () => ({ counts, neverFired: neverFired(faults, counts), gotIn, keptOut: [...keptOut] }),
    openGate: (place, gate) =>
      openFaultyGate({ ...gate, gate: place.gate, faults: faults.map((fault) => faultAt(place, fault)) }),
    start: async () => {
      for (const fault of faults) {
        if (fault.kind !== 'hostile') continue;
        for (let number = 1; number <= fault.gates; number++) {
          await startHostile(fault, number).catch((error) => options.onFailure(hostileName(number), error));
        }
      }
    },
    heal: async () => {
      await Promise.all(heals.splice(0).map((heal) => heal()));
    },
  };
}

function hostileName(number: number): string {
  return `hostile-${number}`;
}

function isAmongFirst(place: GatePlace, places: readonly GatePlace[], count: number, drawOf: (gate: string) => number) {
  const own = drawOf(place.gate);
  return places.filter(({ gate }) => drawOf(gate) < own).length < count;
}

function makeFault(fault: Fault, context: FaultContext): GateFault {
  switch (fault.kind) {
    case 'outage':
      return outage(fault, context);
    case 'lost-message':
    case 'lost-acknowledgement':
      return lost(fault, context);
    case 'delayed-delivery':
      return delayed(fault, context);
    case 'doubled-delivery':
      return doubled(fault, context);
    case 'reordered-delivery':
      return reordered(fault, context);
    case 'half-open':
      return halfOpen(fault, context);
    case 'slow-link':
      return slowLink(fault, context);
    case 'clock-drift':
      return clockDrift(fault, context);
    case 'clock-jump':
      return clockJump(fault, context);
    case 'power-cut':
      return powerCut(fault, context);
    case 'full-outbox':
      return fullOutbox(fault, context);
    case 'wrong-config':
      return wrongConfig(fault, context);
    case 'certificate-revoked':
      return certificateRevoked(fault, context);
    case 'certificate-expired':
      return certificateExpired(fault, context);
    case 'hostile':
      // Not at a gate of the fleet: beside it.
      return { heal: () => {} };
  }
}
