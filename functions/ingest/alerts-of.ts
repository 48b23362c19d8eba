import { deviceAlertId, feverAlertId, refusedCodeAlertId } from '../../domain/alert-identity.ts';
import { isTooWarm, type Judgement, judge } from '../../domain/judgement.ts';
import { localDay } from '../../domain/local-day.ts';
import type { Alert } from '../../domain/messages/alert.ts';
import { defaultConfig, type GateConfig } from '../../domain/messages/config.ts';
import type { Pass, Reason } from '../../domain/messages/pass.ts';
import type { AlertDraft } from '../shared/alerting.ts';
import type { Sender } from '../shared/sender.ts';
import { isLate } from '../shared/timing.ts';

interface Circumstances {
  from: Sender;
  pass: Pass;
  /** The config that the pass names; undefined when the gate was never given it. */
  config: GateConfig | undefined;
  subject: string | undefined;
  receivedAt: number;
  timeZone: string;
}

/**
 * Which alerts a pass gives cause for. The gate has decided at the door; here its verdict is repeated by the same
 * rule (law 5), and whatever either of the two found goes to the guards: a gate that lies must not hide a fever.
 */
export function alertsOf(circumstances: Circumstances): AlertDraft[] {
  const { from, pass, config, subject } = circumstances;
  const judged = judge(pass, config ?? defaultConfig);
  const alerts: AlertDraft[] = [];
  // Asked by itself: a red code outweighs a temperature in the verdict, and both matter to the guard.
  if (isTooWarm(pass, config ?? defaultConfig) || pass.reason === 'too-warm') {
    alerts.push(personAlert('fever', feverAlertId(from.gate, pass), 'too-warm', circumstances));
  }
  if (subject !== undefined && (judged.verdict === 'refuse' || pass.verdict === 'refuse')) {
    const alertId = refusedCodeAlertId(from.gate, subject, Date.parse(pass.at));
    const { reason } = judged.verdict === 'refuse' ? judged : pass;
    alerts.push(personAlert('refused-code', alertId, reason, circumstances));
  }
  if (!config) alerts.push(lyingAlert('unknown config', circumstances));
  else if (judged.verdict !== pass.verdict || judged.reason !== pass.reason) {
    alerts.push(lyingAlert(`said ${inWords(pass)}, its readings say ${inWords(judged)}`, circumstances));
  }
  return alerts;
}

function common({ from, pass, receivedAt }: Circumstances) {
  return { ...from, raisedAt: pass.at, late: isLate(pass.at, receivedAt) };
}

function personAlert(kind: Alert['kind'], alertId: string, reason: Reason, circumstances: Circumstances): AlertDraft {
  const { epoch, seq, direction, site, skinC, baselineC } = circumstances.pass;
  const person = { epoch, seq, direction, site, skinC, baselineC, reason };
  return { ...common(circumstances), alertId, kind, person };
}

/** One a gate and day: a gate that is broken is so with every pass. */
function lyingAlert(detail: string, circumstances: Circumstances): AlertDraft {
  const { from, pass, timeZone } = circumstances;
  const day = localDay(Date.parse(pass.at), timeZone);
  return {
    ...common(circumstances),
    alertId: deviceAlertId('gate-lying', from.gate, day),
    kind: 'gate-lying',
    detail,
  };
}

function inWords({ verdict, reason }: Judgement): string {
  return `${verdict} (${reason})`;
}
