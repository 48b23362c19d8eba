import type { AlertMessage } from '../domain/messages/alert.ts';
import { defaultConfig } from '../domain/messages/config.ts';
import type { Pass } from '../domain/messages/pass.ts';

/** How the demo words what it shows, for somebody who sees Gatehouse for the first time. At most 79 characters wide. */

/** What one gate did so far. */
export interface GateRow {
  isConnected: boolean;
  made: number;
  acknowledged: number;
  tooWarm: number;
  last: Pass | undefined;
}

const columns = [16, 7, 7, 6, 9, 8, 9];
/** What is left for the decision of the 79. */
const decisionWidth = 79 - columns.reduce((sum, width) => sum + width, 0);

function row(cells: readonly string[]): string {
  return cells
    .map((cell, index) => cell.padEnd(columns[index] ?? 0))
    .join('')
    .trimEnd();
}

export const gatesHeader = row(['gate', 'online', 'passes', 'sent', 'too warm', 'skin °C', 'baseline', 'decision']);

export function gateLine(gate: string, { isConnected, made, acknowledged, tooWarm, last }: GateRow): string {
  return row([
    gate,
    isConnected ? 'yes' : 'no',
    String(made),
    String(acknowledged),
    String(tooWarm),
    inHundredths(last?.skinC),
    inHundredths(last?.baselineC),
    last ? shortDecision(last) : '-',
  ]);
}

/** What the gate decided, and why unless nothing was to be seen. */
function decision({ verdict, reason }: Pick<Pass, 'verdict' | 'reason'>): string {
  return reason === 'ok' ? verdict : `${verdict}, ${reason}`;
}

/** Where both do not fit, the reason alone. */
function shortDecision({ verdict, reason }: Pick<Pass, 'verdict' | 'reason'>): string {
  const why = reason === 'provider-unreachable' ? 'no provider' : reason.replace('code-', '');
  const both = reason === 'ok' ? verdict : `${verdict}, ${why}`;
  return both.length <= decisionWidth ? both : why;
}

export const legend = [
  'baseline  median of the last people at this gate. Who is warmer than that by',
  `          ${defaultConfig.limitC.face} °C or more is held: a guard measures again (recheck, too-warm).`,
  'learning  still too few people to compare with: the guard measures everybody.',
] as const;

/** One pass in a line of its own. */
export function passLine(gate: string, pass: Pass): string {
  return `${timeOf(pass.at)}  ${gate.padEnd(columns[0] ?? 0)} ${inHundredths(pass.skinC)} °C  ${decision(pass)}`;
}

/** One alert in words, as a guard would hear it. */
export function alertLine({ kind, gate, person, raisedAt, state }: AlertMessage['alert']): string {
  const measured = kind === 'fever' && person ? `: ${measurement(person)}` : '';
  return `! ${timeOf(raisedAt)} ${kind} at ${gate}${measured}${state === 'resolved' ? ', resolved' : ''}`;
}

function measurement({ contactC, skinC, baselineC }: NonNullable<AlertMessage['alert']['person']>): string {
  if (contactC !== undefined) return `${inHundredths(contactC)} °C by contact thermometer`;
  return `${inHundredths(skinC)} °C, baseline ${inHundredths(baselineC)}`;
}

export function agoOf({ raisedAt }: AlertMessage['alert'], nowMs: number): string {
  const seconds = Math.max(0, Math.round((nowMs - Date.parse(raisedAt)) / 1000));
  return seconds < 100 ? `${seconds} s ago` : `${Math.round(seconds / 60)} min ago`;
}

/** UTC. */
function timeOf(instant: string): string {
  return instant.slice(11, 19);
}

function inHundredths(celsius: number | null | undefined): string {
  return celsius === null || celsius === undefined ? '-' : celsius.toFixed(2);
}

export function quantilesOf(valuesMs: readonly number[]): string {
  if (valuesMs.length === 0) return '-';
  const sorted = valuesMs.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}
