import { type EpochLedger, storedThrough } from './ledger.ts';
import { sizeOf } from './spans.ts';
import { missingSpans } from './tend.ts';

/** A ledger in figures: numbers of passes, but for the first. */
export interface LedgerSummary {
  /** Every number up to here is stored, put aside or given up. */
  storedThrough: number;
  /** Stored beyond it. */
  ahead: number;
  /** Not come yet, though later ones have; the gate may still have them in its outbox. */
  waiting: number;
  /** The gate has sent them, and they have not come. */
  missing: number;
  /** By the first word of the gate; undefined: nothing is missing, or it has just been asked again. */
  missingSinceMs: number | undefined;
  /** How often the gate was asked for those it was asked for most. */
  asked: number;
  givenUp: number;
  rejected: number;
  late: number;
  tampered: number;
}

export function summarise(ledger: EpochLedger): LedgerSummary {
  const { known, holes, rejected, givenUp, late, tampered, earlier, missing } = ledger;
  const through = storedThrough(ledger);
  const ofHoles = missingSpans(ledger);
  const beyond = [...rejected, ...givenUp].filter(({ from }) => from > through && from <= known);
  const sinces = ofHoles.flatMap(({ what }) => what.missingAtMs ?? []);
  const begun = missing ? [Date.parse(missing.since.split('#')[0] ?? '')] : [];
  return {
    storedThrough: through,
    ahead: known - through - sizeOf(holes) - sizeOf(beyond),
    waiting: sizeOf(holes) - sizeOf(ofHoles),
    missing: sizeOf(ofHoles),
    missingSinceMs: ofHoles.length > 0 ? Math.min(...begun, ...sinces) : undefined,
    asked: Math.max(0, ...holes.map(({ what }) => what.asked)),
    givenUp: sizeOf(givenUp) + earlier.givenUp,
    rejected: sizeOf(rejected) + earlier.rejected,
    late: sizeOf(late),
    tampered: sizeOf(tampered),
  };
}
