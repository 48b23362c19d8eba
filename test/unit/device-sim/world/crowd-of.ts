import type { GatePlace } from '../../../../device-sim/gate/gate.ts';
import { yuhangGates } from '../../../../device-sim/places.ts';
import { createCrowd, type Person } from '../../../../device-sim/world/people.ts';
import { calmWorld, type WorldProfile } from '../../../../device-sim/world/profile.ts';

/** The four gates of one community. */
export const fourGates = yuhangGates(4);

interface CrowdOf {
  seed?: number;
  places?: readonly GatePlace[];
  /** Which of the places. */
  gate?: number;
  world?: WorldProfile;
  ownPasses?: boolean;
  revoked?: boolean;
  count?: number;
  /** By the world's clock: from when on, and until when. */
  fromH?: number;
  untilH?: number;
}

/** So many people at one gate, one after the other, evenly over the time. */
export function crowdOf({
  places = fourGates,
  gate = 0,
  world = calmWorld,
  count = 5_000,
  ...rest
}: CrowdOf = {}): Person[] {
  const { seed = 1, ownPasses = true, revoked = true, fromH = world.clock.startsAtH, untilH = fromH + 1 } = rest;
  const place = places[gate];
  if (!place) throw new Error(`There is no gate ${gate}.`);
  const next = createCrowd({ seed, place, places, world, ownPasses, revoked });
  return Array.from({ length: count }, (_, index) => next(fromH + ((untilH - fromH) * index) / count));
}

export const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

export const shareOf = <T>(all: readonly T[], test: (one: T) => boolean | undefined) =>
  all.filter(test).length / all.length;

export const isResident = ({ who }: Person) => /\/\d+$/.test(who);
