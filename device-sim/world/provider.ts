import { exponential } from '../../domain/seeded-random.ts';
import type { Environment } from '../environment.ts';
import type { CodeProvider } from '../gate/provider.ts';
import type { Shares } from './shares.ts';
import { statusByProvider } from './shown.ts';

/** From question to answer, over a city's network. */
const latency = { minMs: 30, meanMoreMs: 60 } as const;

/** A provider of opaque codes that answers as the world has it; now and then too late, or not at all. */
export function createWorldProvider(
  shares: Shares,
  { after, random }: Pick<Environment, 'after' | 'random'>,
): CodeProvider {
  return {
    statusOf: (text, signal) =>
      new Promise((resolve, reject) => {
        const isSilent = random() < shares.providerSilent;
        const delayMs = latency.minMs + exponential(random, latency.meanMoreMs);
        const cancel = isSilent ? () => {} : after(delayMs, () => resolve(statusByProvider(text, shares.provider)));
        signal.addEventListener('abort', () => {
          cancel();
          reject(signal.reason);
        });
      }),
  };
}
