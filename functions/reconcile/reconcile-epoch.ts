import { isDeepStrictEqual } from 'node:util';
import { type EpochLedger, storedThrough } from '../../domain/ledger/ledger.ts';
import { type Range, sizeOf } from '../../domain/ledger/spans.ts';
import { markAsked, openEpisodes, tend, toAskFor } from '../../domain/ledger/tend.ts';
import { ledgerLimits } from '../../domain/limits/ledger.ts';
import type { Alerting } from '../shared/alerting.ts';
import type { Clock } from '../shared/clock.ts';
import type { Commands } from '../shared/commands.ts';
import type { FunctionMetrics } from '../shared/metrics.ts';
import type { Retry } from '../shared/retry.ts';
import { allSettled } from '../shared/settled.ts';
import { toItem } from '../shared/table.ts';
import { toInstant } from '../shared/timing.ts';
import { missingAlert, tamperingAlert } from './alerts-of.ts';
import { ContendedError, type GateNews } from './gate-news.ts';
import type { LedgerOf, LedgerRecord, LedgersStore } from './ledgers-store.ts';
import type { SendMark } from './marks.ts';
import { blocksToRead, runsIn, type TakenIn, takeIn } from './take-in.ts';

export interface EpochParts {
  clock: Clock;
  ledgers: LedgersStore;
  alerting: Alerting;
  commands: Commands;
  sendMark: SendMark;
  metrics: FunctionMetrics;
}

/** News of one epoch. `clockOffsetMs`: how much the gate's clock is ahead. */
interface EpochNews extends GateNews {
  epoch: string;
  clockOffsetMs: number;
}

/**
 * Takes what is new of one epoch into its ledger, and does what follows. What has to be known after a crash is written
 * before it is needed: that passes are missing before the alert, what is stored before the mark; an alert that ends is
 * resolved before it is forgotten.
 */
export async function reconcileEpoch(parts: EpochParts, news: EpochNews, retry: Retry): Promise<void> {
  const { ledgers, metrics } = parts;
  const runs = runsIn(news.facts, news.epoch);
  const askedAtMs = parts.clock.now();
  let asked: Range | undefined;
  for (let writes = 0; writes < ledgerLimits.writesMax; writes++) {
    const before = await ledgers.find(news, retry);
    const blocks = await readBlocks(ledgers, news, blocksToRead(before, runs), retry);
    const taken = takeIn(before, blocks.digests, news.epoch, news.facts);
    let ledger = tend(taken.ledger, news.epoch, news.asOfMs);
    asked ??= await ask(parts, news, ledger, retry);
    if (asked) ledger = markAsked(ledger, asked, news.asOfMs, askedAtMs);
    await tellWhatEnds(parts, news, before.ledger, { ...taken, ledger }, retry);

    const after = { ledger, open: taken.open, revision: before.revision };
    const isNew = !isDeepStrictEqual(toItem(after), toItem(before));
    if (isNew && !(await saveAll(parts, news, after, { ...blocks, sealed: taken.sealed }, retry))) continue;
    metrics.count('receiptsNotTaken', taken.notTaken);
    metrics.count('passesGivenUp', sizeOf(ledger.givenUp) - sizeOf(before.ledger.givenUp));
    await tellWhatBegins(parts, news, { ...after, revision: before.revision + (isNew ? 1 : 0) }, retry);
    await mark(parts, news, before.ledger, ledger, retry);
    return;
  }
  throw new ContendedError(`The ledger of gate ${news.gate} was written by others ${ledgerLimits.writesMax} times.`);
}

interface Blocks {
  digests: ReadonlyMap<number, string>;
  revisions: ReadonlyMap<number, number>;
}

async function readBlocks(
  ledgers: LedgersStore,
  of: LedgerOf,
  wanted: readonly number[],
  retry: Retry,
): Promise<Blocks> {
  const found = await allSettled(wanted.map((block) => ledgers.findBlock(of, block, retry)));
  return {
    digests: new Map(wanted.map((block, index) => [block, found[index]?.digests ?? ''])),
    revisions: new Map(wanted.map((block, index) => [block, found[index]?.revision ?? 0])),
  };
}

/** Blocks first: until the ledger says so, none of it has happened, and doing it again comes to the same. */
async function saveAll(
  { ledgers, clock }: EpochParts,
  of: LedgerOf,
  record: LedgerRecord,
  { sealed, revisions }: Pick<Blocks, 'revisions'> & Pick<TakenIn, 'sealed'>,
  retry: Retry,
): Promise<boolean> {
  const now = clock.now();
  for (const [block, digests] of sealed) {
    const stored = { digests, revision: revisions.get(block) ?? 0 };
    if (!(await ledgers.saveBlock(of, block, stored, now, retry))) return false;
  }
  return ledgers.save(of, record, now, retry);
}

/** @returns what the gate was asked for, if it could be. */
async function ask(
  { commands, metrics }: EpochParts,
  { gate, epoch, asOfMs, clockOffsetMs }: EpochNews,
  ledger: EpochLedger,
  retry: Retry,
): Promise<Range | undefined> {
  const range = toAskFor(ledger, asOfMs);
  if (!range) return undefined;
  const order = { kind: 'resend', epoch, fromSeq: range.from, toSeq: range.to } as const;
  const commandId = await commands.send(gate, order, { validMs: ledgerLimits.askValidMs, clockOffsetMs }, retry);
  const isSent = commandId !== undefined;
  metrics.count('resendsAsked', isSent ? 1 : 0);
  return isSent ? range : undefined;
}

/** Tampering is told here too, before it is on record: its alert has the same name when it is noticed again. */
async function tellWhatEnds(
  { alerting, clock }: EpochParts,
  { gate, community, epoch }: EpochNews,
  before: EpochLedger,
  { ledger, tampered }: Pick<TakenIn, 'ledger' | 'tampered'>,
  retry: Retry,
): Promise<void> {
  const about = { gate, community, at: toInstant(clock.now()) };
  if (tampered.length > 0) await alerting.raise(tamperingAlert(about, epoch, tampered), retry);
  const open = openEpisodes(ledger);
  for (const episode of openEpisodes(before)) {
    if (!open.has(episode)) await alerting.resolve(missingAlert(about, episode, ledger), about.at, retry);
  }
}

async function tellWhatBegins(
  { alerting, ledgers, clock, metrics }: EpochParts,
  news: EpochNews,
  record: LedgerRecord,
  retry: Retry,
): Promise<void> {
  const { gate, community } = news;
  const { missing } = record.ledger;
  if (!missing || missing.told) return;
  const now = clock.now();
  const about = { gate, community, at: toInstant(now) };
  const isFirst = await alerting.raise(missingAlert(about, missing.since, record.ledger), retry);
  metrics.count('gatesMissingPasses', isFirst ? 1 : 0);
  const told = { ...record.ledger, missing: { ...missing, told: true } };
  // Whoever has written meanwhile tells it once more.
  await ledgers.save(news, { ...record, ledger: told }, now, retry);
}

/** When it has moved; and for a gate that keeps passes all the same, which may not have heard of the last. */
async function mark(
  { sendMark, clock, metrics }: EpochParts,
  news: EpochNews,
  before: EpochLedger,
  after: EpochLedger,
  retry: Retry,
): Promise<void> {
  const through = storedThrough(after);
  const keepsPasses = news.facts.some(
    (one) => one.kind === 'heartbeat' && one.epoch === news.epoch && one.sentPasses > 0,
  );
  const isDue = through > storedThrough(before) || (keepsPasses && through > 0);
  if (!isDue) return;
  await sendMark(news, { epoch: news.epoch, storedThrough: through, at: toInstant(clock.now()) }, retry);
  metrics.count('marksSent', 1);
}
