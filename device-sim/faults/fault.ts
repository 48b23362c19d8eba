import { countersOf } from '../fleet/counters.ts';

/**
 * What goes wrong at gates, as a scenario orders it. Each fault happens at every gate of the fleet unless it says
 * otherwise, with dice of its own (dice.ts), so that one more fault leaves the others where they were. Times are in
 * seconds of the run's clock; a spell ends early when the run heals.
 */
export type Fault =
  /** No network: the connection ends without a word, and no new one can be had. */
  | ({ kind: 'outage' } & Spell)
  /** A message never arrives, and its connection breaks, as TCP does with what it cannot deliver. */
  | ({ kind: 'lost-message' } & OfMessages)
  /** A message arrives, its PUBACK does not, and the connection breaks: the gate has to send it again. */
  | ({ kind: 'lost-acknowledgement' } & OfMessages)
  /** A message is late by up to twice `meanByS`, in either direction; those behind it wait as well. */
  | ({ kind: 'delayed-delivery'; meanByS: number } & OfMessages)
  /** A message arrives twice, in either direction: QoS 1 allows it. */
  | ({ kind: 'doubled-delivery' } & OfMessages)
  /** A message is overtaken by the next one, in either direction. */
  | ({ kind: 'reordered-delivery' } & OfMessages)
  /** The connection looks alive and carries nothing, until the keep-alive notices. */
  | ({ kind: 'half-open' } & Moment)
  /** What goes through takes its time. */
  | ({ kind: 'slow-link'; bytesPerS: number } & Spell)
  /** Each gate's clock goes wrong by its own share of up to so many parts in a million, fast or slow. */
  | { kind: 'clock-drift'; ppmMax: number }
  /** The clock is wrong by up to `maxS`, ahead or behind, until the spell ends and it is set right: a jump each way. */
  | ({ kind: 'clock-jump'; maxS: number } & Spell)
  /** The gate is without power for the spell, from between any two of its steps; then it boots from its flash. */
  | ({ kind: 'power-cut' } & Spell)
  /** Gates with a flash for no more than so many passes in the outbox, and no network until it is full. */
  | ({ kind: 'full-outbox'; outboxPassesMax: number } & Moment)
  /** A config that a gate must not take: an old version, no JSON, or wrong values. */
  | ({ kind: 'wrong-config' } & Moment)
  /** The certificates of so many gates are revoked after so long, for good: what they hold stays on their flash. */
  | { kind: 'certificate-revoked'; gates: number; afterS: number }
  /** The certificates of so many gates end after so long; `forS` later they have new ones and are switched on again. */
  | { kind: 'certificate-expired'; gates: number; afterS: number; forS: number }
  /** So many gates more, with certificates that are good, that try at every moment something that they must not. */
  | ({ kind: 'hostile'; gates: number } & Moment);

/** Something that happens at one gate again and again, after exponential times. */
interface Moment {
  meanEveryS: number;
}

/** Something that begins at one gate again and again and lasts from half to one and a half times `forS`. */
interface Spell extends Moment {
  forS: number;
}

/** Something that happens to a share of a gate's messages, from 0 to 1. */
interface OfMessages {
  share: number;
}

export type FaultKind = Fault['kind'];
export type FaultOf<Kind extends FaultKind> = Extract<Fault, { kind: Kind }>;

/** How often each fault fired, at all gates together. */
export type FaultCounts = Record<FaultKind, number>;

const faultKinds = Object.keys({
  outage: true,
  'lost-message': true,
  'lost-acknowledgement': true,
  'delayed-delivery': true,
  'doubled-delivery': true,
  'reordered-delivery': true,
  'half-open': true,
  'slow-link': true,
  'clock-drift': true,
  'clock-jump': true,
  'power-cut': true,
  'full-outbox': true,
  'wrong-config': true,
  'certificate-revoked': true,
  'certificate-expired': true,
  hostile: true,
} satisfies Record<FaultKind, true>) as FaultKind[];

/** Counts at nought. */
export function noFaultsYet(): FaultCounts {
  return countersOf(faultKinds);
}

/** The faults that were ordered and never fired: a run with one of them has shown nothing of it, and fails. */
export function neverFired(faults: readonly Fault[], counts: FaultCounts): FaultKind[] {
  return faults.map(({ kind }) => kind).filter((kind) => counts[kind] === 0);
}
