/** What people do about alerts. */
export const handlingLimits = {
  /** OpenID Connect, 2: a subject is no longer. */
  subjectCharactersMax: 255,
  sessionCharactersMax: 255,
  noteCharactersMax: 500,
  /** On the alert; the audit trail has all of them. */
  handOversKept: 10,
  /** Who resolved an alert by a wrong tap takes it back within so long. */
  undoWithinMs: 60_000,
  /** Alerts of a kind at one gate that come within so long of the one before are shown as one group. */
  groupWithinMs: 5 * 60_000,
} as const;

/** What a playbook may be, so that it fits a cheap phone and a sheet of A4. */
export const playbookLimits = {
  stepsMax: 24,
  answersMax: 8,
  neverMax: 5,
  /** Of a line, a line of a step or of what is never done; a Latin letter is half as wide as a Chinese character. */
  hanCharactersMax: 40,
  otherCharactersMax: 90,
  /** A label (an answer, a title, a kind of step) is so much of a line at most. */
  labelOfLineMax: 0.4,
} as const;
