import { ledgerLimits } from '../limits/ledger.ts';
import { type EpochLedger, type Hole, listNewest } from './ledger.ts';
import { change, type Range, type Span, without } from './spans.ts';

/*
 * What has to be done about holes. `asOfMs` is the moment up to which all receipts are in the ledger, never the clock:
 * when the ledger is behind, what fills a hole may be on record already.
 */

/**
 * A hole counts as one when its numbers did not come for so long, though the gate had sent them: until then Lambda may be
 * trying again. After the gate was asked for them, it has to say again that it has sent them.
 */
function isDue({ missingAtMs }: Hole, asOfMs: number): boolean {
  return missingAtMs !== undefined && asOfMs - missingAtMs >= ledgerLimits.holeGraceMs;
}

/** Asking again soon asks for what is on its way. */
function mayBeAsked({ asked, askedAtMs }: Hole, asOfMs: number): boolean {
  return askedAtMs === undefined || asOfMs >= askedAtMs + ledgerLimits.askAgainAfterMs * 2 ** (asked - 1);
}

function isInVain({ asked, gone }: Hole): boolean {
  return gone === true || asked >= ledgerLimits.asksMax;
}

/**
 * Begins and ends the time in which passes are missing, and gives up what was asked for in vain, so that marks go on.
 * What is given up keeps the name of the alert, which stays open as long as it is missing.
 */
export function tend(ledger: EpochLedger, epoch: string, asOfMs: number): EpochLedger {
  const due = ledger.holes.filter(({ what }) => isDue(what, asOfMs));
  const waits = ledger.holes.some(({ what }) => what.asked > 0);
  if (due.length === 0) return ledger.missing && !waits ? { ...ledger, missing: undefined } : ledger;
  const sinceMs = Math.min(...due.map(({ what: { missingAtMs = asOfMs } }) => missingAtMs));
  const missing = ledger.missing ?? { since: `${new Date(sinceMs).toISOString()}#${epoch}`, told: false };
  let next: EpochLedger = { ...ledger, missing };
  for (const span of due) {
    if (!isInVain(span.what) || !mayBeAsked(span.what, asOfMs)) continue;
    next = {
      ...next,
      holes: without(next.holes, span),
      givenUp: change(next.givenUp, span, () => missing.since),
    };
  }
  return listNewest(next);
}

/** Alerts that say that passes of this ledger are missing, by the end of their names. */
export function openEpisodes({ missing, givenUp }: EpochLedger): Set<string> {
  return new Set([...givenUp.map(({ what }) => what), ...(missing ? [missing.since] : [])]);
}

/**
 * The numbers to ask for now, in one command: from the first hole that may be asked for as far as a gate can hold any.
 * What lies between holes is sent again too; that costs little, and a gate takes one command at a time.
 */
export function toAskFor({ holes }: EpochLedger, asOfMs: number): Range | undefined {
  const askable = holes.filter(({ what }) => isAskable(what, asOfMs));
  const [first] = askable;
  if (!first) return undefined;
  const toMax = first.from + ledgerLimits.resendPassesMax - 1;
  const last = askable.findLast(({ from }) => from <= toMax) ?? first;
  return { from: first.from, to: Math.min(last.to, toMax) };
}

function isAskable(what: Hole, asOfMs: number): boolean {
  return isDue(what, asOfMs) && !isInVain(what) && mayBeAsked(what, asOfMs);
}

/** The gate was asked at `askedAtMs`. Whatever it said of these numbers before says nothing any more. */
export function markAsked(ledger: EpochLedger, range: Range, asOfMs: number, askedAtMs: number): EpochLedger {
  const holes = change(ledger.holes, range, (one): Hole | undefined =>
    one && isAskable(one, asOfMs) ? { asked: one.asked + 1, askedAtMs } : one,
  );
  return { ...ledger, holes };
}

/** Holes that are known as such, as people are shown them. */
export function missingSpans({ holes }: EpochLedger): Span<Hole>[] {
  return holes.filter(({ what }) => what.missingAtMs !== undefined || what.asked > 0);
}
