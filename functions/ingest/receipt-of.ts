import { type PassesReceipt, runsOf } from '../../domain/ledger/receipt.ts';
import { digestIn } from '../../domain/pass-key.ts';
import type { Rejected } from '../shared/quarantine-reasons.ts';
import type { Sender } from '../shared/sender.ts';
import { isLate } from '../shared/timing.ts';
import type { DecidedPass } from './decide.ts';

/** How a message came. Times in milliseconds: by the broker's clock, and by the gate's. */
interface Received {
  from: Sender;
  receivedAtMs: number;
  sentAtMs: number | undefined;
}

/**
 * What is left behind of a message for the ledger.
 * @param rejected what went to quarantine; without an epoch and a number it closes no hole.
 * @returns undefined when not even the envelope could be read.
 */
export function receiptOf(
  { from, receivedAtMs, sentAtMs }: Received,
  stored: readonly DecidedPass[],
  rejected: readonly Rejected[],
): PassesReceipt | undefined {
  if (sentAtMs === undefined) return undefined;
  const numbers = stored.map(({ pass: { epoch, seq, at }, stored: key }) => ({
    epoch,
    seq,
    digest: digestIn(key),
    late: isLate(at, receivedAtMs),
  }));
  const numbered = rejected.flatMap(({ epoch, seq, reason }) =>
    epoch === undefined || seq === undefined ? [] : [{ epoch, seq, reason }],
  );
  return { kind: 'passes', ...from, receivedAtMs, sentAtMs, runs: runsOf(numbers), rejected: numbered };
}
