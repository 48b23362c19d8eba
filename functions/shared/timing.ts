import { timeLimits } from '../../domain/limits/wire.ts';

/** Whether a gate's time can be evidence of anything. @param receivedAt by the broker's clock, in milliseconds. */
export function isPlausible(at: string, receivedAt: number): boolean {
  const ageMs = receivedAt - Date.parse(at);
  return ageMs <= timeLimits.passAgeMaxMs && ageMs >= -timeLimits.passAheadMaxMs;
}

/** Too late for a guard to act on: listed, no sound. */
export function isLate(at: string, receivedAt: number): boolean {
  return receivedAt - Date.parse(at) > timeLimits.lateAfterMs;
}

/** UTC with milliseconds, as everything of ours that is a time. */
export function toInstant(ms: number): string {
  return new Date(ms).toISOString();
}
