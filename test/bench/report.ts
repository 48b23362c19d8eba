import { availableParallelism, loadavg } from 'node:os';
import type { EndToEnd } from './end-to-end.ts';
import type { Measurements } from './measure.ts';
import { median } from './median.ts';

/** A line of the table; also what `--json` writes. */
interface ReportRow {
  what: string;
  /** Median of the rounds. */
  passesPerS: number;
  rounds: number[];
  /** Beside the bare loop with as many items a request, one request at a time: median of the rounds' ratios. */
  ofBareLoop?: number;
  pubackMs?: { p50: number | null; p99: number | null };
  /** How long after the last PUBACK the last pass was stored. */
  behindMs?: number;
  published?: number;
  lost?: number;
  twice?: number;
}

export interface Report {
  machine: { cores: number; node: string; loadBefore: number };
  rows: ReportRow[];
  alerts: { p50: number | null; p99: number | null; max: number | null; missing: number };
  /** Every published pass is in the table once, and every alert was heard. */
  isComplete: boolean;
}

export function reportOf(measured: Measurements, loadBefore: number): Report {
  const { bare, endToEnd, paced, alerts, stored } = measured;
  const rows: ReportRow[] = [
    ...bare.map(({ itemsPerRequest, inFlight, itemsPerS }) => ({
      what: `bare ${itemsPerRequest === 1 ? 'puts' : `batches of ${itemsPerRequest}`}, ${inFlight} at a time`,
      passesPerS: median(itemsPerS),
      rounds: itemsPerS,
    })),
    ...endToEnd.map(({ passesPerMessage, runs }) => {
      const loop = bare.find(({ itemsPerRequest, inFlight }) => itemsPerRequest === passesPerMessage && inFlight === 1);
      const ratios = runs.map(({ passesPerS }, round) => passesPerS / (loop?.itemsPerS[round] ?? Number.NaN));
      return { ...rowOf(`${passesPerMessage} a message, full speed`, runs, stored), ofBareLoop: median(ratios) };
    }),
    ...paced.map(({ passesPerMessage, askedPerS, run }) =>
      rowOf(`${passesPerMessage} a message, paced at ${askedPerS}/s`, [run], stored),
    ),
    rowOf('1 a message, every one a fever', [alerts], stored),
  ];
  const isWhole = rows.every(({ lost = 0, twice = 0 }) => lost + twice === 0);
  return {
    machine: { cores: availableParallelism(), node: process.version, loadBefore },
    rows,
    alerts: { ...alerts.alertMs, missing: alerts.alertsMissing },
    isComplete: isWhole && alerts.alertsMissing === 0,
  };
}

function rowOf(what: string, runs: readonly EndToEnd[], stored: ReadonlyMap<string, number>): ReportRow {
  const checks = runs.map(({ ledger }) => ledger.compare(stored));
  const rates = runs.map(({ passesPerS }) => passesPerS);
  return {
    what,
    passesPerS: median(rates),
    rounds: rates,
    pubackMs: {
      p50: median(runs.map(({ pubackMs }) => pubackMs.p50 ?? 0)),
      p99: median(runs.map(({ pubackMs }) => pubackMs.p99 ?? 0)),
    },
    behindMs: median(runs.map(({ behindMs }) => behindMs)),
    published: sum(runs.map(({ published }) => published)),
    lost: sum(checks.map(({ lost }) => lost)),
    twice: sum(checks.map(({ twice }) => twice)),
  };
}

/** The load of the machine in the last minute, before the benchmark makes its own. */
export function machineLoad(): number {
  return loadavg()[0] ?? 0;
}

export function describeReport({ machine, rows, alerts, isComplete }: Report): string {
  const header = ['', 'passes/s', 'of bare loop', 'PUBACK p50', 'p99 ms', 'behind ms', 'published', 'lost', 'twice'];
  const cells = rows.map((row) => [
    row.what,
    row.passesPerS.toFixed(0),
    row.ofBareLoop === undefined ? '' : `${(100 * row.ofBareLoop).toFixed(0)} %`,
    decimal(row.pubackMs?.p50),
    decimal(row.pubackMs?.p99),
    row.behindMs?.toFixed(0) ?? '',
    String(row.published ?? ''),
    String(row.lost ?? ''),
    String(row.twice ?? ''),
  ]);
  const lines = [
    ...align([header, ...cells]),
    `publish to alert: p50 ${decimal(alerts.p50)} ms, p99 ${decimal(alerts.p99)} ms, longest ${decimal(alerts.max)} ms, ${alerts.missing} missing`,
    `${machine.cores} cores, Node ${machine.node}, load before the run ${machine.loadBefore.toFixed(2)}`,
    isComplete ? 'Every published pass is in the table once.' : 'NOT every published pass is in the table once.',
  ];
  return `${lines.join('\n')}\n`;
}

function align(rows: readonly string[][]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}

function decimal(value: number | null | undefined): string {
  return value === undefined ? '' : (value?.toFixed(1) ?? '–');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
