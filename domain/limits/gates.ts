export const gateLimits = {
  lingerSMax: 600,
  heartbeatSMin: 60,
  heartbeatSMax: 3_600,
  /** The index of lists goes out every five minutes: below twice that, one lost message would be an alarm. */
  listsAgeMaxSMin: 600,
  listsAgeMaxSMax: 30 * 86_400,
  /** A gate without a network goes on for about a day at the busiest gates before it stops opening by itself. */
  outboxPassesMax: 20_000,
  /** Passes that the broker took and the cloud has not confirmed yet. */
  sentRingPassesMax: 20_000,
  /** Codes for one use that a gate remembers: more visitors than any gate sees in a day, and phones show none longer. */
  usedCodesMax: 2_000,
  /** Somebody stands at the barrier: a code's provider that has not answered by then counts as not to be reached. */
  providerAnswerMaxMs: 800,
  /** Questions to providers at the same time; who comes when there are more goes unanswered. */
  providerQuestionsMax: 32,
  /** IoT Core allows 100 unacknowledged messages; two keep the link busy and the order. */
  messagesInFlightMax: 2,
  /** Beside them, of a backlog: who passes now waits for nobody who passed hours ago, nor the other way round. */
  backlogMessagesInFlightMax: 1,
  reconnectMinMs: 500,
  reconnectMaxMs: 60_000,
  /**
   * What a gate sends of a backlog unless its config says otherwise. A whole city that comes back at its peak sends
   * 12,784 gates × 0.2 + 1,150 of people passing = 3,707 passes/s, and the table takes 4,000 writes/s. A day's passes
   * of an average gate, 3,200, take four and a half hours.
   */
  drainPassesPerS: 0.2,
  /**
   * A message of 25 is followed by 125 s of rest. Twice that, so that first messages come at half the rate, and that the
   * gates' turns are spread evenly from then on: any other multiple would leave a part of the time fuller.
   */
  drainJitterS: 250,
  drainPassesPerSMin: 0.05,
  drainPassesPerSMax: 100,
  drainJitterSMax: 3_600,
} as const;

export const presenceLimits = {
  /** A gate that disconnects is looked at again after so long: most come back at once. */
  graceAfterDisconnectMs: 2 * 60_000,
  /** Heartbeats that may be missing before a gate that claims to be connected counts as offline. */
  heartbeatsMissedMax: 2.5,
  /** Gates looked at in one tick; the rest in the next, a minute later. */
  gatesPerTickMax: 2_000,
  /** Of these so many at a time. */
  gatesAtATimeMax: 16,
  /** AWS IoT: the times of two presence events may each be two minutes off; further apart, they give the order. */
  timesApartMs: 4 * 60_000,
  /** A gate's item that somebody else changes each time it is to be written is left to Lambda's retry. */
  writesMax: 10,
} as const;
