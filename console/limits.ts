import { apiLimits } from '../domain/limits/api.ts';

/** Every limit of the guards' page beside those of its views, one object a part; a name ends in its unit. */

/** MQTT (console/live/, console/alerts/follow.ts). */
export const listenLimits = {
  /** IoT Core takes no less. */
  keepAliveS: 30,
  /** To be let in, and to be answered. */
  answerMs: 10_000,
  /** IoT Core takes no more in one SUBSCRIBE. */
  filtersPerPacket: 8,
  /** Between a connection that has ended and the next; twice as long each time. */
  againFirstMs: 500,
  againMaxMs: 15_000,
} as const;

/** The alerts that the page knows (console/alerts/). */
export const alertLimits = {
  pageSize: apiLimits.pageMax,
  /** A district has many communities. */
  listsAtATime: 4,
  /** An index of the table is behind its messages by as much: what was heard within it may not be listed yet. */
  listBehindMs: 30_000,
  /** They can be looked at, and one of them taken back. */
  resolvedKept: 50,
  /** Ids of what has sounded. A community at its worst has some 500 a day. */
  soundedMax: 2_000,
} as const;

/** The API as the page asks it (console/api/, console/sign-in/). */
export const askLimits = {
  /** How long somebody waits at most. */
  patienceMs: 12_000,
  /** A token is renewed when less than this is left. */
  renewBeforeMs: 60_000,
  /** Of so many communities the guards' labels are asked for: nobody knows those of a whole district. */
  labelledMax: 8,
} as const;

/** What waits to be sent (console/outbox/). */
export const outboxLimits = {
  /** More than anybody does without a network; what goes beyond is not taken. */
  deedsMax: 200,
  againFirstMs: 1_000,
  againMaxMs: 30_000,
} as const;

/** What is kept on the phone while a sign-in lasts (console/keep/). */
export const keepLimits = {
  /** The first of the list: about 300 KB. */
  alertsMax: 500,
  /** Alerts come in bursts; what is kept may be this much behind. */
  writeEveryMs: 1_000,
  /** Playbooks that somebody is in the middle of. */
  walksMax: 50,
} as const;

/** The list of alerts on screen (console/views/queue/). */
export const listLimits = {
  /** A screen or two. */
  drawnAtATime: 40,
  /** How far ahead of somebody who scrolls. */
  nearPx: 800,
} as const;

/** A barrier that is to open (console/views/alert/opening.ts). */
export const openingLimits = {
  lookEveryMs: 700,
  /** The gate's ten seconds, and the way there and back. */
  waitMs: apiLimits.openValidMs + 5_000,
} as const;
