import type { AnswerOf, BodyOf } from '../../../domain/api/routes.ts';

export type Roster = AnswerOf<'getRoster'>;
export type Written = BodyOf<'putRoster'>;
export type Person = Written['people'][number];
export type Duty = Written['duties'][number];

/** A roster to be changed: what the API shows and does not take back is left out, and so is how people are reached, which stays. */
export function written({ people, duties }: Roster): Written {
  return { duties, people: people.map(({ reach, webhookKey, ...kept }) => kept) };
}

export function withPerson(roster: Written, person: Person): Written {
  const isNew = roster.people.every((one) => one.person !== person.person);
  const people = roster.people.map((one) => (one.person === person.person ? person : one));
  return { ...roster, people: isNew ? [...people, person] : people };
}

/** Duties that are nobody's then go with them. */
export function withoutPerson(roster: Written, person: string): Written {
  const duties = roster.duties.map((duty) => ({ ...duty, people: duty.people.filter((one) => one !== person) }));
  return {
    people: roster.people.filter((one) => one.person !== person),
    duties: duties.filter(({ people }) => people.length > 0),
  };
}

/** @param index of the duty that is changed; beyond the last for a new one. @param duty undefined: it goes. */
export function withDuty(roster: Written, index: number, duty: Duty | undefined): Written {
  const next = [...roster.duties];
  next.splice(index, 1, ...(duty ? [duty] : []));
  return { ...roster, duties: next };
}

/** What colleagues call somebody of a roster. */
export function personName(person: string, people: Roster['people']): string {
  return people.find((one) => one.person === person)?.reach?.name ?? person;
}
