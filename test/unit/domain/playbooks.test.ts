// Goal: a playbook is walked without an alert, and ends where an alert may end (law: every walk can come to an end that
// the life cycle takes). Method: all playbooks, walked with chosen and with drawn answers.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handleAlert } from '../../../domain/alerts/life-cycle.ts';
import { alert, alertKind } from '../../../domain/messages/alert.ts';
import type { Playbook } from '../../../domain/playbooks/playbook.ts';
import { endsOf, fillIn, nextStep, waysOn } from '../../../domain/playbooks/walk.ts';
import { readContent } from '../../../playbooks/read-content.ts';

const { playbooks } = readContent(join(import.meta.dirname, '../../../playbooks')).content;

/** @param choices which of the answers of each step, as a share. @returns the end, or where the walk is when they are used up. */
function walk(playbook: Playbook, first: string, choices: readonly number[]) {
  let at = first;
  for (const choice of choices) {
    const step = playbook.steps[at];
    const ways = step ? waysOn(step) : [];
    const next = nextStep(playbook, at, ways[Math.floor(choice * ways.length)]?.answer);
    if (!next) throw new Error(`no way on from ${at}`);
    if ('end' in next) return next;
    at = next.step;
  }
  return { step: at };
}

describe('a fever', () => {
  const fever = playbooks['fever'];
  const answer = (step: string, given?: string) => fever && nextStep(fever, step, given);

  it('goes by the contact thermometer', () => {
    expect(answer('measure', 'normal')).toEqual({ step: 'sorry' });
    expect(answer('measure', 'warm')).toEqual({ step: 'emergency' });
    expect(answer('clean-after-normal')).toEqual({ end: 'false-alarm' });
    expect(answer('clean-after-fever')).toEqual({ end: 'confirmed' });
  });

  it('takes no answer that the step does not have', () => {
    expect(answer('measure', 'maybe')).toBeUndefined();
    expect(answer('measure')).toBeUndefined();
    expect(answer('sorry', 'yes')).toBeUndefined();
    expect(answer('nowhere')).toBeUndefined();
    expect(answer('constructor')).toBeUndefined();
  });
});

describe.each(Object.entries(playbooks))('%s', (name, playbook) => {
  const kind = alertKind.parse(name);
  const firsts = [playbook.begin.guard, ...(playbook.begin.operator === undefined ? [] : [playbook.begin.operator])];

  it.each(firsts)('from %s on, has a way on whatever is answered, or has ended as it may', (first) => {
    const choices = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 40 });
    const walks = fc.property(choices, (drawn) => {
      const reached = walk(playbook, first, drawn);
      if ('end' in reached) expect(endsOf(kind)).toContain(reached.end);
    });
    fc.assert(walks);
  });

  it('may end only as the life cycle of its alert takes it', () => {
    const at = '2026-11-24T03:04:05.678Z';
    const open = alert.parse({
      ...{ alertId: 'a', kind, state: 'open', district: 'yuhang', community: 'xixi', gate: 'xixi-1', raisedAt: at },
      late: false,
    });
    for (const outcome of endsOf(kind)) {
      if (outcome === 'stays-open') continue;
      const handled = handleAlert(open, { kind: 'resolve', outcome }, { by: { subject: 'guard' }, at });
      expect(handled).toMatchObject({ change: 'resolved' });
    }
  });
});

it('the limit in a text is that of the config', () => {
  expect(fillIn('{contactLimitC} °C', { contactLimitC: 37 })).toBe('37.0 °C');
});
