import type { CodeSigner } from '../../domain/codes/platform.ts';
import { between, exponential, type Random, seededRandom } from '../../domain/seeded-random.ts';
import type { Environment } from '../environment.ts';
import type { GatePlace } from '../gate/gate.ts';
import { meanBetween, valueAt } from './day-curve.ts';
import { createCrowd, type Person } from './people.ts';
import type { WorldProfile } from './profile.ts';
import { worldTimeH } from './world-clock.ts';

export interface ArrivalsOptions {
  seed: number;
  places: readonly GatePlace[];
  /** People a second at all gates together, on average over `durationS`. */
  ratePerS: number;
  /** Seconds of the run's clock; nobody stops coming when it is over. Absent: on average over a day of the world. */
  durationS?: number | undefined;
  world: WorldProfile;
  /** By `environment.uptimeMs`: when the run's clock began, the same for all gates. */
  startedAtMs: number;
  /** Without it nobody has a pass of ours. */
  signer?: CodeSigner | undefined;
  /** Whether the run puts the passes that the world calls revoked on the gates' list; otherwise nobody has one. */
  revokes?: boolean | undefined;
}

/**
 * People come to one gate as the day goes, each decided by the seed alone: a Poisson process with the rhythm's rate.
 * @param come resolves when the person stands before the gate. Until then nobody else comes; who is late by that comes
 * at once.
 * @returns what ends them.
 */
export function letPeopleCome(
  place: GatePlace,
  options: ArrivalsOptions,
  environment: Environment,
  come: (person: Person) => Promise<void>,
): () => void {
  const { world, startedAtMs, signer, revokes = false } = options;
  const nextPerson = createCrowd({ ...options, place, ownPasses: signer !== undefined, revoked: revokes });
  const nextArrival = createArrivals(options, seededRandom(`${options.seed}/${place.gate}/arrivals`));
  const runMs = () => environment.uptimeMs() - startedAtMs;
  let cancel = () => {};
  let isOver = false;
  let atMs = 0;
  const next = () => {
    atMs = nextArrival(atMs);
    return nextPerson(worldTimeH(world.clock, atMs));
  };

  const wait = (person: Person) => {
    cancel = environment.after(Math.max(0, atMs - runMs()), () => void arrive(person));
  };
  const arrive = async (person: Person) => {
    await come(person);
    if (!isOver) wait(next());
  };
  let first = next();
  // Those who came before the gate was there have gone by.
  while (atMs < runMs()) first = next();
  wait(first);
  return () => {
    isOver = true;
    cancel();
  };
}

/**
 * A Poisson process whose rate follows the rhythm, by thinning: as many come as in the busiest hour, and all but the
 * rhythm's share of them are left out.
 * @returns the first arrival after a time; both in milliseconds of the run's clock.
 */
export function createArrivals(
  { places, ratePerS, durationS, world }: Pick<ArrivalsOptions, 'places' | 'ratePerS' | 'durationS' | 'world'>,
  random: Random,
): (afterMs: number) => number {
  const { clock, rhythm, rampS } = world;
  const untilH = durationS === undefined ? clock.startsAtH + 24 : worldTimeH(clock, 1_000 * durationS);
  const busiest = Math.max(...rhythm.passes);
  const busiestPerMs =
    ((ratePerS / places.length / 1_000) * busiest) / meanBetween(rhythm.passes, clock.startsAtH, untilH);
  const opensAtMs = 1_000 * between(random, 0, rampS);

  return (afterMs) => {
    let atMs = Math.max(afterMs, opensAtMs);
    do atMs += exponential(random, 1 / busiestPerMs);
    while (random() * busiest >= valueAt(rhythm.passes, worldTimeH(clock, atMs)));
    return atMs;
  };
}
