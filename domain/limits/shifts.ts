/** Guards who share a post's phone, their PINs and their shifts. */
export const shiftLimits = {
  /** As long as a sign-in: a post signs in anew for the next. */
  shiftMaxMs: 12 * 3_600_000,
  guardsPerCommunityMax: 100,
  labelCharactersMax: 40,
  /** Alerts that a guard takes over at the beginning of a shift; of more, the gravest. */
  handedOverMax: 50,
  /**
   * 16 MB and 32 ms of CPU where it was measured; with the 0.58 cores that Lambda gives to 1,024 MB about 55 ms, once a
   * shift. More would not make a secret of 10,000 numbers (docs/decisions/0019).
   */
  pinScrypt: { N: 2 ** 14, r: 8, p: 1 },
  pinSaltBytes: 16,
  pinHashBytes: 32,
} as const;

/**
 * How long a wrong PIN makes the next one wait. Short, since whoever taps wrong ones on purpose keeps the others of the
 * shift waiting; and longer for the phone than for the guard, so that one phone alone cannot shut a guard out of others.
 */
export const wrongPinLimits = {
  phone: { freeMax: 5, firstWaitMs: 15_000, waitMaxMs: 120_000 },
  guard: { freeMax: 5, firstWaitMs: 5_000, waitMaxMs: 60_000 },
  /** Wrong ones are forgotten when none has come for so long. */
  forgottenAfterMs: 30 * 60_000,
  /** Others who try at the same moment. */
  writesMax: 5,
} as const;
