import { isPrompt } from '../../domain/ledger/prompt.ts';
import { type PassesReceipt, runsOf } from '../../domain/ledger/receipt.ts';
import { digestIn } from '../../domain/pass-key.ts';
import type { Rejected } from '../shared/quarantine-reasons.ts';
import type { Sender } from '../shared/sender.ts';
import { isLate } from '../shared/timing.ts';
import type { DecidedPass } from './decide.ts';

/** How a message came, in milliseconds: by the broker's clock, by the gate's, and when it was about to be stored. */
interface Received {
  from: Sender;
  receivedAtMs: number;
  sentAtMs: number | undefined;
  aboutToStoreMs: number;
}

/**
 * What is left behind of a message for the ledger: its passes that nobody finds by their time, and what was put aside.
 * @param rejected what went to quarantine; without an epoch and a number it closes no hole.
 * @returns undefined when there is nothing to say, as of nearly all messages.
 */
export function receiptOf(
  { from, receivedAtMs, sentAtMs, aboutToStoreMs }: Received,
  stored: readonly DecidedPass[],
  rejected: readonly Rejected[],
): PassesReceipt | undefined {
  const notPrompt = stored.filter(({ pass }) => !isPrompt(Date.parse(pass.at), aboutToStoreMs));
  const numbered = rejected.flatMap(({ epoch, seq, reason }) =>
    epoch === undefined || seq === undefined ? [] : [{ epoch, seq, reason }],
  );
  if (sentAtMs === undefined || notPrompt.length + numbered.length === 0) return undefined;
  const numbers = notPrompt.map(({ pass: { epoch, seq, at }, stored: key }) => ({
    epoch,
    seq,
    digest: digestIn(key),
    late: isLate(at, receivedAtMs),
  }));
  return { kind: 'passes', ...from, receivedAtMs, sentAtMs, runs: runsOf(numbers), rejected: numbered };
}
