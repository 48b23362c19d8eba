/** The HTTP API. */
export const apiLimits = {
  /** API Gateway takes 10 MB; nothing of ours is longer than a config. */
  bodyCharactersMax: 16 * 1024,
  pageDefault: 50,
  pageMax: 200,
  /** Open alerts that a community's list is made of; with more than that, the newest. A district at its worst has fewer. */
  alertsListedMax: 2_000,
  /** Passes that are read for a page of one gate: all of a community of 13,000 a day. */
  passesReadMax: 20_000,
  gatesPerCommunityMax: 100,
  gatesAtATimeMax: 16,
  /** A chart shows so many hours, in steps of so long. */
  chartHoursMax: 24,
  chartStepMs: 5 * 60_000,
  /** People who were held, in a chart: the latest. */
  chartAlarmsMax: 500,
  /** A page's range of time. */
  rangeDaysMax: 31,
  reasonCharactersMax: 200,
  idempotencyKeyCharactersMax: 64,
  /** The same key gives the same answer for so long. */
  idempotencyRetentionS: 24 * 3_600,
  /** Longer than the function may run: then whoever has begun a request is no more at it. */
  requestUnderWayMs: 30_000,
  /** How long a sign-out is remembered: longer than any token lives. */
  signOutRetentionS: 30 * 86_400,
  /** An alert that somebody else changes each time. */
  alertWritesMax: 5,
  /** Entries that others append to the audit trail of the same community at the same moment. */
  auditWritesMax: 20,
  /** The gate begins within so long, by its own clock. */
  openValidMs: 10_000,
  /** Of one gate. */
  opensPerGateMinuteMax: 6,
  visitorCodesPerSubjectHourMax: 60,
} as const;
