// Goal: a console shows every alert that is unresolved and no other, whatever it misses and in whatever order it hears.
// Method: a model of a community whose alerts change; messages are dropped, doubled and reordered, and lists asked for.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Known, nothingKnown, trimmed, withAlert, withList } from '../../../console/alerts/known.ts';
import { toSound } from '../../../console/alerts/noticing.ts';
import type { Alert } from '../../../domain/messages/alert.ts';
import { alertLike } from './alert-like.ts';

const minuteMs = 60_000;
const stateOf = (known: Known, id: string) => known.alerts.get(id)?.state;

describe('what is known', () => {
  it('after any messages, in any order and any number of times, and then a list, is what is so', () => {
    const versions = fc.array(fc.constantFrom('acknowledged' as const, 'resolved' as const), { maxLength: 2 });
    fc.assert(
      fc.property(
        fc.array(versions, { minLength: 1, maxLength: 5 }).chain((histories) => {
          const all = histories.flatMap((states, index) =>
            (['open', ...states] as const).map((state, revision) =>
              alertLike({ alertId: `a${index}`, state, revision }),
            ),
          );
          return fc.record({ all: fc.constant(all), heard: fc.array(fc.constantFrom(...all), { maxLength: 20 }) });
        }),
        ({ all, heard }) => {
          const now = new Map<string, Alert>();
          for (const alert of all) now.set(alert.alertId, alert);
          const unresolved = [...now.values()].filter(({ state }) => state !== 'resolved');
          const before = heard.reduce((known, alert) => withAlert(known, alert, 0), nothingKnown);
          const known = withList(before, { community: 'xixi', alerts: unresolved, askedAtMs: minuteMs });
          const shown = [...known.alerts.values()].filter(({ state }) => state !== 'resolved');
          expect(new Set(shown)).toEqual(new Set(unresolved));
        },
      ),
    );
  });

  it('keeps what was heard while a list was on its way, since the list may be behind', () => {
    const fresh = withAlert(nothingKnown, alertLike({ alertId: 'fresh' }), minuteMs - 1_000);
    const known = withList(fresh, { community: 'xixi', alerts: [], askedAtMs: minuteMs });
    expect(stateOf(known, 'fresh')).toBe('open');
    expect(stateOf(withList(known, { community: 'xixi', alerts: [], askedAtMs: 2 * minuteMs }), 'fresh')).toBe(
      undefined,
    );
  });

  it('of one community says nothing of another', () => {
    const elsewhere = withAlert(nothingKnown, alertLike({ alertId: 'a', community: 'wuchang' }), 0);
    expect(stateOf(withList(elsewhere, { community: 'xixi', alerts: [], askedAtMs: minuteMs }), 'a')).toBe('open');
  });

  it('forgets all but the latest that are resolved', () => {
    const alerts = Array.from({ length: 5 }, (_, index) =>
      alertLike({ alertId: `a${index}`, state: 'resolved', resolvedAt: `2026-11-24T08:00:0${index}.000Z` }),
    );
    const known = alerts.reduce((all, alert) => withAlert(all, alert, 0), nothingKnown);
    expect([...trimmed(known, 2).alerts.keys()].toSorted()).toEqual(['a3', 'a4']);
  });
});

describe('what sounds', () => {
  it('does so once, worst first; not when somebody has it in hand, or when it is late', () => {
    const alerts = [
      alertLike({ alertId: 'offline', kind: 'gate-offline' }),
      alertLike({ alertId: 'fever' }),
      alertLike({ alertId: 'late', late: true }),
      alertLike({ alertId: 'in-hand', state: 'acknowledged' }),
    ];
    const first = toSound(alerts, []);
    expect([first.worst?.alertId, first.count]).toEqual(['fever', 2]);
    expect(toSound(alerts, first.sounded)).toMatchObject({ worst: undefined, count: 0 });
  });
});
