/** Every bound of the check, with its unit (law 8). */
export const checkLimits = {
  /** How long a gate is given for what it has to do by itself, unless a flag says otherwise; longer than the shortest heartbeatS. */
  waitS: 90,
  waitSMax: 3_600,
  /** From one look at the tables to the next. */
  lookMs: 200,
  /** Somebody has to walk to the gate's cabinet. */
  powerCutWaitMs: 10 * 60_000,
  /** How far back passes are read when the check begins: a clock that is set back is noticed within it. */
  readBackMs: 3_600_000,
  /** Passes that are asked for again. */
  resendPassesMax: 3,
  /** What a message may take from the gate to the table, and what whole seconds hide. */
  onTheWayMs: 5_000,
  /** Guards have to see it within a second; times of arrival are known to the second. */
  urgentMs: 3_000,
  /** How far the age of lists may be from what the index has it: reading, sending and rounding take time. */
  listsAgeOffS: 5,
  /** People who have to come before anything is said about seq and verdicts. */
  passesNeeded: 5,
  /** Numbers or texts that a finding names. */
  namedMax: 5,
} as const;
