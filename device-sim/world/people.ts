import { chance, type Random } from '../../domain/seeded-random.ts';
import type { Reading } from '../gate/screen.ts';
import { type Body, createBodies } from './bodies.ts';
import { usualShares as shares } from './shares.ts';
import { type Issuing, type Shown, type ShownPass, shownByCourier, shownByResident, shownByVisitor } from './shown.ts';

/** Somebody at a gate, and what only the world knows of them: the truth, by which gates can be judged. */
export interface Person extends Body {
  /** The same for the same person. */
  who: string;
  /** null: they have nothing to show. */
  shows: Shown | null;
  direction: Reading['direction'];
}

/** Who passes is one of these, so people come again. */
const population = { residents: 3_000, couriers: 40 } as const;

export interface CrowdOptions extends Issuing {
  /** Whatever it says, the same seed gives the same people. */
  seed: string;
  /** From 0 to 1. The design figure is one in 200. */
  feverShare: number;
}

/** The people in front of one gate, one after the other. */
export function createCrowd(options: CrowdOptions, random: Random): () => Person {
  const nextBody = createBodies(options.feverShare, random);
  const nextBearer = createBearers(options, random);
  return () => {
    const body = nextBody();
    return { ...body, ...nextBearer() };
  };
}

type Bearer = Pick<Person, 'who' | 'shows' | 'direction'>;

function createBearers({ seed, ...issuing }: CrowdOptions, random: Random): () => Bearer {
  const home = `${seed}/${issuing.community}`;
  const idOf = (resident: number) => `${home}/${resident}`;
  const draw = (count: number) => Math.floor(random() * count);
  /** What the last visitor came in with. */
  let visitorsPass: ShownPass | undefined;

  const nextVisitor = (): Bearer => {
    const who = `${home}/visitor-${draw(2 ** 32).toString(36)}`;
    const isReusing = chance(random, shares.visitorsReusing);
    if (isReusing && visitorsPass) return { who, shows: { ...visitorsPass, fault: 'used' }, direction: 'in' };
    const shows = shownByVisitor(who, issuing);
    if (shows.form === 'gatehouse') visitorsPass = shows;
    return { who, shows, direction: 'in' };
  };

  return () => {
    const roll = random();
    if (roll < shares.visitors) return nextVisitor();
    const direction = chance(random, 0.5) ? 'in' : 'out';
    if (roll < shares.visitors + shares.couriers) {
      const who = `${home}/courier-${draw(population.couriers)}`;
      return { who, shows: shownByCourier(who, issuing), direction };
    }
    const resident = draw(population.residents);
    return { who: idOf(resident), shows: shownByResident(idOf, resident, issuing), direction };
  };
}

/** What a gate's sensors see of somebody. @param code as the scanner or the guard gives it. */
export function readingOf({ direction, sensed }: Person, code: Reading['code']): Reading {
  return { direction, site: 'face', ...sensed, code };
}
