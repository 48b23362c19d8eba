// Goal: a guard sees the worst first, and a crowd of alerts as a few groups, with none lost among them.
// Method: laws over any alerts in any order.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alertRank, groupAlerts, inOrder } from '../../../../domain/alerts/order.ts';
import { handlingLimits } from '../../../../domain/limits/handling.ts';
import type { Alert } from '../../../../domain/messages/alert.ts';

const start = Date.parse('2026-11-24T03:04:05.678Z');

type Listed = Pick<Alert, 'alertId' | 'kind' | 'late' | 'raisedAt' | 'state' | 'gate'>;
const one = (alertId: string, change: Partial<Listed> = {}, seconds = 0): Listed => ({
  alertId,
  kind: 'fever',
  late: false,
  state: 'open',
  gate: 'gate-1',
  raisedAt: new Date(start + seconds * 1_000).toISOString(),
  ...change,
});

test('what nobody has seen goes first, then what is not late, then the gravest kind, then the newest', () => {
  const expected = [
    one('newer', {}, 60),
    one('older'),
    one('code', { kind: 'refused-code' }, 90),
    one('door', { kind: 'gate-event' }, 90),
    one('gate', { kind: 'gate-offline' }, 90),
    one('late', { late: true }, 90),
    one('in hand', { state: 'acknowledged' }, 90),
    one('done', { state: 'resolved' }, 90),
  ];
  expect(inOrder(expected.toReversed())).toEqual(expected);
});

const listed = fc
  .tuple(fc.nat(3_600), fc.constantFrom('gate-1', 'gate-2'), fc.constantFrom('fever' as const, 'gate-event' as const))
  .map(([seconds, gate, kind]) => ({ seconds, gate, kind }));
const crowds = fc
  .array(listed, { maxLength: 60 })
  .map((all) => all.map(({ seconds, gate, kind }, index) => one(`alert-${index}`, { gate, kind }, seconds)));

test('groups hold every alert once, of one gate and kind each, and do not depend on the order in which they came', () => {
  fc.assert(
    fc.property(crowds, (alerts) => {
      const groups = groupAlerts(alerts);
      expect(groupAlerts(alerts.toReversed())).toEqual(groups);
      expect(new Set(groups.flatMap((group) => group.alerts))).toEqual(new Set(alerts));
      expect(groups.flatMap((group) => group.alerts)).toHaveLength(alerts.length);
      for (const group of groups) {
        expect(group.alerts.every(({ gate, kind }) => gate === group.gate && kind === group.kind)).toBe(true);
        expect(group.alerts).toEqual(inOrder(group.alerts));
      }
      const ranks = groups.map(({ alerts: [first] }) => first && alertRank(first));
      expect(ranks).toEqual(ranks.toSorted());
    }),
  );
});

test('a pause cuts: within a group nobody waits longer for the next, between two groups of a gate and kind always', () => {
  fc.assert(
    fc.property(crowds, (alerts) => {
      const spans = groupAlerts(alerts).map(({ gate, kind, alerts: members }) => {
        const times = members.map(({ raisedAt }) => Date.parse(raisedAt)).toSorted((a, b) => a - b);
        const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
        expect(Math.max(0, ...pauses)).toBeLessThanOrEqual(handlingLimits.groupWithinMs);
        return { of: `${gate}#${kind}`, from: Math.min(...times), to: Math.max(...times) };
      });
      for (const all of Map.groupBy(spans, ({ of }) => of).values()) {
        const ordered = all.toSorted((a, b) => a.from - b.from);
        for (const [index, { from }] of ordered.entries()) {
          const before = ordered[index - 1];
          if (before) expect(from - before.to).toBeGreaterThan(handlingLimits.groupWithinMs);
        }
      }
    }),
  );
});
