import { timeLimits } from '../../domain/limits/wire.ts';
import type { Circumstances } from './circumstances.ts';
import { type Found, passIdOf, type StoredPass } from './evidence.ts';
import type { Offence, Offences } from './offence.ts';
import { type EpochTruth, isOfRun, type Truth } from './truth.ts';

/** Where every pass of a run has got to. Each is in one of `stored`, `inOutboxes`, `quarantined`, `failed`, `missing`. */
export interface PassFigures {
  made: number;
  /** Left the gate: the broker has taken them. */
  acknowledged: number;
  stored: number;
  inOutboxes: number;
  quarantined: number;
  /** In the failures queue. */
  failed: number;
  missing: number;
  /** Stored more than once under one number. */
  doubled: number;
  /** Stored otherwise than the gate made them. */
  altered: number;
  /** Reached the broker so late that no guard can act on them. */
  late: number;
  /** The cloud judged otherwise than the gate. */
  wrongVerdict: number;
  /** Stored under a gate's name, and the gate has not made them. */
  foreign: number;
}

export interface PassesAccount {
  figures: PassFigures;
  isStored(gate: string, epoch: string, seq: number): boolean;
}

/** How often each pass of a count was found, by seq − firstSeq. */
type Seen = Map<EpochTruth, Uint8Array>;

export function accountForPasses(
  truth: Truth,
  found: Found,
  circumstances: Circumstances,
  offences: Offences,
): PassesAccount {
  const figures: PassFigures = {
    ...{ made: 0, acknowledged: 0, stored: 0, inOutboxes: 0, quarantined: 0, failed: 0, missing: 0 },
    ...{ doubled: 0, altered: 0, late: 0, wrongVerdict: 0, foreign: 0 },
  };
  const seen: Seen = new Map();
  for (const { epochs } of truth.gates.values()) {
    for (const epoch of epochs.values()) seen.set(epoch, new Uint8Array(epoch.fingerprints.length));
  }
  for (const row of found.passes) compare(row, { truth, seen, figures, circumstances, offences });
  countAll({ truth, seen, figures, found, offences });
  return {
    figures,
    isStored: (gate, epochName, seq) => {
      const epoch = truth.gates.get(gate)?.epochs.get(epochName);
      return epoch !== undefined && (seen.get(epoch)?.[seq - epoch.firstSeq] ?? 0) > 0;
    },
  };
}

interface Comparison {
  truth: Truth;
  seen: Seen;
  figures: PassFigures;
  circumstances: Circumstances;
  offences: Offences;
}

/** Holds one item of the table against what its gate made. */
function compare(row: StoredPass, comparison: Comparison): void {
  const { truth, seen, figures, offences } = comparison;
  const gate = truth.gates.get(row.gate);
  const epoch = gate?.epochs.get(row.epoch);
  if (!gate || isOfEarlierRun(row, epoch, truth)) return;
  if (!epoch || !isOfRun(epoch, row.seq)) {
    figures.foreign++;
    offences.add(offenceOf(row, 4, 'is stored, and the gate has not made it'));
    return;
  }
  if (row.community !== gate.community) {
    offences.add(offenceOf(row, 4, `is stored in ${row.community}, and the gate stands in ${gate.community}`));
  }
  const index = row.seq - epoch.firstSeq;
  const times = seen.get(epoch);
  if (times) times[index] = Math.min((times[index] ?? 0) + 1, 255);
  if (times?.[index] === 2) {
    figures.doubled++;
    offences.add(offenceOf(row, 2, 'is stored more than once'));
  }
  const made = epoch.fingerprints[index] ?? Number.NaN;
  if (!Number.isNaN(made) && made !== row.fingerprint) {
    figures.altered++;
    offences.add(offenceOf(row, 2, 'is stored otherwise than the gate made it'));
  }
  compareVerdicts(row, comparison);
  compareTimes(row, epoch.stoodAtMs[index] ?? Number.NaN, comparison);
}

function compareVerdicts(row: StoredPass, { figures, offences }: Comparison): void {
  const { judged, verdict, reason } = row;
  if (!judged || (judged.verdict === verdict && judged.reason === reason)) return;
  figures.wrongVerdict++;
  const what = `the gate says ${verdict} (${reason}), the cloud ${judged.verdict} (${judged.reason})`;
  offences.add(offenceOf(row, 5, what));
}

function compareTimes(row: StoredPass, stoodAtMs: number, { figures, circumstances, offences }: Comparison): void {
  const lateByMs = (row.receivedAtMs ?? Number.NaN) - stoodAtMs;
  if (!(lateByMs > timeLimits.lateAfterMs)) return;
  figures.late++;
  if (circumstances.mayBeLate) return;
  const lateByS = Math.round(lateByMs / 1000);
  offences.add(offenceOf(row, 8, `reached the broker ${lateByS} s after it was made, and nothing was in the way`));
}

function offenceOf({ gate, epoch, seq }: StoredPass, law: Offence['law'], what: string): Offence {
  return { law, gate, epoch, seq, what };
}

function isOfEarlierRun(row: StoredPass, epoch: EpochTruth | undefined, { startedAtMs }: Truth): boolean {
  return epoch ? row.seq < epoch.firstSeq : Date.parse(row.at) < startedAtMs;
}

interface Counting extends Omit<Comparison, 'circumstances'> {
  found: Found;
}

function countAll({ truth, seen, figures, found, offences }: Counting): void {
  const aside = new Map(found.setAside.map((one) => [setAsideKey(one.gate, one.epoch, one.seq), one]));
  const whereElse = (gate: string, epoch: string, seq: number) =>
    (aside.get(setAsideKey(gate, epoch, seq)) ?? aside.get(setAsideKey(gate, undefined, seq)))?.where;
  for (const [gate, { epochs }] of truth.gates) {
    for (const [name, epoch] of epochs) {
      seen.get(epoch)?.forEach((times, index) => {
        const seq = epoch.firstSeq + index;
        const isWaiting = epoch.outbox.has(seq);
        figures.made++;
        if (!isWaiting) figures.acknowledged++;
        const where = times > 0 ? 'stored' : isWaiting ? 'inOutboxes' : whereElse(gate, name, seq);
        figures[where ?? 'missing']++;
        if (where) return;
        offences.add({ law: 1, gate, epoch: name, seq, what: 'was taken on, and is neither stored nor set aside' });
      });
    }
  }
}

function setAsideKey(gate: string, epoch: string | undefined, seq: number): string {
  return passIdOf(gate, { epoch: epoch ?? '', seq });
}
