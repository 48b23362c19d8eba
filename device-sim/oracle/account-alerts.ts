import { timeLimits } from '../../domain/limits/wire.ts';
import type { AlertKind } from '../../domain/messages/alert.ts';
import { type FoundAlerts, passIdOf, type StoredAlert } from './evidence.ts';
import type { Offence, Offences } from './offence.ts';
import { isOfRun, type NotablePass, notablePasses, type Truth } from './truth.ts';

export interface AlertFigures {
  /** Raised about what happened in this run. */
  stored: number;
  /** Of those in communities that somebody listened to. */
  heard: number;
  missing: number;
  doubled: number;
  withoutCause: number;
  /** Stored, not resolved, and told to nobody who listened. */
  neverHeard: number;
  /** Told to somebody, and not in the table. */
  neverStored: number;
  byKind: Partial<Record<AlertKind, number>>;
}

export interface AlertsAccount {
  figures: AlertFigures;
  /** Alerts of fever by the pass that came first, as `passIdOf`: whoever was measured again is one cause. */
  feversByFirstLook: ReadonlyMap<string, StoredAlert>;
}

/** What is about a gate that has done nothing: it makes no claim about a person. */
const accusations: ReadonlySet<AlertKind> = new Set(['gate-lying', 'gate-disabled']);

/** @param isStored whether a pass is in the table: only then must its alert be there too. */
export function accountForAlerts(
  truth: Truth,
  { stored, heard, listenedTo }: FoundAlerts,
  isStored: (gate: string, epoch: string, seq: number) => boolean,
  offences: Offences,
): AlertsAccount {
  const ofRun = stored.filter((alert) => isAboutRun(truth, alert));
  const figures: AlertFigures = {
    ...{ stored: ofRun.length, heard: 0, missing: 0, doubled: 0, withoutCause: 0, neverHeard: 0, neverStored: 0 },
    byKind: {},
  };
  const byCause = new Map<string, StoredAlert>();
  for (const alert of ofRun) {
    figures.byKind[alert.kind] = (figures.byKind[alert.kind] ?? 0) + 1;
    const groundless = whyGroundless(truth, alert);
    if (groundless) {
      figures.withoutCause++;
      offences.add({ ...offenceOf(alert, groundless), law: accusations.has(alert.kind) ? 5 : 2 });
    }
    const cause = causeOf(truth, alert);
    if (cause === undefined) continue;
    if (byCause.has(cause)) {
      figures.doubled++;
      offences.add(offenceOf(alert, `has a second alert of one cause (${alert.kind})`));
    } else byCause.set(cause, alert);
  }
  compareWithHeard({ ofRun, stored, heard, listenedTo }, truth, figures, offences);
  const bearers = new Set(ofRun.flatMap((alert) => bearerOf(truth, alert) ?? []));
  const earlier = new Set(stored.flatMap((alert) => earlierRefusal(truth, alert) ?? []));
  for (const { gate, epoch, seq, pass } of notablePasses(truth)) {
    const kind = expectedOf(pass);
    if (!kind || !isStored(gate, epoch, seq)) continue;
    const isThere =
      kind === 'fever'
        ? byCause.has(feverCause(truth, gate, epoch, seq, pass)) ||
          byCause.has(`fever ${passIdOf(gate, { epoch, seq })}`)
        : bearers.has(bearerKey(gate, pass)) || earlier.has(gateAndWindow(gate, pass.atMs));
    if (isThere) continue;
    figures.missing++;
    offences.add({ law: 2, gate, epoch, seq, what: `was ${inWords(pass)} at the gate, and no alert was raised` });
  }
  const fevers = [...byCause].filter(([, { kind }]) => kind === 'fever');
  return { figures, feversByFirstLook: new Map(fevers.map(([cause, alert]) => [cause.slice('fever '.length), alert])) };
}

/** By the gate's own words: what it calls too warm, and whom it refuses for their code. */
function expectedOf({ verdict, reason }: NotablePass): 'fever' | 'refused-code' | undefined {
  if (isWarm(reason)) return 'fever';
  return verdict === 'refuse' && reason.startsWith('code-') ? 'refused-code' : undefined;
}

function isWarm(reason: NotablePass['reason']): boolean {
  return reason === 'too-warm' || reason === 'far-too-warm' || reason === 'fever-confirmed';
}

/** The gate names the gravest cause only: somebody refused for their code, or before a sensor in doubt, may be warm too. */
function outweighsWarmth(pass: NotablePass): boolean {
  return pass.reason === 'sensor-fault' || expectedOf(pass) === 'refused-code';
}

function passOf(truth: Truth, { gate, about }: Pick<StoredAlert, 'gate' | 'about'>): NotablePass | undefined {
  return about && truth.gates.get(gate)?.epochs.get(about.epoch)?.notable.get(about.seq);
}

/** Of a gate of the fleet, and about a pass of this run, or about the gate within its time. */
function isAboutRun(truth: Truth, { gate: name, about, raisedAt }: StoredAlert): boolean {
  const gate = truth.gates.get(name);
  if (!gate) return false;
  if (!about) return Date.parse(raisedAt) >= truth.startedAtMs;
  const epoch = gate.epochs.get(about.epoch);
  return epoch ? about.seq >= epoch.firstSeq : Date.parse(raisedAt) >= truth.startedAtMs;
}

function whyGroundless(truth: Truth, alert: StoredAlert): string | undefined {
  const { kind, gate, about } = alert;
  if (!about) return accusations.has(kind) ? `an honest gate is accused (${kind})` : undefined;
  const epoch = truth.gates.get(gate)?.epochs.get(about.epoch);
  if (!epoch || !isOfRun(epoch, about.seq)) return `an alert (${kind}) names it, and the gate has not made it`;
  if (Number.isNaN(epoch.fingerprints[about.seq - epoch.firstSeq])) return undefined;
  const pass = epoch.notable.get(about.seq);
  if (kind === 'fever') {
    const first = pass?.recheckOf === undefined ? undefined : epoch.notable.get(pass.recheckOf);
    const isGrounded = [pass, first].some((look) => look && (isWarm(look.reason) || outweighsWarmth(look)));
    return isGrounded ? undefined : 'an alert says fever, and the gate found nobody warm';
  }
  if (kind === 'refused-code' && pass && expectedOf(pass) === kind) return undefined;
  return kind === 'refused-code' ? 'an alert says refused, and the gate refused nobody' : undefined;
}

/** What an alert was raised for, where that can be told from the world; two of one cause are one too many. */
function causeOf(truth: Truth, { kind, gate, about }: StoredAlert): string | undefined {
  if (!about) return undefined;
  const pass = passOf(truth, { gate, about });
  if (kind === 'fever') return feverCause(truth, gate, about.epoch, about.seq, pass);
  if (!pass?.code) return `${kind} ${passIdOf(gate, about)}`;
  return `${kind} ${gate} ${pass.code.ticket} ${windowOf(pass.atMs)}`;
}

/** A second look soon after the first is the same cause. */
function feverCause(truth: Truth, gate: string, epoch: string, seq: number, pass: NotablePass | undefined): string {
  const first = pass?.recheckOf;
  const firstAtMs =
    first === undefined ? undefined : truth.gates.get(gate)?.epochs.get(epoch)?.notable.get(first)?.atMs;
  const isOne = pass && firstAtMs !== undefined && Math.abs(pass.atMs - firstAtMs) <= timeLimits.secondReadingWithinMs;
  return `fever ${passIdOf(gate, { epoch, seq: isOne && first !== undefined ? first : seq })}`;
}

function bearerOf(truth: Truth, alert: StoredAlert): string | undefined {
  const pass = alert.kind === 'refused-code' ? passOf(truth, alert) : undefined;
  return pass && bearerKey(alert.gate, pass);
}

/** The same people come in the next run with the same seed: an alert of minutes ago may be theirs. */
function earlierRefusal(truth: Truth, alert: StoredAlert): string | undefined {
  if (alert.kind !== 'refused-code' || isAboutRun(truth, alert)) return undefined;
  return gateAndWindow(alert.gate, Date.parse(alert.raisedAt));
}

function gateAndWindow(gate: string, atMs: number): string {
  return `${gate} ${windowOf(atMs)}`;
}

/** One alert for one bearer at one gate in ten minutes. */
function bearerKey(gate: string, { code, atMs }: NotablePass): string {
  return `${gate} ${code?.bearer} ${windowOf(atMs)}`;
}

function windowOf(atMs: number): number {
  return Math.floor(atMs / timeLimits.refusedCodeWindowMs);
}

function compareWithHeard(
  { ofRun, stored, heard, listenedTo }: FoundAlerts & { ofRun: readonly StoredAlert[] },
  truth: Truth,
  figures: AlertFigures,
  offences: Offences,
): void {
  const heardIds = new Set(heard.map(({ alertId }) => alertId));
  for (const alert of ofRun) {
    if (heardIds.has(alert.alertId)) figures.heard++;
    else if (listenedTo.has(alert.community) && alert.state !== 'resolved') {
      figures.neverHeard++;
      offences.add(offenceOf(alert, `an alert (${alert.kind}) is stored, and the guards did not hear it`));
    }
  }
  const storedIds = new Set(stored.map(({ alertId }) => alertId));
  for (const alert of heard) {
    if (storedIds.has(alert.alertId) || !truth.gates.has(alert.gate)) continue;
    storedIds.add(alert.alertId);
    figures.neverStored++;
    offences.add(offenceOf(alert, `the guards heard an alert (${alert.kind}), and it is not stored`));
  }
}

function offenceOf({ gate, about }: Pick<StoredAlert, 'gate' | 'about'>, what: string): Offence {
  return { law: 2, gate, ...about, what };
}

function inWords({ verdict, reason }: NotablePass): string {
  return `${verdict === 'refuse' ? 'refused' : 'held'} (${reason})`;
}
