import { randomBytes } from 'node:crypto';

/**
 * Time and chance of the devices: the only place in device-sim that reads a clock or throws dice. What a world
 * draws for its people comes from a seed instead (domain/seeded-random.ts).
 */
export interface Environment {
  /** Milliseconds since the epoch, UTC: what a gate's clock shows. */
  now(): number;
  /** Milliseconds since some moment, with fractions; never goes back. For measuring how long something took. */
  uptimeMs(): number;
  /** Runs `run` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, run: () => void): () => void;
  /** From 0 up to but not including 1. */
  random(): number;
  /** Random bytes as hexadecimal text. */
  randomHex(bytes: number): string;
}

export const systemEnvironment: Environment = {
  now: () => Date.now(),
  uptimeMs: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  randomHex: (bytes) => randomBytes(bytes).toString('hex'),
};

/** A new epoch: 16 characters. */
export function drawEpoch(environment: Environment): string {
  return environment.randomHex(8);
}

/** A new nonce: 32 characters. */
export function drawNonce(environment: Environment): string {
  return environment.randomHex(16);
}
