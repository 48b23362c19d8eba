import { type Finding, failed, notTold, passed, passedIf } from './findings.ts';
import { checkLimits } from './limits.ts';
import type { SeenPass } from './pass-watch.ts';

/** What is known beside the passes. */
export interface Facts {
  /** Numbers of this epoch up to here were given before the check, or their passes are no part of it. */
  afterSeq: number;
  epoch: string;
  /** Whether a number was there before the check. */
  isKnown: (epoch: string, seq: number) => boolean;
  /** What its last heartbeat said, and when the connection had ended after which it came. */
  heartbeat: { lastSeq: number; afterMs: number } | undefined;
  lingerS: number;
  /** When the gate was cut off: who passed then is no measure of how quick it is. */
  away: readonly { fromMs: number; toMs: number }[];
  /** How much its clock is ahead. */
  clockOffsetMs: number;
}

/** Everything that passes say about a gate: a pure function of what lies in the table. */
export function judgePasses(passes: readonly SeenPass[], facts: Facts): Finding[] {
  const own = passes.filter(({ epoch, seq }) => epoch === facts.epoch && seq > facts.afterSeq);
  return [unbroken(own, facts), unique(own), ...inTime(own, facts), lastNumber(own, facts), honest(passes)];
}

function unbroken(passes: readonly SeenPass[], { epoch, afterSeq, isKnown }: Facts): Finding {
  const highest = Math.max(afterSeq, ...passes.map(({ seq }) => seq));
  const lost = missing(passes, epoch, { afterSeq, lastSeq: highest }).filter((seq) => !isKnown(epoch, seq));
  if (lost.length > 0) return failed('C-5.2', `missing: ${named(lost)}`);
  if (passes.length < checkLimits.passesNeeded) return notTold('C-5.2', `only ${passes.length} people passed`);
  return passed('C-5.2', `${afterSeq + 1} to ${highest}, none missing`);
}

/** Numbers of a range (`afterSeq` not included) that did not come. */
export function missing(
  passes: readonly SeenPass[],
  epoch: string | undefined,
  { afterSeq, lastSeq }: { afterSeq: number; lastSeq: number },
): number[] {
  const come = new Set(passes.filter((one) => one.epoch === epoch).map(({ seq }) => seq));
  const given = Array.from({ length: Math.max(0, lastSeq - afterSeq) }, (_, index) => afterSeq + 1 + index);
  return given.filter((seq) => !come.has(seq));
}

/** The same number at another time is another person; the same person with other content is C-5.6. */
function unique(passes: readonly SeenPass[]): Finding {
  const times = Map.groupBy(passes, ({ seq }) => seq);
  const doubled = [...times].filter(([, same]) => new Set(same.map(({ at }) => at)).size > 1).map(([seq]) => seq);
  if (doubled.length > 0) return failed('C-5.3', `given twice: ${named(doubled)}`);
  return passes.length > 0 ? passed('C-5.3', `${times.size} numbers`) : notTold('C-5.3', 'nobody passed');
}

function inTime(passes: readonly SeenPass[], facts: Facts): Finding[] {
  const { lingerS, away, clockOffsetMs } = facts;
  // One that had come before the gate was away was not kept waiting by that.
  const there = passes.filter(({ atMs, arrivedAtMs }) => {
    const hereMs = atMs - clockOffsetMs;
    return !away.some(
      ({ fromMs, toMs }) => arrivedAtMs >= fromMs && hereMs >= fromMs - lingerS * 1_000 && hereMs <= toMs,
    );
  });
  const delayMs = ({ arrivedAtMs, atMs }: SeenPass) => Math.max(0, arrivedAtMs - (atMs - clockOffsetMs));
  const slowest = (some: readonly SeenPass[]) => Math.max(...some.map(delayMs));
  const routine = there.filter(({ verdict }) => verdict === 'admit');
  const urgent = there.filter(({ verdict }) => verdict !== 'admit');
  const lingerMs = lingerS * 1_000 + checkLimits.onTheWayMs;
  return [
    routine.length > 0
      ? passedIf(slowest(routine) <= lingerMs, 'C-7.1', `the slowest took ${slowest(routine)} ms`)
      : notTold('C-7.1', 'nobody was admitted'),
    urgent.length > 0
      ? passedIf(slowest(urgent) <= checkLimits.urgentMs, 'C-7.2', `the slowest took ${slowest(urgent)} ms`)
      : notTold('C-7.2', 'nobody was held or refused'),
  ];
}

/** Who passes after the heartbeat has a higher number. */
function lastNumber(passes: readonly SeenPass[], { heartbeat, afterSeq, clockOffsetMs }: Facts): Finding {
  if (!heartbeat) return notTold('C-12.3', 'no heartbeat came at the end');
  const { lastSeq, afterMs } = heartbeat;
  const before = passes.filter(({ atMs }) => atMs - clockOffsetMs < afterMs);
  const highest = Math.max(afterSeq, ...passes.map(({ seq }) => seq));
  const lowest = Math.max(afterSeq, ...before.map(({ seq }) => seq));
  const bounds = lowest === highest ? highest : `${lowest} to ${highest}`;
  return passedIf(
    lastSeq >= lowest && lastSeq <= highest,
    'C-12.3',
    `it says ${lastSeq}; by what came it is ${bounds}`,
  );
}

/** Gate and cloud judge by the same rules; where the cloud cannot repeat it, nothing is said. */
function honest(passes: readonly SeenPass[]): Finding {
  const judged = passes.filter(({ judgedVerdict }) => judgedVerdict !== undefined);
  const other = judged.filter((one) => one.verdict !== one.judgedVerdict || one.reason !== one.judgedReason);
  const [first] = other;
  if (first) {
    const { seq, verdict, reason, judgedVerdict, judgedReason } = first;
    return failed('C-16.1', `${seq}: it says ${verdict} (${reason}), it is ${judgedVerdict} (${judgedReason})`);
  }
  return judged.length > 0 ? passed('C-16.1', `${judged.length} repeated`) : notTold('C-16.1', 'nobody passed');
}

function named(seqs: readonly number[]): string {
  const more = seqs.length - checkLimits.namedMax;
  return `${seqs.slice(0, checkLimits.namedMax).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
