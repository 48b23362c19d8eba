import type { Pass } from '../../domain/messages/pass.ts';
import type { FleetEvent } from '../fleet/fleet.ts';
import type { GatePlace } from '../gate/gate.ts';
import type { Flash } from '../gate/state.ts';
import { type CodeTruth, codeTruth } from './code-truth.ts';
import { fingerprintOf } from './fingerprint.ts';

/** What happened, by the gates that took people on and by the world that sent them. Never by a rule of domain/. */
export interface Truth {
  gates: ReadonlyMap<string, GateTruth>;
  /** When the run began: what is older is an earlier run's. */
  startedAtMs: number;
}

interface GateTruth {
  district: string;
  community: string;
  epochs: ReadonlyMap<string, EpochTruth>;
  /** UTC dates, `YYYY-MM-DD`, that the gate's clock showed when it made passes. */
  dates: ReadonlySet<string>;
}

/** The passes of one count of a gate, from the first of this run on. Position in an array: seq − firstSeq. */
export interface EpochTruth {
  firstSeq: number;
  /** NaN: the power failed when the pass was on flash and nobody had been told of it yet. */
  fingerprints: readonly number[];
  /** When the person stood before the gate, by the run's clock; NaN as above. */
  stoodAtMs: readonly number[];
  /** By seq: all but people without a fever, with a right code or none, who were let in. */
  notable: ReadonlyMap<number, NotablePass>;
  /** Still in the outbox when the run ended. */
  outbox: ReadonlySet<number>;
}

export interface NotablePass extends Pick<Pass, 'verdict' | 'reason'> {
  /** By the gate's clock. */
  atMs: number;
  feverish: boolean;
  /** The pass whose person this one measures again. */
  recheckOf: number | undefined;
  code: CodeTruth | undefined;
}

export interface TruthKeeper {
  readonly truth: Truth;
  /** Of each gate in the order in which it happened. */
  witness(event: FleetEvent): void;
}

type Passed = Extract<FleetEvent, { kind: 'passed' }>;

interface OpenEpoch {
  firstSeq: number;
  fingerprints: number[];
  stoodAtMs: number[];
  notable: Map<number, NotablePass>;
  outbox: Set<number>;
}

interface OpenGate {
  district: string;
  community: string;
  epochs: Map<string, OpenEpoch>;
  dates: Set<string>;
}

export function createTruth(places: readonly GatePlace[], startedAtMs: number): TruthKeeper {
  const gates = new Map<string, OpenGate>();
  for (const { gate, district, community } of places) {
    gates.set(gate, { district, community, epochs: new Map(), dates: new Set() });
  }
  return {
    truth: { gates, startedAtMs },
    witness: (event) => {
      const gate = gates.get(event.gate);
      if (gate && event.kind === 'passed') addPass(gate, event);
      if (gate && event.kind === 'switched-off') addFlash(gate, event.flash);
    },
  };
}

function addFlash({ epochs }: OpenGate, { memory, outbox }: Flash): void {
  const current = epochs.get(memory.epoch);
  if (current) fillTo(current, memory.lastSeq);
  for (const { epoch, seq } of outbox) epochs.get(epoch)?.outbox.add(seq);
}

function addPass({ epochs, dates }: OpenGate, { pass, feverish, person, stoodAtMs }: Passed): void {
  const { epoch: name, seq } = pass;
  const epoch = epochs.get(name) ?? {
    firstSeq: seq,
    fingerprints: [],
    stoodAtMs: [],
    notable: new Map(),
    outbox: new Set(),
  };
  epochs.set(name, epoch);
  fillTo(epoch, seq - 1);
  epoch.fingerprints[seq - epoch.firstSeq] = fingerprintOf(pass);
  epoch.stoodAtMs[seq - epoch.firstSeq] = stoodAtMs;
  dates.add(pass.at.slice(0, 'YYYY-MM-DD'.length));
  const notable = noteOf(pass, feverish, person);
  if (notable) epoch.notable.set(seq, notable);
}

/** Numbers up to this one have been used: the gate counts on its flash. */
function fillTo({ firstSeq, fingerprints, stoodAtMs }: OpenEpoch, seq: number): void {
  while (firstSeq + fingerprints.length <= seq) {
    fingerprints.push(Number.NaN);
    stoodAtMs.push(Number.NaN);
  }
}

function noteOf({ verdict, reason, at, recheckOf }: Pass, feverish: boolean, person: Passed['person']) {
  const code = codeTruth(person?.shows);
  const isRoutine = verdict === 'admit' && reason === 'ok' && !feverish && !recheckOf && !code?.wrong && !code?.oneUse;
  if (isRoutine) return undefined;
  return { verdict, reason, atMs: Date.parse(at), feverish, recheckOf: recheckOf?.seq, code };
}

/** Whether a pass of this number belongs to the run. */
export function isOfRun({ firstSeq, fingerprints }: EpochTruth, seq: number): boolean {
  return seq >= firstSeq && seq < firstSeq + fingerprints.length;
}

/** Every pass that was noted, with where it was made. */
export function* notablePasses(truth: Truth) {
  for (const [gate, { epochs }] of truth.gates) {
    for (const [epoch, { notable }] of epochs) {
      for (const [seq, pass] of notable) yield { gate, epoch, seq, pass };
    }
  }
}
