/** Requests of the functions to AWS. */
export const requestLimits = {
  /** Tries of one store or publish inside an invocation, before Lambda's own retry a minute later. */
  triesMax: 4,
  retryBaseMs: 50,
  retryMaxMs: 1_000,
  /** With less time than this left in the invocation no further try begins. */
  retryNeedsMs: 1_500,
  connectMaxMs: 1_000,
  /** DynamoDB answers in milliseconds; who has not answered by now will not. */
  answerMaxMs: 3_000,
} as const;

export const ingestLimits = {
  /** How stale an instance's list of disabled gates may be: "at once" is within this. */
  disabledGatesMaxAgeMs: 1_000,
  /** DynamoDB: items in one BatchWriteItem. */
  batchItemsMax: 25,
  configsCachedMax: 10_000,
  pseudonymKeyMaxAgeMs: 5 * 60_000,
  /** Places of gates, which decide whom an alert goes to. */
  placeMaxAgeMs: 60_000,
  placesCachedMax: 10_000,
  /** Alerts that an instance remembers having published, so that it does not do so again. */
  alertsRememberedMax: 10_000,
} as const;

export const quarantineLimits = {
  /** What one gate may have kept in an hour; beyond, messages are counted and not kept. */
  keptPerGateHourMax: 2_000,
  /** A gate that goes on after this many in an hour is disabled. */
  disableAfterPerGateHour: 5_000,
  /** What is kept of one message; an item of DynamoDB holds 400 KB. */
  bytesKeptMax: 256 * 1024,
  /** Counts that an instance remembers, so that a flood costs one request a message. */
  countsCachedMax: 1_000,
} as const;

export const failuresLimits = {
  /** While `redrive` works on a message, nobody else gets it: longer than any function may run. */
  hiddenForS: 120,
} as const;
