import { chance, type Random, seededRandom } from '../../domain/seeded-random.ts';
import type { Entrance } from './residents.ts';

const couriersPerCommunity = 40;

interface CourierPassing {
  courier: number;
  direction: 'in' | 'out';
  /** Somebody else, with a copy of this courier's code. */
  isCopy: boolean;
}

/**
 * The couriers of one gate: each has one gate, comes in and goes out again. The code of some was copied: with it,
 * somebody comes in at the other gates, so the same code is at two gates at about the same time.
 * @param copiedShare of the couriers. @param home seeds what is the same at all gates of the community.
 */
export function createCouriers(
  home: string,
  { index, entrances }: Entrance,
  copiedShare: number,
  random: Random,
): () => CourierPassing {
  const all = Array.from({ length: couriersPerCommunity }, (_, courier) => courier);
  const isOurs = (courier: number) => courier % entrances === index;
  const isCopied = (courier: number) => chance(seededRandom(`${home}/copied ${courier}`), copiedShare);
  const known = all.filter((courier) => isOurs(courier) || isCopied(courier));
  const inside = new Set<number>();

  return () => {
    const courier = known[Math.floor(random() * known.length)] ?? index;
    if (!isOurs(courier)) return { courier, direction: 'in', isCopy: true };
    const leaves = inside.delete(courier);
    if (!leaves) inside.add(courier);
    return { courier, direction: leaves ? 'out' : 'in', isCopy: false };
  };
}
