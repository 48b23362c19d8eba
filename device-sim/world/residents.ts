import { chance, type Random } from '../../domain/seeded-random.ts';
import { valueAt } from './day-curve.ts';
import type { Rhythm } from './rhythm.ts';

/** The city's mean: 10.36 million people in 3,196 communities are 3,241. */
const residentsPerCommunity = 3_000;
export const peoplePerHousehold = 3;

/** How strongly people make up for it when fewer or more are away than the rhythm says. */
const pull = 5;
/** Whatever most people do, some go the other way. */
const contraryShare = 0.03;

/** Which of a community's gates a gate is, from 0, of how many. */
export interface Entrance {
  index: number;
  entrances: number;
}

/** A resident by number, from 0; a household has consecutive ones. */
interface ResidentPassing {
  resident: number;
  direction: 'in' | 'out';
}

/**
 * The residents who use one gate: a household always takes the same, the one near its house. Who has gone out is away
 * until they come in again.
 * @returns who passes next. `atH` is by the world's clock.
 */
export function createResidents(
  { index, entrances }: Entrance,
  { rhythm, startsAtH }: { rhythm: Rhythm; startsAtH: number },
  random: Random,
): (atH: number) => ResidentPassing {
  const all = Array.from({ length: residentsPerCommunity }, (_, resident) => resident);
  const home = all.filter((resident) => Math.floor(resident / peoplePerHousehold) % entrances === index);
  const near = home.length;
  const away: number[] = [];
  for (let count = Math.round(near * valueAt(rhythm.away, startsAtH)); count > 0; count--) move(home, away, random);

  return (atH) => {
    const tooFewAway = valueAt(rhythm.away, atH) - away.length / near;
    const outShare = Math.min(Math.max(0.5 + pull * tooFewAway, contraryShare), 1 - contraryShare);
    const wantsOut = chance(random, outShare);
    const goesOut = (wantsOut && home.length > 0) || away.length === 0;
    const resident = goesOut ? move(home, away, random) : move(away, home, random);
    return { resident, direction: goesOut ? 'out' : 'in' };
  };
}

/** Moves somebody; the order of those who stay does not matter. @param from is not empty. */
function move(from: number[], to: number[], random: Random): number {
  const at = Math.floor(random() * from.length);
  const chosen = from[at] ?? 0;
  from[at] = from.at(-1) ?? chosen;
  from.pop();
  to.push(chosen);
  return chosen;
}
