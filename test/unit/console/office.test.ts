// Goal: what an officer changes of a roster is what changes; a code lasts as long as its button says.
// Method: rosters and times as values.
import { describe, expect, it } from 'vitest';
import { askedFor } from '../../../console/views/code/presets.ts';
import {
  personName,
  type Roster,
  withDuty,
  withoutPerson,
  withPerson,
  written,
} from '../../../console/views/duty/roster-edit.ts';
import { routes } from '../../../domain/api/routes.ts';

const duty = { weekdays: [1, 2], from: '08:00', to: '20:00', people: ['wang', 'chen'] };
const roster: Roster = {
  people: [
    { person: 'wang', mail: false, reach: { name: '王建国', webhook: 'https://a.example' }, webhookKey: 'abc' },
    { person: 'chen', mail: true },
  ],
  duties: [duty, { ...duty, people: ['chen'] }],
};

describe('a roster', () => {
  it('is sent without what the API shows and does not take; how people are reached stays', () => {
    const sent = written(roster);
    expect(routes.putRoster.body.parse(sent)).toEqual(sent);
    expect(JSON.stringify(sent)).not.toContain('王建国');
  });

  it('has a person anew, or one more', () => {
    const changed = withPerson(written(roster), { person: 'chen', mail: false });
    expect(changed.people).toEqual([
      { person: 'wang', mail: false },
      { person: 'chen', mail: false },
    ]);
    expect(withPerson(changed, { person: 'li', mail: false }).people).toHaveLength(3);
  });

  it('who goes leaves no duty without people', () => {
    const left = withoutPerson(written(roster), 'chen');
    expect(left.duties).toEqual([{ ...duty, people: ['wang'] }]);
    expect(routes.putRoster.body.safeParse(left).success).toBe(true);
  });

  it('a duty is changed, added or taken away', () => {
    const other = { ...duty, to: '12:00' };
    expect(withDuty(written(roster), 0, other).duties[0]).toEqual(other);
    expect(withDuty(written(roster), 2, other).duties).toHaveLength(3);
    expect(withDuty(written(roster), 0, undefined).duties).toEqual([roster.duties[1]]);
  });

  it('calls people as officers do, or else by their id', () => {
    expect(personName('wang', roster.people)).toBe('王建国');
    expect(personName('chen', roster.people)).toBe('chen');
  });
});

it.each([
  ['two-hours', '23:30', { hours: 2, singleUse: false }],
  ['once', '08:00', { hours: 24, singleUse: true }],
  ['today', '00:00', { hours: 24, singleUse: false }],
  ['today', '08:30', { hours: 16, singleUse: false }],
  ['today', '23:59', { hours: 1, singleUse: false }],
] as const)('a code for %s at %s', (preset, time, asked) => {
  expect(askedFor(preset, time)).toEqual(asked);
});
