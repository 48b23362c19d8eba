import type { personAlertKinds } from './alerts/kinds.ts';
import { timeLimits } from './limits/wire.ts';
import type { Pass } from './messages/pass.ts';

/**
 * One alert for one cause: the id is made from the cause, so that whoever notices the same thing again, a second
 * gate thread or a redelivered message, comes to the same id, and one conditional put decides who raised it.
 */

/**
 * A person: each pass is its own cause. A second reading within two minutes belongs to the first; later than
 * that it stands for itself, so that no gate can hide a day's people behind one old alert.
 */
export function feverAlertId(gate: string, pass: Pick<Pass, 'epoch' | 'seq' | 'at' | 'recheckOf'>): string {
  const { recheckOf } = pass;
  const sinceFirstMs = recheckOf ? Date.parse(pass.at) - Date.parse(recheckOf.at) : Number.POSITIVE_INFINITY;
  const isSecondReading = Math.abs(sinceFirstMs) <= timeLimits.secondReadingWithinMs;
  return `fever#${gate}#${pass.epoch}#${isSecondReading && recheckOf ? recheckOf.seq : pass.seq}`;
}

/** What somebody's code gives cause for: the same person again and again at a gate is one alert in ten minutes. */
export function codeAlertId(
  kind: Exclude<(typeof personAlertKinds)[number], 'fever'>,
  gate: string,
  subject: string,
  atMs: number,
): string {
  return `${kind}#${gate}#${subject}#${windowStart(atMs)}`;
}

/** A device: one alert an episode; `episode` is an instant or a day, whatever began it. */
export function deviceAlertId(
  kind:
    | 'gate-offline'
    | 'gate-lying'
    | 'gate-disabled'
    | 'sensor-fault'
    | 'passes-missing'
    | 'clock-wrong'
    | 'tampering',
  gate: string,
  episode: string,
): string {
  return `${kind}#${gate}#${episode}`;
}

/** What happened to the gate: the same event is one alert in ten minutes. */
export function gateEventAlertId(gate: string, event: string, atMs: number): string {
  return `gate-event#${gate}#${event}#${windowStart(atMs)}`;
}

function windowStart(atMs: number): string {
  return new Date(atMs - (atMs % timeLimits.refusedCodeWindowMs)).toISOString();
}
