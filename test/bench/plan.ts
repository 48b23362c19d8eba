import { gateLimits } from '../../domain/limits/gates.ts';
import { wireLimits } from '../../domain/limits/wire.ts';

/** What one run of the benchmark measures, and how long. */
export interface BenchPlan {
  gates: number;
  /** Each round measures every kind once, so that what the machine does besides hits all of them alike. */
  rounds: number;
  warmUpMs: number;
  bareLoopMs: number;
  endToEndMs: number;
  paced: { ratePerS: number; ms: number };
  alerts: { ratePerS: number; warmUpMs: number; ms: number };
}

export const fullPlan: BenchPlan = {
  // Four of them for the fevers. IoT Core takes 100 messages a second of one connection: 60 may send 6,000.
  gates: 64,
  rounds: 5,
  warmUpMs: 5_000,
  bareLoopMs: 3_000,
  endToEndMs: 6_000,
  // The whole city's burst (docs/architecture.md).
  paced: { ratePerS: 3_500, ms: 40_000 },
  alerts: { ratePerS: 100, warmUpMs: 5_000, ms: 30_000 },
};

/** Shows that the benchmark works; its figures say little. */
export const shortPlan: BenchPlan = {
  gates: 54,
  rounds: 1,
  warmUpMs: 500,
  bareLoopMs: 300,
  endToEndMs: 500,
  paced: { ratePerS: 1_000, ms: 1_500 },
  alerts: { ratePerS: 100, warmUpMs: 500, ms: 1_500 },
};

/** One; what the shipped linger gives; as many as a message may hold. */
export const passesPerMessage = [1, 5, wireLimits.passesPerMessageMax] as const;

/** The sizes at which the city's burst is tried. */
export const pacedPassesPerMessage = [wireLimits.passesPerMessageMax, 5] as const;

/** Of the bare loops: one after the other, and as many as give the most. */
export const requestsInFlight = [1, 16] as const;

/** As a real gate does, at full speed and paced alike. */
export const inFlightPerGate = gateLimits.messagesInFlightMax;

export const benchLimits = {
  /** How long what has been acknowledged may take to be stored before it counts as lost. */
  drainMs: 120_000,
  /** How often the stack's output is read: the resolution of the moment when all is stored. */
  lookMs: 10,
} as const;
