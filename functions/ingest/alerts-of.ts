import { codeAlertId, deviceAlertId, feverAlertId } from '../../domain/alert-identity.ts';
import { isAboutWarmth, isFeverConfirmed, type Judgement, warmth } from '../../domain/judgement.ts';
import { localDay } from '../../domain/local-day.ts';
import type { Alert } from '../../domain/messages/alert.ts';
import { defaultConfig, type GateConfig } from '../../domain/messages/config.ts';
import type { Pass, Reason } from '../../domain/messages/pass.ts';
import type { AlertDraft } from '../shared/alerting.ts';
import type { Sender } from '../shared/sender.ts';
import { isLate } from '../shared/timing.ts';
import { type CodeRecord, type Confirmed, sinceWhen } from './shown-code.ts';

/** A pass, and all that is known about it. */
export interface Circumstances {
  from: Sender;
  pass: Pass;
  /** The config that the pass names; undefined when the gate was never given it. */
  config: GateConfig | undefined;
  code: CodeRecord | undefined;
  /** What the gate's own readings, config and lists come to; undefined when it names what it was never given. */
  judged: Judgement | undefined;
  /** Since when what lists say of the code is so, by suspicion; one that is missing came of a short hash, by chance. */
  confirmed: Confirmed;
  receivedAt: number;
  timeZone: string;
}

/**
 * Which alerts a pass gives cause for. The gate has decided at the door; here its verdict is repeated by the same
 * rule (law 5), and whatever either of the two found goes to the guards: a gate that lies must not hide a fever.
 */
export function alertsOf(circumstances: Circumstances): { raised: AlertDraft[]; dispelled: AlertDraft[] } {
  const { from, pass, code, judged } = circumstances;
  const temperature = temperatureAlerts(circumstances);
  const raised = [...temperature.raised];
  const refused = [judged, pass].find((judgement) => judgement?.verdict === 'refuse' && isAboutCode(judgement.reason));
  if (code && refused) {
    const alertId = codeAlertId('refused-code', from.gate, code.subject, Date.parse(pass.at));
    raised.push(personAlert('refused-code', alertId, refused.reason, circumstances, mistakenly(circumstances)));
  }
  if (pass.sensorFault) raised.push(deviceAlert('sensor-fault', pass.sensorFault, circumstances));
  if (!judged)
    raised.push(deviceAlert('gate-lying', 'names a config or a list that it was never given', circumstances));
  else if (judged.verdict !== pass.verdict || judged.reason !== pass.reason) {
    const detail = `said ${inWords(pass)}, its readings say ${inWords(judged)}`;
    raised.push(deviceAlert('gate-lying', detail, circumstances));
  }
  return { raised, dispelled: temperature.dispelled };
}

/** Asked by itself: a red code outweighs a temperature in the verdict, and both matter to the guard. */
function temperatureAlerts(circumstances: Circumstances): { raised: AlertDraft[]; dispelled: AlertDraft[] } {
  const { from, pass, config = defaultConfig } = circumstances;
  const alertOf = (reason: Reason) => personAlert('fever', feverAlertId(from.gate, pass), reason, circumstances);
  if (pass.contactC === undefined) {
    const found = warmth(pass, config) ?? (isAboutWarmth(pass.reason) ? pass.reason : undefined);
    return { raised: found ? [alertOf(found)] : [], dispelled: [] };
  }
  if (isFeverConfirmed(pass, config)) return { raised: [alertOf('fever-confirmed')], dispelled: [] };
  const suspected = pass.recheckOf?.reason;
  return { raised: [], dispelled: suspected && isAboutWarmth(suspected) ? [alertOf(suspected)] : [] };
}

/** One code in some hundred thousand is taken for a revoked one: its bearer is at the gate, and is owed a word. */
function mistakenly({ judged, code, confirmed }: Circumstances): string | undefined {
  if (judged?.reason !== 'code-revoked') return undefined;
  const revoked = code?.suspicions.find(({ kind }) => kind === 'revoked');
  if (revoked && sinceWhen(revoked, confirmed) !== undefined) return undefined;
  return 'no such revocation is on record: taken for another code by chance, let the person in';
}

function isAboutCode(reason: Reason): boolean {
  return reason.startsWith('code-');
}

function common({ from, pass, receivedAt }: Circumstances) {
  return { ...from, raisedAt: pass.at, late: isLate(pass.at, receivedAt) };
}

export function personAlert(
  kind: Alert['kind'],
  alertId: string,
  reason: Reason,
  circumstances: Circumstances,
  detail?: string,
): AlertDraft {
  const { epoch, seq, direction, site, skinC, baselineC, contactC } = circumstances.pass;
  const person = {
    epoch,
    seq,
    direction,
    site,
    skinC,
    baselineC,
    reason,
    ...(contactC && { contactC, contactAt: circumstances.pass.at }),
  };
  return { ...common(circumstances), alertId, kind, person, ...(detail && { detail }) };
}

/** One a gate and day: a gate that is broken is so with every pass. */
function deviceAlert(kind: 'gate-lying' | 'sensor-fault', detail: string, circumstances: Circumstances): AlertDraft {
  const { from, pass, timeZone } = circumstances;
  const day = localDay(Date.parse(pass.at), timeZone);
  return { ...common(circumstances), alertId: deviceAlertId(kind, from.gate, day), kind, detail };
}

function inWords({ verdict, reason }: Judgement): string {
  return `${verdict} (${reason})`;
}
