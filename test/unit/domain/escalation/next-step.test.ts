// Goal: each step once and in order, nothing once somebody sees to it, and nothing forgotten meanwhile.
// Method: by hand for what starts and stops a step; random lives of alerts, looked at by many at random moments.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { handleAlert } from '../../../../domain/alerts/life-cycle.ts';
import { cannotWait, nextStep, takenOn, toldOf } from '../../../../domain/escalation/next-step.ts';
import { escalationLimits } from '../../../../domain/limits/escalation.ts';
import { type Alert, alert as alertShape } from '../../../../domain/messages/alert.ts';

const waits = { officerMs: 60_000, districtMs: 300_000 };
const raisedMs = Date.parse('2026-11-24T03:00:00.000Z');
const at = (s: number) => new Date(raisedMs + s * 1_000).toISOString();
const by = { subject: 'wang' };
const person = { epoch: 'epoch000', seq: 1, direction: 'in', site: 'face', skinC: 37, baselineC: 35.2 } as const;
const fever: Alert = {
  alertId: 'fever#gate-1#epoch000#1',
  kind: 'fever',
  state: 'open',
  revision: 0,
  district: 'yuhang',
  community: 'xixi',
  gate: 'gate-1',
  raisedAt: at(0),
  late: false,
  person: { ...person, reason: 'too-warm' },
};
const confirmedAtGate: Alert = {
  ...fever,
  person: { ...person, reason: 'fever-confirmed', contactC: 38.1, contactAt: at(20) },
};

function handled(alert: Alert, action: Parameters<typeof handleAlert>[1], s: number): Alert {
  const done = handleAlert(alert, action, { by, at: at(s) });
  if ('refused' in done) throw new Error(done.refused);
  return done.alert;
}
const measured = (alert: Alert, contactC: number, s: number) =>
  handled(alert, { kind: 'measure', contactC, contactLimitC: 37.3 }, s);
const tolds = (alert: Alert, level: 1 | 2, s: number) =>
  toldOf(takenOn(alert, { level, dueAt: at(s), kind: 'begin' }, at(s)), level, []);

describe('an alert that nobody sees to', () => {
  test('goes to the officer after a minute and to the district after five, and then to nobody', () => {
    expect(nextStep(fever, waits)).toEqual({ level: 1, dueAt: at(60), kind: 'begin' });
    const atOfficer = tolds(fever, 1, 61);
    expect(nextStep(atOfficer, waits)).toEqual({ level: 2, dueAt: at(300), kind: 'begin' });
    expect(nextStep(tolds(atOfficer, 2, 300), waits)).toBeUndefined();
  });

  test('is gone on with when its teller came to grief, at the same step', () => {
    const begun = takenOn(fever, { level: 1, dueAt: at(60), kind: 'begin' }, at(61));
    const next = nextStep(begun, waits);
    expect(next).toEqual({ level: 1, dueAt: at(61 + escalationLimits.tellingMs / 1_000), kind: 'go-on' });
    const again = next && takenOn(begun, next, at(120));
    expect(again?.escalation).toEqual({ level: 1, steps: [{ level: 1, at: at(120) }] });
  });
});

describe('nobody is told', () => {
  const acknowledged = handled(fever, { kind: 'acknowledge' }, 10);
  test.each<[string, Alert]>([
    ['of a late one', { ...fever, late: true }],
    ['of one that is acknowledged', acknowledged],
    ['of one that the thermometer did not confirm', measured(acknowledged, 36.6, 20)],
    ['of one that is resolved', handled(fever, { kind: 'resolve', outcome: 'let-in' }, 10)],
    ['of a device that operators hear of', { ...fever, kind: 'gate-offline', person: undefined }],
    ['of a confirmed one that is acknowledged after that', handled(confirmedAtGate, { kind: 'acknowledge' }, 30)],
    [
      'of a confirmed one that somebody has taken over since',
      handled(measured(acknowledged, 38, 20), { kind: 'hand-over', to: { subject: 'chen' } }, 25),
    ],
  ])('%s', (_what, alert) => {
    expect(nextStep(alert, waits)).toBeUndefined();
  });
});

describe('a confirmed fever goes on', () => {
  test('though the guard has it in hand, a minute after the thermometer', () => {
    const confirmed = measured(handled(fever, { kind: 'acknowledge' }, 10), 38, 20);
    expect(nextStep(confirmed, waits)).toMatchObject({ level: 1, dueAt: at(80) });
    expect(nextStep(measured(fever, 38, 20), waits)).toMatchObject({ level: 1, dueAt: at(80) });
  });

  test('when the gate has read it, and until a second reading says otherwise', () => {
    expect(nextStep(confirmedAtGate, waits)).toMatchObject({ level: 1, dueAt: at(80) });
    expect(nextStep(measured(confirmedAtGate, 36.5, 30), waits)).toBeUndefined();
  });

  test('and gets through to people who want to be left alone, as tampering does', () => {
    expect([fever, confirmedAtGate, { ...fever, kind: 'tampering' as const }].map(cannotWait)).toEqual([
      false,
      true,
      true,
    ]);
  });
});

type Event = { s: number; what: 'look' | 'crash' | 'acknowledge' | 'confirm' | 'resolve' };
const events = fc.array(
  fc.record<Event>({
    s: fc.integer({ min: 1, max: 900 }),
    what: fc.constantFrom('look', 'look', 'look', 'crash', 'acknowledge', 'confirm', 'resolve'),
  }),
  { maxLength: 40 },
);

/** An alert's life: looks and deeds in order of time, each on what the one before left. */
function live(happened: readonly Event[]) {
  let alert = fever;
  const told: { level: number; s: number; state: Alert['state'] }[] = [];
  for (const { s, what } of happened.toSorted((one, other) => one.s - other.s)) {
    if (what === 'look' || what === 'crash') {
      const next = nextStep(alert, waits);
      if (!next || next.dueAt > at(s)) continue;
      const taken = takenOn(alert, next, at(s));
      alert = what === 'crash' ? taken : toldOf(taken, next.level, [{ result: 'accepted' }]);
      if (what === 'look') told.push({ level: next.level, s, state: taken.state });
      continue;
    }
    const action =
      what === 'resolve'
        ? ({ kind: 'resolve', outcome: 'let-in' } as const)
        : what === 'acknowledge'
          ? ({ kind: 'acknowledge' } as const)
          : ({ kind: 'measure', contactC: 38, contactLimitC: 37.3 } as const);
    const done = handleAlert(alert, action, { by, at: at(s) });
    if ('alert' in done) alert = done.alert;
  }
  return { alert, told };
}

test('whatever happens: each step at most once, in order, never too early, never after the end', () => {
  fc.assert(
    fc.property(events, (happened) => {
      const { alert, told } = live(happened);
      const levels = told.map(({ level }) => level);
      expect(levels).toEqual([...new Set(levels)].toSorted());
      for (const { level, s, state } of told) {
        expect(s).toBeGreaterThanOrEqual(level === 1 ? 60 : 300);
        expect(state).not.toBe('resolved');
      }
      expect(alertShape.safeParse(alert).success).toBe(true);
    }),
  );
});

test('whatever happens: who looks often enough tells everybody, or somebody sees to it', () => {
  fc.assert(
    fc.property(events, (happened) => {
      const looks = Array.from({ length: 30 }, (_, index) => ({ s: 1_000 + index * 60, what: 'look' as const }));
      const { alert } = live([...happened, ...looks]);
      expect(nextStep(alert, waits)).toBeUndefined();
      const isSeenTo = alert.state !== 'open';
      expect(isSeenTo || alert.escalation?.steps.every(({ told }) => told !== undefined)).toBe(true);
      if (!isSeenTo) expect(alert.escalation?.level).toBe(2);
    }),
  );
});
