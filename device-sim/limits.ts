/** Every bound of the simulator, in one place, with its unit (law 8). Bounds of the gates are in domain/limits.ts. */
export const simLimits = {
  gatesMax: 5_000,
  ratePerSMax: 20_000,
  durationSMax: 86_400,
  /** Gates that are enrolled and started at the same time. */
  startingAtOnceMax: 16,
  /** Errors kept for one gate in the report; the rest is counted. */
  errorsPerGateMax: 5,
  /** Errors that a command prints; all of them are in the report. */
  errorsShownMax: 20,
  /** How long a stop waits for the broker to acknowledge what is in the outboxes. */
  drainMs: 10_000,
  /** After faults: gates that were cut off for long come back within a minute, dead connections are noticed in less than two. */
  healMs: 180_000,
  /** Acknowledgements that are not on flash yet, of all gates. */
  writesWaitingMax: 1_000,
  /** How often a stop looks whether the outboxes are empty, and a command prints progress. */
  drainLookMs: 20,
  progressMs: 1_000,
  progressPlainMs: 5_000,
  /** No alert for so long: none will come any more. */
  alertsQuietMs: 5_000,
  replayRatePerS: 100,
  /** Broken laws that a report names one by one; the rest is counted. */
  offencesKeptMax: 10_000,
  /** How long the oracle waits for what is still missing, while nothing changes and in all. */
  settleQuietMs: 15_000,
  settleMaxMs: 600_000,
  /** From one look at the tables to the next; longer when a look itself takes longer. */
  settleLookMs: 500,
  /** Guard posts that the oracle opens; of more communities it hears a part. */
  postsMax: 100,
  /** Passes that are looked for in the table at the same time. */
  watchedAtOnceMax: 4,
  /** From one look for a pass to the next, and as a share of what has been waited for it: the error of what is measured. */
  watchLookMinMs: 40,
  watchLookShare: 0.05,
  /** Messages of the failures queue that the oracle reads. */
  failuresLookedAtMax: 1_000,
  /** Codes that the simulated people keep once they are signed; 500 bytes each. */
  walletCodesMax: 50_000,
  /** What the broker in memory keeps for a gate that is away; the oldest make room. */
  virtualSessionMessagesMax: 1_000,
  /** People held at one gate for the guard's thermometer; nobody measures who comes then. */
  waitingForGuardMax: 20,
  /** Latencies are sampled beyond this many messages: a report needs quantiles, not a list. */
  latenciesKeptMax: 100_000,
} as const;

export const linkLimits = {
  keepAliveS: 60,
  connectTimeoutMs: 30_000,
  /** Connections in a row that the broker ended by a refusal before the gate believes it. */
  refusalsMax: 5,
  /** A broker that closes a new connection later than this was too busy, and did not refuse it. */
  refusalMs: 10_000,
  /** How long the end of a connection may take before the socket is destroyed. */
  endMs: 1_000,
} as const;
