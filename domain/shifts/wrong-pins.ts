import { wrongPinLimits } from '../limits/shifts.ts';

/** What was tried in vain, at a phone or for a guard, and how much of it is not forgotten. */
export interface WrongPins {
  count: number;
  lastAtMs: number;
}

/** At a phone, or for a guard. */
export type TriedAt = 'phone' | 'guard';

/** Milliseconds until another PIN is looked at; 0: now. */
export function waitMs(at: TriedAt, wrong: WrongPins | undefined, nowMs: number): number {
  if (wrong === undefined || isForgotten(wrong, nowMs)) return 0;
  const { freeMax, firstWaitMs, waitMaxMs } = wrongPinLimits[at];
  if (wrong.count < freeMax) return 0;
  const wait = Math.min(waitMaxMs, firstWaitMs * 2 ** (wrong.count - freeMax));
  return Math.max(0, wrong.lastAtMs + wait - nowMs);
}

/** With one more. A PIN counts as wrong before it is looked at, so that many at the same moment are no way around. */
export function withOneMore(wrong: WrongPins | undefined, nowMs: number): WrongPins {
  const count = wrong === undefined || isForgotten(wrong, nowMs) ? 0 : wrong.count;
  return { count: count + 1, lastAtMs: nowMs };
}

function isForgotten({ lastAtMs }: WrongPins, nowMs: number): boolean {
  return nowMs - lastAtMs >= wrongPinLimits.forgottenAfterMs;
}
