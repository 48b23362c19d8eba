import { UsageError } from '../../domain/errors.ts';
import type { EpochLedger } from '../../domain/ledger/ledger.ts';
import { type LedgerSummary, summarise } from '../../domain/ledger/summary.ts';
import { missingSpans } from '../../domain/ledger/tend.ts';
import type { Deployment } from '../deployment.ts';
import { isPost } from '../enrolment.ts';
import { stateOf } from '../gate-records.ts';
import { findDevice, listDevices } from '../inventory.ts';
import { type GateLedgers, readLedgers } from '../ledgers.ts';
import { print, printJson, printTable } from '../print.ts';
import { fleetCommand } from './define.ts';

/** Gates that are read at the same time. */
const atATime = 16;

export const ledger = fleetCommand({
  name: 'ledger',
  usage: '[ID] [--json]',
  about: [
    "what became of a gate's numbers: stored through which, what is missing since when and how often it was asked for,",
    'given up, put aside, late; and its clock. Without ID: gates of which something is missing or the clock is wrong',
  ],
  flags: { json: { type: 'boolean', default: false } },
  operandsMax: 1,
  async run(deployment, { json }, gate) {
    const all = gate === undefined ? await readTroubled(deployment) : [await readOne(deployment, gate)];
    if (json) return printJson(all.flatMap(toJson));
    if (all.length === 0) return print('Of no gate anything is missing, and all clocks are right.');
    printTable(header, all.flatMap(toRows));
    if (gate !== undefined) for (const one of all) printRanges(one);
  },
});

async function readOne(deployment: Deployment, gate: string): Promise<GateLedgers> {
  await findDevice(deployment, gate);
  const read = await readLedgers(stateOf(deployment), gate);
  if (read.epochs.length === 0) {
    throw new UsageError(`Of ${gate} nothing is on record yet; what it sends is, within ten minutes.`);
  }
  return read;
}

async function readTroubled(deployment: Deployment): Promise<GateLedgers[]> {
  const state = stateOf(deployment);
  const gates = (await listDevices(deployment)).filter(({ deviceId }) => !isPost(deviceId));
  const troubled: GateLedgers[] = [];
  for (let from = 0; from < gates.length; from += atATime) {
    const some = gates.slice(from, from + atATime).map(({ deviceId }) => readLedgers(state, deviceId));
    troubled.push(...(await Promise.all(some)).filter(isTroubled));
  }
  return troubled;
}

function isTroubled({ epochs, clock }: GateLedgers): boolean {
  const lacks = ({ missing, givenUp }: LedgerSummary) => missing + givenUp > 0;
  return clock?.wrong !== undefined || epochs.some((one) => lacks(summarise(one.ledger)));
}

const header = [
  ...['gate', 'epoch', 'stored through', 'ahead', 'waiting', 'missing', 'since', 'asked'],
  ...['given up', 'rejected', 'late', 'two contents', 'clock'],
];

function toRows({ gate, epochs, clock }: GateLedgers): string[][] {
  return epochs.map(({ epoch, ledger: ofEpoch }) => {
    const { storedThrough, ahead, waiting, missing, missingSinceMs, ...rest } = summarise(ofEpoch);
    const { asked, givenUp, rejected, late, tampered } = rest;
    const since = missingSinceMs === undefined ? '-' : new Date(missingSinceMs).toISOString();
    const figures = [storedThrough, ahead, waiting, missing, since, asked, givenUp, rejected, late, tampered];
    return [gate, epoch, ...figures.map(String), clock ? clockInWords(clock) : '-'];
  });
}

function clockInWords({ offsetMs, wrong }: NonNullable<GateLedgers['clock']>): string {
  const seconds = Math.round(offsetMs / 1_000);
  const off = seconds === 0 ? 'right' : `${Math.abs(seconds)} s ${seconds > 0 ? 'ahead' : 'behind'}`;
  return wrong ? `wrong, ${off}` : off;
}

/** Which numbers, one range a line; nothing for a gate of which all is stored. */
function printRanges({ epochs }: GateLedgers): void {
  const rows = epochs.flatMap(({ epoch, ledger: ofEpoch }) =>
    rangesOf(ofEpoch).map(({ from, to, what }) => [epoch, String(from), String(to), what]),
  );
  if (rows.length === 0) return;
  print('');
  printTable(['epoch', 'from', 'to', 'what'], rows);
}

function rangesOf(ofEpoch: EpochLedger): { from: number; to: number; what: string }[] {
  const missing = missingSpans(ofEpoch).map((span) => ({
    ...span,
    what: `missing, asked for ${span.what.asked} times`,
  }));
  const waiting = ofEpoch.holes.filter((one) => !missing.some(({ from }) => from === one.from));
  return [
    ...missing,
    ...waiting.map((span) => ({ ...span, what: 'not sent yet, as far as is known' })),
    ...ofEpoch.givenUp.map((span) => ({ ...span, what: 'given up' })),
    ...ofEpoch.rejected.map((span) => ({ ...span, what: `rejected: ${span.what}` })),
    ...ofEpoch.tampered.map((span) => ({ ...span, what: 'came with two contents' })),
    ...ofEpoch.late.map((span) => ({ ...span, what: 'late' })),
  ].toSorted((one, other) => one.from - other.from);
}

function toJson({ gate, epochs, clock }: GateLedgers): object[] {
  return epochs.map(({ epoch, ledger: ofEpoch }) => ({
    gate,
    epoch,
    ...summarise(ofEpoch),
    ranges: rangesOf(ofEpoch),
    clock,
  }));
}
