/** Every limit of the local runtime, one object a part; a name ends in its unit. */

/** The endpoint of the AWS services (local/aws/). */
export const awsLimits = {
  /** The largest request of all services: a synchronous invocation, 6 MB, and some room. */
  bodyMaxBytes: 8 * 1024 * 1024,
  headerMaxBytes: 16 * 1024,
  headersMs: 10_000,
  requestMs: 60_000,
  /** Longer than SDK clients keep an idle connection, so that they close first and never write into a closed one. */
  keepAliveMs: 120_000,
  connectionsMax: 1_000,
  /** How long `stop` waits for requests under way. */
  stopMs: 2_000,
} as const;
