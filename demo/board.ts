import type { AlertMessage } from '../domain/messages/alert.ts';
import type { Pass } from '../domain/messages/pass.ts';
import { metricNames } from '../domain/names.ts';

/** What the demo shows, gathered from what happens; nothing is shown that was not seen. */
export interface Board {
  connected(gate: string, isConnected: boolean): void;
  passed(gate: string, pass: Pass): void;
  acknowledged(gate: string, passes: number): void;
  measured(metric: { name: string; value: number }): void;
  alerted(message: AlertMessage): void;
  /** The whole table, a line each. @param nowMs for "how long ago". */
  lines(nowMs: number): string[];
  /** One line with all sums, for where there is no terminal. */
  summary(): string;
}

interface Row {
  isConnected: boolean;
  made: number;
  acknowledged: number;
  alarms: number;
  last: Pass | undefined;
}

const alertsShown = 5;
/** Of the last so many invocations the lag is told. */
const lagsKept = 200;

export function createBoard(gates: readonly string[]): Board {
  const rows = new Map<string, Row>(gates.map((gate) => [gate, blankRow()]));
  const rowOf = (gate: string) => rows.get(gate) ?? blankRow();
  const alerts = new Map<string, AlertMessage['alert']>();
  const sums = { stored: 0, quarantined: 0 };
  const lagsMs: number[] = [];

  const summary = () => {
    const made = [...rows.values()].reduce((sum, row) => sum + row.made, 0);
    const quarantined = sums.quarantined > 0 ? `, ${sums.quarantined} in quarantine` : '';
    return `passes: ${made} made, ${sums.stored} stored${quarantined} · alerts: ${alerts.size} · lag: ${lag(lagsMs)}`;
  };

  return {
    connected: (gate, isConnected) => {
      rowOf(gate).isConnected = isConnected;
    },
    passed: (gate, pass) => {
      const row = rowOf(gate);
      row.made += 1;
      row.last = pass;
      if (pass.verdict !== 'admit') row.alarms += 1;
    },
    acknowledged: (gate, passes) => {
      rowOf(gate).acknowledged += passes;
    },
    measured: ({ name, value }) => {
      if (name === metricNames.passesStored) sums.stored += value;
      if (name === metricNames.passesQuarantined || name === metricNames.messagesQuarantined) sums.quarantined += value;
      if (name === metricNames.ingestAgeMs) lagsMs.push(value);
      if (lagsMs.length > lagsKept) lagsMs.shift();
    },
    alerted: ({ alert }) => {
      alerts.set(alert.alertId, alert);
    },
    summary,
    lines: (nowMs) => [
      header,
      ...[...rows].map(([gate, row]) => gateLine(gate, row)),
      '',
      summary(),
      ...[...alerts.values()]
        .slice(-alertsShown)
        .toReversed()
        .map((alert) => alertLine(alert, nowMs)),
    ],
  };
}

function blankRow(): Row {
  return { isConnected: false, made: 0, acknowledged: 0, alarms: 0, last: undefined };
}

const columns = [20, 8, 8, 13, 8, 10, 10, 24];

function table(cells: readonly string[]): string {
  return cells
    .map((cell, index) => cell.padEnd(columns[index] ?? 0))
    .join('')
    .trimEnd();
}

const header = table(['gate', 'online', 'passes', 'acknowledged', 'alarms', 'skin', 'baseline', 'verdict']);

function gateLine(gate: string, { isConnected, made, acknowledged, alarms, last }: Row): string {
  return table([
    gate,
    isConnected ? 'yes' : 'no',
    String(made),
    String(acknowledged),
    String(alarms),
    celsius(last?.skinC),
    celsius(last?.baselineC),
    last ? `${last.verdict} (${last.reason})` : '-',
  ]);
}

/** One alert in words, as a guard would hear it. */
export function alertLine({ kind, gate, person, raisedAt, state }: AlertMessage['alert'], nowMs: number): string {
  const agoS = Math.max(0, Math.round((nowMs - Date.parse(raisedAt)) / 1000));
  const warm = person ? `  ${celsius(person.skinC)}, baseline ${celsius(person.baselineC)}` : '';
  return `  ! ${kind} at ${gate}${warm}, ${agoS} s ago${state === 'resolved' ? ', resolved' : ''}`;
}

export function celsius(value: number | null | undefined): string {
  return value === null || value === undefined ? '-' : `${value.toFixed(2)} °C`;
}

function lag(lagsMs: readonly number[]): string {
  if (lagsMs.length === 0) return '-';
  const sorted = lagsMs.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}
