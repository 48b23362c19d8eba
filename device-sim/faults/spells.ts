import { between, exponential } from '../../domain/seeded-random.ts';
import type { FaultContext } from './gate-fault.ts';

type Chance = Pick<FaultContext, 'environment' | 'random'>;

/** Lets `strike` happen again and again after exponential times. @returns what ends it. */
export function letMomentsCome(meanEveryS: number, { environment, random }: Chance, strike: () => void): () => void {
  let cancel = () => {};
  const wait = () => {
    cancel = environment.after(1_000 * exponential(random, meanEveryS), () => {
      wait();
      strike();
    });
  };
  wait();
  return () => cancel();
}

/**
 * Lets something begin again and again, which lasts from half to one and a half times `forS`; the next one waits for its
 * end. @param begin returns what ends it. @returns what ends all of it.
 */
export function letSpellsCome(
  { meanEveryS, forS }: { meanEveryS: number; forS: number },
  { environment, random }: Chance,
  begin: () => () => void,
): () => void {
  let cancel = () => {};
  let end = () => {};
  const wait = () => {
    cancel = environment.after(1_000 * exponential(random, meanEveryS), () => {
      end = begin();
      cancel = environment.after(1_000 * between(random, 0.5 * forS, 1.5 * forS), () => {
        end();
        end = () => {};
        wait();
      });
    });
  };
  wait();
  return () => {
    cancel();
    end();
  };
}
