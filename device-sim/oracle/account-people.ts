import type { AlertsAccount } from './account-alerts.ts';
import type { WrongCode } from './code-truth.ts';
import { passIdOf } from './evidence.ts';
import type { Offences } from './offence.ts';
import { type NotablePass, notablePasses, type Truth } from './truth.ts';

/** How people fared, by the world's truth; whoever was measured again is counted once. */
export interface PeopleFigures {
  fevers: {
    feverish: number;
    /** An alert was raised, or where nobody raises any, the gate found them too warm. */
    alerted: number;
    missed: number;
    falseAlarms: number;
    /** Of the false alarms: a contact thermometer said so, and the alert is resolved. */
    dispelled: number;
  };
  /** Codes that must not be let in, by what is wrong with them. */
  wrongCodes: Partial<Record<WrongCode, { shown: number; refused: number; held: number; letIn: number }>>;
  /** People with a right code whom a gate refused for it. */
  rightCodesRefused: number;
}

/** What a gate can see at the door without any list that might be late: nothing excuses an "ok". */
const seenAtTheDoor: ReadonlySet<WrongCode> = new Set(['forged', 'expired', 'other-community', 'red']);

/** @param alerts undefined where nobody raises any. */
export function accountForPeople(
  truth: Truth,
  alerts: AlertsAccount['feversByFirstLook'] | undefined,
  offences: Offences,
): PeopleFigures {
  const people: PeopleFigures = {
    fevers: { feverish: 0, alerted: 0, missed: 0, falseAlarms: 0, dispelled: 0 },
    wrongCodes: {},
    rightCodesRefused: 0,
  };
  const alarmed = alerts ?? alarmsOfGates(truth);
  for (const { gate, epoch, seq, pass } of notablePasses(truth)) {
    if (pass.recheckOf !== undefined) continue;
    countFever(people.fevers, pass, alarmed.get(passIdOf(gate, { epoch, seq })));
    countCode(people, pass);
    const { code, verdict, reason } = pass;
    if (verdict === 'admit' && reason === 'ok' && code?.wrong && seenAtTheDoor.has(code.wrong)) {
      offences.add({ law: 5, gate, epoch, seq, what: `was let in as ok with a code that is ${code.wrong}` });
    }
  }
  return people;
}

function countFever(
  fevers: PeopleFigures['fevers'],
  { feverish }: NotablePass,
  alarm: { state: string } | undefined,
): void {
  if (feverish) fevers.feverish++;
  if (feverish) fevers[alarm ? 'alerted' : 'missed']++;
  else if (alarm) {
    fevers.falseAlarms++;
    if (alarm.state === 'resolved') fevers.dispelled++;
  }
}

function countCode(people: PeopleFigures, { code, verdict, reason }: NotablePass): void {
  if (!code) return;
  if (!code.wrong) {
    if (verdict === 'refuse' && reason.startsWith('code-')) people.rightCodesRefused++;
    return;
  }
  const counts = people.wrongCodes[code.wrong] ?? { shown: 0, refused: 0, held: 0, letIn: 0 };
  people.wrongCodes[code.wrong] = counts;
  counts.shown++;
  counts[({ refuse: 'refused', recheck: 'held', admit: 'letIn' } as const)[verdict]]++;
}

/** Whom the gates themselves found too warm, at the first look or by a contact thermometer; resolved if that found nothing. */
function alarmsOfGates(truth: Truth): Map<string, { state: 'open' | 'resolved' }> {
  const alarms = new Map<string, { state: 'open' | 'resolved' }>();
  for (const { gate, epoch, seq, pass } of notablePasses(truth)) {
    const first = passIdOf(gate, { epoch, seq: pass.recheckOf ?? seq });
    if (pass.reason === 'fever-confirmed') alarms.set(first, { state: 'open' });
    else if (pass.recheckOf !== undefined && alarms.has(first)) alarms.set(first, { state: 'resolved' });
    else if (pass.reason === 'too-warm' || pass.reason === 'far-too-warm') alarms.set(first, { state: 'open' });
  }
  return alarms;
}
