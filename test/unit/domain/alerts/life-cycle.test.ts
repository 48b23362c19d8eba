// Goal: an alert is handled by people who do not wait for one another, and what each did stays true.
// Method: every action in every state, one test for each refusal; then any actions of any people in any order, as laws.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outcomes } from '../../../../domain/alerts/kinds.ts';
import { type AlertAction, handleAlert, heldBy } from '../../../../domain/alerts/life-cycle.ts';
import { handlingLimits } from '../../../../domain/limits/handling.ts';
import { type Actor, type Alert, alert } from '../../../../domain/messages/alert.ts';

const start = Date.parse('2026-11-24T03:04:05.678Z');
const at = (seconds: number) => new Date(start + seconds * 1_000).toISOString();
const wang: Actor = { subject: 'post-north', guard: 'wang' };
const chen: Actor = { subject: 'post-north', guard: 'chen' };

const raised = {
  alertId: 'fever#gate-1#epoch000#7',
  kind: 'fever',
  state: 'open',
  district: 'yuhang',
  community: 'xixi',
  gate: 'gate-1',
  raisedAt: at(0),
  late: false,
};
const fever = alert.parse(raised);
const offline = alert.parse({ ...raised, alertId: 'gate-offline#gate-1#x', kind: 'gate-offline' });

/** Handles an alert by steps that must all fit, one second apart. */
function handled(from: Alert, ...steps: [AlertAction, Actor][]): Alert {
  return steps.reduce((now, [action, by], index) => {
    const next = handleAlert(now, action, { by, at: at(index + 1) });
    if ('refused' in next) throw new Error(next.refused);
    return next.alert;
  }, from);
}

const acknowledge: AlertAction = { kind: 'acknowledge' };
const measure: AlertAction = { kind: 'measure', contactC: 38.1, contactLimitC: 37.3 };
const letIn: AlertAction = { kind: 'resolve', outcome: 'let-in', note: '37.0 by mouth' };
const reopen: AlertAction = { kind: 'reopen' };
const toChen: AlertAction = { kind: 'hand-over', to: chen };

test('an alert of before there was a life cycle is one that nobody has touched', () => {
  expect(fever).toEqual({ ...raised, revision: 0 });
});

test('acknowledged, measured, handed over and resolved: who did what and when stays on the alert', () => {
  const resolved = handled(fever, [acknowledge, wang], [measure, wang], [toChen, wang], [letIn, chen]);
  expect(resolved).toEqual({
    ...raised,
    state: 'resolved',
    revision: 4,
    resolvedAt: at(4),
    handling: {
      acknowledgedAt: at(1),
      acknowledgedBy: wang,
      measurement: { contactC: 38.1, contactLimitC: 37.3, at: at(2), by: wang },
      handedOver: [{ at: at(3), by: wang, to: chen }],
      outcome: 'let-in',
      note: '37.0 by mouth',
      resolvedBy: chen,
    },
  });
  expect(heldBy(resolved)).toEqual(chen);
});

test.each([
  ['measure', measure],
  ['resolve', letIn],
])('who begins with %s has acknowledged it by that', (_name, action) => {
  expect(handled(fever, [action, wang]).handling).toMatchObject({ acknowledgedAt: at(1), acknowledgedBy: wang });
});

describe('what does not fit the alert as it is now is refused', () => {
  const acknowledged = handled(fever, [acknowledge, wang]);
  const resolved = handled(fever, [letIn, wang]);
  test.each<[string, Alert, AlertAction]>([
    ['acknowledged-already', acknowledged, acknowledge],
    ['not-acknowledged', fever, toChen],
    ['resolved-already', resolved, acknowledge],
    ['resolved-already', resolved, measure],
    ['resolved-already', resolved, letIn],
    ['resolved-already', resolved, toChen],
    ['not-resolved', acknowledged, reopen],
    ['nobody-to-measure', offline, measure],
    ['not-an-outcome-of-this-kind', offline, letIn],
    ['not-an-outcome-of-this-kind', offline, { kind: 'resolve', outcome: 'referred' }],
    ['too-late-to-reopen', { ...resolved, handling: {} }, reopen],
  ])('%s', (refused, before, action) => {
    expect(handleAlert(before, action, { by: wang, at: at(9) })).toEqual({ refused });
  });
});

test('a wrong tap is taken back within a minute, by whoever made it', () => {
  const resolved = handled(fever, [measure, wang], [letIn, wang]);
  const atMs = (ms: number) => new Date(start + 2_000 + ms).toISOString();
  const reopenedAt = (ms: number, by: Actor) => handleAlert(resolved, reopen, { by, at: atMs(ms) });
  const measured = handled(fever, [measure, wang]);
  expect(reopenedAt(handlingLimits.undoWithinMs, wang)).toEqual({
    alert: { ...measured, revision: 3 },
    change: 'reopened',
  });
  expect(reopenedAt(handlingLimits.undoWithinMs + 1, wang)).toEqual({ refused: 'too-late-to-reopen' });
  expect(reopenedAt(0, chen)).toEqual({ refused: 'too-late-to-reopen' });
});

const anybody = fc.constantFrom<Actor>(wang, chen, { subject: 'post-south' });
const anything: fc.Arbitrary<AlertAction> = fc.oneof(
  fc.constantFrom(acknowledge, measure, reopen),
  fc.record({ kind: fc.constant('hand-over' as const), to: anybody }),
  fc.record({ kind: fc.constant('resolve' as const), outcome: fc.constantFrom(...outcomes) }),
);
const deeds = fc.array(fc.tuple(anything, anybody, fc.nat(90)), { maxLength: 40 });

test('whatever people do: it stays an alert, revisions count, and a resolved one has an end and one that is open has none', () => {
  fc.assert(
    fc.property(fc.constantFrom(fever, offline), deeds, (before, all) => {
      let now = before;
      let seconds = 0;
      for (const [action, by, pauseS] of all) {
        seconds += pauseS;
        const next = handleAlert(now, action, { by, at: at(seconds) });
        if ('refused' in next) continue;
        expect(alert.parse(next.alert)).toEqual(next.alert);
        expect(next.alert.revision).toBe(now.revision + 1);
        now = next.alert;
        expect(now.resolvedAt !== undefined).toBe(now.state === 'resolved');
        expect(now.handling?.outcome !== undefined).toBe(now.state === 'resolved');
        expect(heldBy(now) !== undefined).toBe(now.state !== 'open');
      }
    }),
  );
});
