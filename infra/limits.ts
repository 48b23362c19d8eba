/** Every bound that the infrastructure sets, with its unit in its name (law 8); thresholds of alarms stand in alarms.ts. */
export const functionLimits = {
  /** More than the work needs: CPU comes with memory, and CPU is what an alert waits for after a cold start. */
  ingestMemoryMb: 1024,
  /** 25 passes with all tries inside the invocation take less than a third of this. */
  ingestTimeoutS: 30,
  statusMemoryMb: 512,
  /** A tick looks at thousands of gates. */
  statusTimeoutS: 60,
  listsMemoryMb: 512,
  /** Two lists of 20,000 entries are read and packed in a few seconds. */
  listsTimeoutS: 60,
  auditMemoryMb: 1024,
  /** Ten communities a tick, a few seconds each; what is not done is left to the next tick. */
  auditTimeoutS: 120,
  reconcileMemoryMb: 1024,
  /** All sixteen shards of a city in its peak hour, a few seconds each; what is not done is left to the next tick. */
  reconcileTimeoutS: 120,
  reconcileEveryMin: 5,
  findingsMemoryMb: 512,
  /** 25 passes, each with two queries and at most a few alerts, all at the same time. */
  findingsTimeoutS: 30,
  /**
   * Whatever comes, `ingest` is not kept from running by what can wait. The whole city's burst wants about 20; an
   * account must allow so many beyond the 100 that Lambda keeps for functions without such a limit.
   */
  findingsConcurrencyMax: 40,
  apiMemoryMb: 1024,
  /** A page of 20,000 passes is read in a few seconds; API Gateway waits for 30. */
  apiTimeoutS: 20,
  guardAuthorizerMemoryMb: 512,
  /** Cold, it reads the issuer's keys and asks the table three times. */
  guardAuthorizerTimeoutS: 10,
  /**
   * Anybody can make IoT Core ask, so strangers have no more than this; the CONNECTs of a whole account, 500 a second,
   * want about 20.
   */
  guardAuthorizerConcurrencyMax: 40,
  escalateMemoryMb: 512,
  /** A batch of five alerts, each with people to be told by slow machines of others. */
  escalateTimeoutS: 30,
  /** The next tick does all that this one could not do. */
  escalateEventAgeMaxS: 60,
  /** Lambda tries an asynchronous event again after one minute and after two more. */
  retriesMax: 2,
  /** The longest that Lambda keeps an event: a pass is worth as much after six hours as at once. */
  passEventAgeMaxS: 6 * 3_600,
  /** A finding of hours ago is listed without a sound; Lambda keeps no event longer. */
  findingsEventAgeMaxS: 6 * 3_600,
  /** A connection state older than this has been overtaken by heartbeats. */
  statusEventAgeMaxS: 3_600,
  /** The next tick does all that this one could not do; Lambda takes no less. */
  listsEventAgeMaxS: 60,
  auditEventAgeMaxS: 60,
  reconcileEventAgeMaxS: 60,
} as const;

export const httpLimits = {
  /** 25,000 posts that each look every five minutes, and what they do: a hundred a second. */
  requestsPerS: 200,
  requestsBurst: 400,
  /** How long a browser remembers what other origins may ask. */
  preflightS: 3_600,
} as const;

export const signInLimits = {
  /** Short, and renewed: what was taken away from somebody is gone that soon. API Gateway looks at nothing but the token. */
  accessTokenMin: 15,
  /** A shift, after which a post signs in anew. */
  refreshTokenH: 12,
  /** Two tabs that renew at the same moment. */
  refreshGraceS: 10,
  passwordCharactersMin: 12,
  /** An invitation that nobody took up. */
  temporaryPasswordD: 3,
} as const;

export const storageLimits = {
  /**
   * What a table takes from its first second on: the whole city's burst of 3,500 passes/s, each under 1 KB.
   * It is also what a new on-demand table has anyway, so stating it costs nothing and a change of AWS's default shows.
   */
  warmWriteUnitsPerSecond: 4_000,
  warmReadUnitsPerSecond: 12_000,
  /** Days between asking for the deletion of a disposable deployment's key and its deletion; AWS allows no fewer. */
  disposableKeyWaitD: 7,
  /** Letters and digits of one pseudonym key: 380 bits. */
  pseudonymKeyCharacters: 64,
  webhookSecretCharacters: 64,
} as const;

export const queueLimits = {
  /** SQS keeps no message longer. */
  failuresRetentionD: 14,
  /** A reminder that nobody could take for so long has been overtaken by the tick. */
  escalationsRetentionH: 1,
  /** While a batch is being looked at, nobody else gets it: longer than the function may run. */
  escalationHiddenForS: 60,
} as const;

export const escalationLimits = {
  /** Alerts that one invocation looks at, all at the same time: each may wait for slow machines of others. */
  batchSize: 5,
  /** A district whose power fails has hundreds of alerts at once: a hundred are looked at in the same second. */
  batchesAtATimeMax: 20,
} as const;

export const pageLimits = {
  /** So long after a visit a browser comes by HTTPS only. */
  httpsOnlyD: 365,
} as const;

export const logLimits = {
  /** Long enough to look into last week's trouble; logs hold no personal data, and no need to keep them longer. */
  retentionD: 30,
} as const;
