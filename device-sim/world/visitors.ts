import { chance, type Random } from '../../domain/seeded-random.ts';

/** About so many visitors are inside by one gate. */
const visitorsInside = 10;

interface VisitorPassing {
  visitor: string;
  direction: 'in' | 'out';
  /** Who came in before with the pass that this visitor shows. */
  reusedFrom?: string;
}

/**
 * The visitors at one gate: each comes in once and may go out again with the same pass.
 * @param reusingShare of those who come in: with a pass with which another has come in before.
 */
export function createVisitors(reusingShare: number, random: Random): () => VisitorPassing {
  const inside: string[] = [];
  let last: string | undefined;

  return () => {
    if (chance(random, inside.length / (inside.length + visitorsInside))) {
      const [visitor = ''] = inside.splice(Math.floor(random() * inside.length), 1);
      return { visitor, direction: 'out' };
    }
    const visitor = Math.floor(random() * 2 ** 32).toString(36);
    if (last !== undefined && chance(random, reusingShare)) return { visitor, direction: 'in', reusedFrom: last };
    last = visitor;
    inside.push(visitor);
    return { visitor, direction: 'in' };
  };
}
