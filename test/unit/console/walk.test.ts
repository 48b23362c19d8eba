// Goal: a playbook is taken up where it was left, whatever was left there. Method: the fever's own steps, walked, left and changed.
import { describe, expect, it } from 'vitest';
import { standOf, type Taken, withWalk } from '../../../console/views/alert/walk-state.ts';
import { playbook } from '../../../domain/playbooks/playbook.ts';
import fever from '../../../playbooks/steps/fever.json' with { type: 'json' };

const steps = playbook.parse(fever);
const first = steps.begin.guard;
const toMeasure: Taken[] = ['who', 'own-mask', 'aside', 'hand-over'].map((step) => ({ step }));
const normal: Taken[] = [
  ...toMeasure,
  { step: 'measure', answer: 'normal' },
  { step: 'sorry' },
  { step: 'clean-after-normal' },
];

describe('where somebody stands', () => {
  it('is the first step, then the next, and in the end an outcome', () => {
    expect(standOf(steps, first, [])).toMatchObject({ done: [], at: { step: 'who' } });
    expect(standOf(steps, first, toMeasure)).toMatchObject({ done: toMeasure, at: { step: 'measure' } });
    expect(standOf(steps, first, normal)).toEqual({ done: normal, at: { end: 'false-alarm' } });
  });

  it('is as far as the playbook goes along, when it is another one by now', () => {
    const [who, ...others] = toMeasure;
    const strange = [...(who ? [who] : []), { step: 'no-such-step' }, ...others];
    expect(standOf(steps, first, strange)).toMatchObject({ done: [who], at: { step: 'own-mask' } });
    const answered = [...toMeasure, { step: 'measure', answer: 'no-such-answer' }];
    expect(standOf(steps, first, answered)).toMatchObject({ done: toMeasure, at: { step: 'measure' } });
  });
});

it('of walks that were left the oldest are forgotten', () => {
  const none: ReadonlyMap<string, readonly Taken[]> = new Map();
  const walks = ['a', 'b', 'a', 'c'].reduce((all, id) => withWalk(all, id, [], 2), none);
  expect([...walks.keys()]).toEqual(['a', 'c']);
});
