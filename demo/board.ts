import { isAboutWarmth } from '../domain/judgement.ts';
import type { AlertMessage } from '../domain/messages/alert.ts';
import type { Pass } from '../domain/messages/pass.ts';
import { metricNames } from '../domain/names.ts';
import { agoOf, alertLine, type GateRow, gateLine, gatesHeader, legend, quantilesOf } from './wording.ts';

/** What the demo shows, gathered from what happens; nothing is shown that was not seen. */
export interface Board {
  connected(gate: string, isConnected: boolean): void;
  passed(gate: string, pass: Pass): void;
  acknowledged(gate: string, passes: number): void;
  measured(metric: { name: string; value: number }): void;
  alerted(message: AlertMessage): void;
  /** The whole table, a line each, in at most so many lines. @param nowMs for "how long ago". */
  lines(nowMs: number, linesMax: number): string[];
  /** One line with all sums, for where there is no terminal. */
  summary(): string;
}

const alertsShown = 5;
/** Of the last so many invocations the lag is told. */
const lagsKept = 200;

export function createBoard(gates: readonly string[]): Board {
  const rows = new Map<string, GateRow>(gates.map((gate) => [gate, blankRow()]));
  const rowOf = (gate: string) => rows.get(gate) ?? blankRow();
  const alerts = new Map<string, AlertMessage['alert']>();
  const sums = { stored: 0, quarantined: 0 };
  const lagsMs: number[] = [];

  const summary = () => {
    const made = [...rows.values()].reduce((sum, { made: ofGate }) => sum + ofGate, 0);
    const quarantined = sums.quarantined > 0 ? `, ${sums.quarantined} in quarantine` : '';
    return `passes ${made} made, ${sums.stored} stored${quarantined} · alerts ${alerts.size} · stored after ${quantilesOf(lagsMs)}`;
  };

  const newestAlerts = (nowMs: number) =>
    [...alerts.values()]
      .slice(-alertsShown)
      .toReversed()
      .map((alert) => `${alertLine(alert)}, ${agoOf(alert, nowMs)}`);

  return {
    connected: (gate, isConnected) => {
      rowOf(gate).isConnected = isConnected;
    },
    passed: (gate, pass) => {
      const row = rowOf(gate);
      row.made += 1;
      row.last = pass;
      if (isAboutWarmth(pass.reason)) row.tooWarm += 1;
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
    lines: (nowMs, linesMax) => {
      const gateLines = [gatesHeader, ...[...rows].map(([gate, row]) => gateLine(gate, row))];
      const heard = alerts.size > 0 ? newestAlerts(nowMs) : ['none yet'];
      const all = [...gateLines, '', summary(), '', "Alerts on the guards' topics, the newest first:"];
      // In a low terminal the legend goes first, and then the oldest alerts.
      const shown = [...all, ...heard.map((line) => `  ${line}`)];
      const withLegend = [...shown, '', ...legend];
      return (withLegend.length <= linesMax ? withLegend : shown).slice(0, linesMax);
    },
  };
}

function blankRow(): GateRow {
  return { isConnected: false, made: 0, acknowledged: 0, tooWarm: 0, last: undefined };
}
