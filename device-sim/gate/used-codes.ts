import { type CodeStanding, isForOneUse } from '../../domain/codes/standing.ts';
import { gateLimits } from '../../domain/limits/gates.ts';

/** A code for one use that somebody was let in with. */
export interface UsedCode {
  /** Of the code, which its issuer drew at random. */
  id: string;
  atMs: number;
  /** When the code itself ends: from then on nobody has to remember it. */
  untilMs: number;
}

/** When this gate let somebody in with the same code for one use; undefined: it did not. */
export function usedAtMs(used: readonly UsedCode[], { certified }: CodeStanding): number | undefined {
  if (!certified || !isForOneUse(certified)) return undefined;
  return used.find(({ id }) => id === certified.id)?.atMs;
}

/** What is to be remembered of somebody who was let in. */
export function useOf({ certified }: CodeStanding, atMs: number): UsedCode | undefined {
  if (!certified || !isForOneUse(certified)) return undefined;
  return { id: certified.id, atMs, untilMs: certified.expiresAtS * 1_000 };
}

/** The list with one more, without those that have ended; the oldest make room. */
export function remember(used: readonly UsedCode[], one: UsedCode): readonly UsedCode[] {
  return [...used.filter(({ untilMs }) => untilMs > one.atMs), one].slice(-gateLimits.usedCodesMax);
}
