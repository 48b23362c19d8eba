import { between, seededRandom } from '../domain/seeded-random.ts';
import { isFeverish, type Person } from './people.ts';

/**
 * How a few people a day become a busy gate: the whole file walks through it again and again, in recorded order but for
 * a local shuffle, so that the window before somebody is full, of people measured on nearby days, and another each time.
 */
export const streamOf = {
  /** Whose key is rank + chance × this: neighbours change places, winter and summer do not. */
  shufflePlaces: 30,
  /** A file of patients is full of fevers. At the gate they are so rare: each feverish person comes in one lap of several. */
  feverShare: 0.01,
  /** How often each feverish person comes in all. */
  timesEach: 3,
  lapsMin: 10,
  /** A gate day: the window begins anew after so many passes. At one pass in 27 s it is four and a half hours. */
  passesADay: 600,
} as const;

/** @param people of one camera, in the order in which they were measured. @returns them in the order in which they pass. */
export function streamPast(people: readonly Person[], seed: number): Person[] {
  const random = seededRandom(`${seed}/stream`);
  const feverish = people.filter(isFeverish);
  const healthyCount = people.length - feverish.length;
  const lapsPerFever = Math.max(1, Math.round(feverish.length / (healthyCount * streamOf.feverShare)));
  const laps = Math.max(streamOf.lapsMin, streamOf.timesEach * lapsPerFever);
  const turnOf = new Map(feverish.map((person, index) => [person, index % lapsPerFever]));
  return Array.from({ length: laps }, (_, lap) => {
    const present = people.filter((person) => (turnOf.get(person) ?? lap % lapsPerFever) === lap % lapsPerFever);
    const keyed = present.map((person, rank) => ({ person, key: rank + between(random, 0, streamOf.shufflePlaces) }));
    return keyed.toSorted((a, b) => a.key - b.key).map(({ person }) => person);
  }).flat();
}
