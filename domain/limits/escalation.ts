/** Who is told that nobody sees to an alert, and when. */
export const escalationLimits = {
  /** After an alert is raised, or a fever confirmed, unless the deployment says otherwise. */
  officerAfterS: 60,
  districtAfterS: 300,
  /** What a deployment may say. */
  waitSMin: 1,
  waitSMax: 3_600,
  /** SQS holds no message back for longer; whoever comes too early goes round again. */
  delaySMax: 900,
  /** Who has begun to tell and not said so by now has come to grief: longer than the function may run. */
  tellingMs: 45_000,
  /** An alert that somebody else changes each time. */
  alertWritesMax: 8,
  /** Alerts of a kind at one gate are one message for so long; those in between are noted as part of it. */
  oneMessagePerMs: 5 * 60_000,
  /** The tick leaves to the queue what has become due only now. */
  overdueAfterMs: 15_000,
  alertsPerTickMax: 500,
  alertsAtATimeMax: 8,
  /** What is noted of one step. */
  toldMax: 100,
  /** Alerts at once must not make phones ring all night. A telling is one message by each of somebody's channels. */
  tellingsPerPersonHourMax: 12,
  tellingsPerCommunityDayMax: 300,
} as const;

export const rosterLimits = {
  peopleMax: 20,
  dutiesMax: 50,
  nameCharactersMax: 64,
  webhookCharactersMax: 500,
} as const;

/** Messages that leave by HTTP, to push services and webhooks. */
export const postLimits = {
  triesMax: 2,
  /** Of one try, from the look-up of the name to the answer's status. */
  tryMs: 4_000,
  bodyBytesMax: 4_096,
  privateReceiversMax: 10,
} as const;

export const pushLimits = {
  perSubjectMax: 5,
  endpointCharactersMax: 1_000,
  /** No longer than a sign-out is remembered; the page renews its subscription when it is opened. */
  retentionS: 30 * 86_400,
  /** How long a push service keeps a message for a phone that is away: later it is no news. */
  messageTtlS: 600,
  /** RFC 8292, 2: at most a day. */
  tokenValidS: 12 * 3_600,
  /** A token that ends within so long is not used any more. */
  tokenRenewS: 3_600,
  tokensCachedMax: 100,
} as const;

export const loadLimits = {
  hoursMax: 72,
  /** Alerts that a report is made of; with more, the oldest are left out and it says so. */
  alertsMax: 5_000,
} as const;
