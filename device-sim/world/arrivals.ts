import type { CodeSigner } from '../../domain/codes/platform.ts';
import { exponential, seededRandom } from '../../domain/seeded-random.ts';
import type { Environment } from '../environment.ts';
import type { GatePlace } from '../gate/gate.ts';
import { createCrowd, type Person } from './people.ts';

export interface ArrivalsOptions {
  seed: number;
  /** All gates, and the people a second at all of them together. */
  places: readonly GatePlace[];
  ratePerS: number;
  feverShare: number;
  signer?: CodeSigner | undefined;
}

/**
 * Poisson arrivals at one gate, each person decided by the seed alone.
 * @param come resolves when the person stands before the gate. Until then nobody else comes; who is late by that comes
 * at once.
 * @returns what ends them.
 */
export function letPeopleCome(
  { gate, community }: GatePlace,
  { seed, places, ratePerS, feverShare, signer }: ArrivalsOptions,
  environment: Environment,
  come: (person: Person) => Promise<void>,
): () => void {
  const random = seededRandom(`${seed}/${gate}`);
  // Nobody puts revoked passes on the list of a deployment for the sake of a simulation.
  const issuing = { community, ownPasses: signer !== undefined, revoked: false };
  const nextPerson = createCrowd({ ...issuing, seed: String(seed), feverShare }, random);
  const meanGapMs = (1000 * places.length) / ratePerS;
  let cancel = () => {};
  let isOver = false;
  let atMs = environment.uptimeMs();

  const wait = () => {
    atMs += exponential(random, meanGapMs);
    cancel = environment.after(Math.max(0, atMs - environment.uptimeMs()), () => void arrive());
  };
  const arrive = async () => {
    await come(nextPerson());
    if (!isOver) wait();
  };
  wait();
  return () => {
    isOver = true;
    cancel();
  };
}
