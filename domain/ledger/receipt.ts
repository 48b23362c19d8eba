import * as z from 'zod';
import { ledgerLimits } from '../limits/ledger.ts';
import { epoch, id, seq } from '../messages/fields.ts';
import type { Heartbeat } from '../messages/status.ts';

/*
 * What is left behind, for the ledger, of what cannot be found by reading `passes` by time. A receipt never changes, and
 * taking it into the ledger twice is as good as once.
 */

const fromGate = { gate: id, community: id.describe('as in the topic of the message'), receivedAtMs: z.int() };

/** Passes with consecutive numbers, all of them late or none. */
const run = z.object({
  epoch,
  fromSeq: seq,
  digests: z.string().describe('one after another, each of a fixed length'),
  late: z.literal(true).optional(),
});
export type Run = z.infer<typeof run>;

/** Stored though they were not prompt; or put aside for good, with a reason. */
const passesReceipt = z.object({
  kind: z.literal('passes'),
  ...fromGate,
  sentAtMs: z.int(),
  runs: z.array(run),
  rejected: z.array(z.object({ epoch, seq, reason: z.string() })),
});

const heartbeatReceipt = z.object({
  kind: z.literal('heartbeat'),
  ...fromGate,
  sentAtMs: z.int(),
  epoch,
  publishedThrough: seq.or(z.literal(0)).describe('each pass up to here was acknowledged by the broker'),
  sentPasses: z.int().describe('how many the gate keeps until a mark'),
});

/** The gate was asked for these and has none of them any more. */
const goneReceipt = z.object({ kind: z.literal('gone'), ...fromGate, epoch, fromSeq: seq, toSeq: seq });

export const receipt = z.discriminatedUnion('kind', [passesReceipt, heartbeatReceipt, goneReceipt]);
export type Receipt = z.infer<typeof receipt>;
export type PassesReceipt = z.infer<typeof passesReceipt>;
export type HeartbeatReceipt = z.infer<typeof heartbeatReceipt>;

/**
 * Through which number a gate has handed every pass of an epoch to the broker. Passes of now go ahead of a backlog, so
 * only the gate itself knows; of one that does not say, only when its outbox is empty.
 */
export function publishedThrough({ lastSeq, outboxFromSeq, health }: Heartbeat): number {
  if (outboxFromSeq !== undefined) return Math.min(outboxFromSeq - 1, lastSeq);
  return health.outboxPasses === 0 ? lastSeq : 0;
}

/** A pass that was stored. @param digest of its content, as its key has it. */
export interface StoredNumber {
  epoch: string;
  seq: number;
  digest: string;
  late: boolean;
}

/** As few runs as there can be in the order of the message, which nearly always is one. */
export function runsOf(passes: readonly StoredNumber[]): Run[] {
  const runs: Run[] = [];
  let last: Run | undefined;
  let nextSeq = 0;
  for (const { epoch: ofEpoch, seq: number, digest, late } of passes) {
    if (!last || last.epoch !== ofEpoch || number !== nextSeq || (last.late ?? false) !== late) {
      last = { epoch: ofEpoch, fromSeq: number, digests: '', ...(late && { late }) };
      runs.push(last);
    }
    last.digests += digest.slice(0, ledgerLimits.digestCharacters);
    nextSeq = number + 1;
  }
  return runs;
}

/** The number of its last pass. */
export function lastSeqOf({ fromSeq, digests }: Run): number {
  return fromSeq + digests.length / ledgerLimits.digestCharacters - 1;
}
