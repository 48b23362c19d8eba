// Goal: a practice is like the real thing, has every kind of alert, can reach nothing, and judges by the playbook.
// Method: its API asked as the page asks; made-up alerts against the shapes of the contract; walks of the playbooks that there are.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exerciseKinds, madeUp } from '../../../console/practice/exercises.ts';
import { createPracticeApi } from '../../../console/practice/practice-api.ts';
import { isWellDone, reviewOf } from '../../../console/practice/review.ts';
import type { Taken } from '../../../console/views/alert/walk-state.ts';
import { handleAlert } from '../../../domain/alerts/life-cycle.ts';
import { routeNames } from '../../../domain/api/routes.ts';
import { type Alert, alert, alertKind } from '../../../domain/messages/alert.ts';
import { playbook } from '../../../domain/playbooks/playbook.ts';

const place = { district: 'yuhang', community: 'xixi' };
const raisedAt = '2026-11-24T08:00:00.000Z';
const later = (seconds: number) => new Date(Date.parse(raisedAt) + seconds * 1_000).toISOString();
const trainee = { subject: 'practice', guard: 'trainee' };
const steps = join(import.meta.dirname, '../../../playbooks/steps');
const playbookOf = (kind: string) => playbook.parse(JSON.parse(readFileSync(join(steps, `${kind}.json`), 'utf8')));

function first(): Alert {
  const fever = madeUp(0, place, raisedAt);
  if (fever === undefined) throw new Error('There is nothing to practise.');
  return fever;
}

describe('made-up alerts', () => {
  it('one of every kind, each as gates would have made it', () => {
    expect(exerciseKinds.toSorted()).toEqual(alertKind.options.toSorted());
    for (const number of exerciseKinds.keys()) {
      const made = madeUp(number, place, raisedAt);
      expect(alert.parse(made)).toEqual(made);
    }
    expect(madeUp(exerciseKinds.length, place, raisedAt)).toBeUndefined();
  });
});

describe('the API of a practice', () => {
  const alerts = new Map([[first().alertId, first()]]);
  const names = { trainee: 'Trainee', colleague: 'Colleague' };
  const api = createPracticeApi({ alerts, trainee, names, newId: () => 'id', now: () => Date.parse(later(5)) });
  const asked = { in: { alert: first().alertId } };

  it('alerts are handled by the rules that hold', async () => {
    expect(await api.ask('acknowledgeAlert', asked)).toMatchObject({ answer: { state: 'acknowledged', revision: 1 } });
    expect(await api.ask('acknowledgeAlert', asked)).toMatchObject({ refused: { reason: 'acknowledged-already' } });
    expect(await api.ask('measureAlert', { ...asked, body: { contactC: 38.4 } })).toMatchObject({
      answer: { handling: { measurement: { contactC: 38.4, by: trainee } } },
    });
    expect(await api.ask('resolveAlert', { ...asked, body: { outcome: 'confirmed' } })).toMatchObject({
      answer: { state: 'resolved', handling: { outcome: 'confirmed' } },
    });
  });

  it('every route is answered from memory, or not allowed', async () => {
    const reached: unknown[] = [];
    const before = globalThis.fetch;
    globalThis.fetch = async (...given) => {
      reached.push(given);
      return new Response();
    };
    try {
      for (const name of routeNames) await api.ask(name, asked);
    } finally {
      globalThis.fetch = before;
    }
    expect(reached).toEqual([]);
    expect(await api.ask('issueVisitorCode')).toEqual({ refused: { reason: 'not-allowed' } });
  });
});

describe('what is said of it at the end', () => {
  const fever = playbookOf('fever');
  const warm: readonly Taken[] = [
    { step: 'who' },
    { step: 'own-mask' },
    { step: 'aside' },
    { step: 'hand-over' },
    { step: 'measure', answer: 'warm' },
    { step: 'emergency', answer: 'no' },
    { step: 'exerted', answer: 'no' },
    { step: 'seat' },
    { step: 'call-officer' },
    { step: 'comfort' },
    { step: 'clean-after-fever' },
  ];
  const handled = (seconds: number, outcome?: 'confirmed' | 'false-alarm'): Alert => {
    const taken = handleAlert(first(), { kind: 'acknowledge' }, { by: trainee, at: later(seconds) });
    if ('refused' in taken) throw new Error(taken.refused);
    if (outcome === undefined) return taken.alert;
    const closed = handleAlert(taken.alert, { kind: 'resolve', outcome }, { by: trainee, at: later(seconds + 90) });
    if ('refused' in closed) throw new Error(closed.refused);
    return closed.alert;
  };

  it('all of it was right', () => {
    expect(isWellDone(reviewOf(handled(20, 'confirmed'), fever, warm))).toBe(true);
  });

  it.each([
    ['taken late', handled(61, 'confirmed'), warm, 'inTime'],
    ['closed otherwise than the steps said', handled(20, 'false-alarm'), warm, 'outcome'],
    ['left half-way', handled(20, 'confirmed'), warm.slice(0, 5), 'followed'],
    ['not closed', handled(20), warm, 'outcome'],
  ] as const)('%s', (_name, one, taken, mark) => {
    const review = reviewOf(one, fever, taken);
    expect(review[mark]).toBe('wrong');
    expect(isWellDone(review)).toBe(false);
  });

  it('what nobody came to is no mistake', () => {
    expect(reviewOf(first(), fever, [])).toMatchObject({ inTime: 'untouched', outcome: 'untouched' });
  });
});
