/**
 * Every bound of the wire, the gates and the functions, in one place, with its unit in its name (law 8).
 * A number that AWS sets is here too where we plan with it, so that nobody has to look it up twice.
 */
export const wireLimits = {
  /** IoT Core takes no larger payload. */
  messageBytesMax: 128 * 1024,
  topicBytesMax: 256,
  clientIdBytesMax: 128,
  passesPerMessageMax: 25,
  /** What a gate puts into one message before it starts another; leaves room under `messageBytesMax`. */
  messageBytesPlanned: 100 * 1024,
  /** JSON nesting of a message. The contract needs 4; the rest is room for newer firmware. */
  jsonDepthMax: 16,
  alertIdCharactersMax: 200,
  /** A code as scanned: the largest QR code (version 40, alphanumeric) holds 4,296 characters. */
  codeCharactersMax: 4_296,
  /** Fixed width of `seq` in keys; at a pass a second it lasts 317 years. */
  seqDigits: 10,
  seqMax: 9_999_999_999,
  /** Plausible skin temperature, °C. What lies outside is a broken sensor or no skin: the gate sends `null`. */
  skinMinC: 20,
  skinMaxC: 45,
  /** What contact thermometers show. */
  contactMinC: 32,
  contactMaxC: 43,
  ambientMinC: -50,
  ambientMaxC: 70,
} as const;

/** What a gate knows of the people just before, and from when on it doubts its sensor (docs/decisions/0013). */
export const screeningLimits = {
  /** Beside the first: more than four readings of a person were never tried. */
  furtherReadingsMax: 3,
  /** A quarter of an hour of people at a busy gate: enough for a steady median, few enough to follow the weather. */
  windowReadings: 30,
  /** Until so many readings exist today, the median of the last day serves. */
  readingsNeeded: 5,

  /** So many people in a row with the same reading. Of real neighbours 1 in 240 agree; in whole tenths 1 in 12. */
  stuckReadings: 10,
  /** Among as many, so many different readings: the sensor lives again. */
  unstuckValues: 5,

  /** Of the last so many people who could be compared ... */
  alarmsReadings: 40,
  /** ... so many too warm are no fevers: with 15 % feverish it was 14 at most, with 5 % and people from the cold 11. */
  alarmsBegin: 16,
  /** Of healthy people, with drift or cold, 6 at most in 99 windows of 100. */
  alarmsEnd: 8,

  /** A median of skin above this is no skin: core is 37.0, three deviations of a sensor's offset 0.9, an hour's sun 0.6. */
  sunMedianC: 38.5,
  sunEndsBelowC: 38,
  /** From the median of 15 people to that of the next 15: 0.9 at most, with drift 1.0, with 5 % feverish and cold 1.1. */
  jumpC: 1.3,
  jumpEndsBelowC: 0.7,

  /** What the median may differ from the last day's, beyond the weather: a sun-warmed housing makes 1.1 in a day. */
  driftC: 2,
  driftEndsBelowC: 1.5,
  /** Skin follows the air by no more a degree: of real people in rooms of 20-24 °C by 0.09-0.13. */
  skinPerAmbientMaxC: 0.15,

  /** Against the other gates of the community: so many others in the same hour, in so many hours of so many passes. */
  neighboursMin: 2,
  neighbourHoursMin: 3,
  neighbourPassesMin: 10,
  /** Two sensors differ by 0.4 (one deviation), and one gate may stand in the wind, whose people are 0.6 colder. */
  neighbourOffC: 2,
} as const;

export const timeLimits = {
  /** A pass that arrives later is listed as late: no sound, no escalation. */
  lateAfterMs: 5 * 60_000,
  /** Older than what is kept: nothing to store it for. */
  passAgeMaxMs: 30 * 86_400_000,
  /** How far ahead a gate's clock may be before its time is no evidence of anything. */
  passAheadMaxMs: 24 * 3_600_000,
  passRetentionS: 30 * 86_400,
  quarantineRetentionS: 7 * 86_400,
  alertRetentionS: 180 * 86_400,
  /** A second reading this soon after the first belongs to the same alert. */
  secondReadingWithinMs: 2 * 60_000,
  /** One alert for a refused code at a gate in so much time. */
  refusedCodeWindowMs: 10 * 60_000,
} as const;

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

/** The ledger of every gate's passes (docs/decisions/0015). */
export const ledgerLimits = {
  /** Characters of a pass's digest that are kept of it: 48 bits. */
  digestCharacters: 8,
  /** Half a kilobyte: with the rest of a ledger that is in order below the kilobyte of one write. */
  digestsPerBlock: 64,
  receiptShards: 16,
  receiptRetentionS: 3 * 86_400,
  /**
   * A receipt is named by the time at which its writer was about to write it: so long after it nobody is still at it.
   * Longer than any function that writes receipts may run.
   */
  receiptSettledAfterMs: 90_000,
  /** Read in a tick: twice what comes to a shard in five minutes in a city's peak hour. What is beyond is left to the next. */
  receiptsPerShardMax: 10_000,
  /** No further shard is begun with less time left; one with 800 gates takes a few seconds. */
  shardNeedsMs: 30_000,
  /** Epochs of one gate in a tick; a gate has one, and a new one after a factory reset. What is of others counts as lost. */
  epochsPerGateMax: 10,
  /** Of a shard so many gates at a time. */
  gatesAtATimeMax: 16,
  /** A gate that cannot be done holds its shard back for so long; what it would have known is then missed and asked for. */
  shardPatienceMs: 3_600_000,
  /** A ledger that somebody else writes each time is left to the next tick. */
  writesMax: 5,

  /** Holes of one ledger; a message that would make more counts as lost until there is room. */
  holesMax: 200,
  /** Ranges of numbers that are listed as rejected, given up, late or tampered with; the lowest go first. */
  spansListedMax: 50,
  /** Lambda tries again after one minute and after two more. */
  holeGraceMs: 5 * 60_000,
  /** Asked for in one command: all that a gate can hold. */
  resendPassesMax: gateLimits.sentRingPassesMax,
  /** After the first time; then twice as long each time. */
  askAgainAfterMs: 10 * 60_000,
  /** Then the passes are given up, five hours after they were missed. */
  asksMax: 5,
  /** How long a command to send again may be under way. */
  askValidMs: 2 * 60_000,

  /** As much as codes allow for (`clockSkewS`). */
  clockOffMs: 60_000,
  clockReadingsInARow: gateLimits.messagesInFlightMax + gateLimits.backlogMessagesInFlightMax + 1,
  /** Smaller changes of a clock are not written down. */
  clockNotedMs: 10_000,

  /** Of a gate that is silent; from then on its numbers count from wherever they are. */
  ledgerRetentionS: 180 * 86_400,
  commandRetentionS: 30 * 86_400,
} as const;

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

/** Consoles that hear alerts by MQTT, and the tokens that they connect with. */
export const consoleLimits = {
  /** Of 64 bits of a digest nobody finds somebody else's. */
  clientDigestDigits: 16,
  pageCharactersMax: 32,
  /** A person of Cognito can be in 100 groups; MQTT takes 64 KB. */
  tokenCharactersMax: 8 * 1024,
  /** An answer of a custom authorizer has ten policies of 2,048 characters, one of which is for the connection. */
  filtersPerPolicyMax: 6,
  filtersMax: 54,
  /** Somebody looks this often whether a sign-in still holds; AWS takes no less. */
  refreshAfterS: 300,
  /** AWS lets a connection last no shorter: one with a token that is about to end outlives it by less than that. */
  connectionSMin: 300,
  connectionSMax: 86_400,
  /** Of one sign-in, as long as its tokens live: pages that were opened anew are new ones. */
  consolesPerSessionMax: 50,
  /** API Gateway believes an issuer's key for as long. */
  keysMaxAgeMs: 2 * 3_600_000,
  /** With a token of an unknown key they are read again, and no sooner than this. */
  keysAgainAfterMs: 60_000,
  keysFetchMs: 3_000,
  keysCharactersMax: 64 * 1024,
} as const;

/** What only the cloud can find out, later. */
export const findingLimits = {
  /** How much the clocks of two gates may differ; it also covers lanes of one entrance, which are gates of their own. */
  clockGraceS: 10,
  /**
   * Nobody is quicker than this in town, as the crow flies and with a stop at both gates: a bicycle or scooter that
   * need not stop goes 25 km/h, a car among traffic lights makes less from door to door.
   */
  townMPerS: 10,
  /** So much of any way is in town; what is beyond may be driven at the speed limit of motorways, 120 km/h. */
  townM: 1_000,
  motorwayMPerS: 33,
  /** How far before and after a pass others of the same person are looked for: a way of 100 km is within it. */
  lookAroundS: 3_600,
  /** Passes looked at on either side: more in an hour, and the furthest go unseen. */
  neighboursMax: 10,
  positionMaxAgeMs: 10 * 60_000,
  positionsCachedMax: 20_000,
  /** A code's first use that somebody else changes each time is left to Lambda's retry. */
  firstUseWritesMax: 5,
} as const;

export const failuresLimits = {
  /** While `redrive` works on a message, nobody else gets it: longer than any function may run. */
  hiddenForS: 120,
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

export const codeLimits = {
  /** What a code may unpack to: a health certificate is below 1 KB, and zlib packs a thousandfold. */
  unpackedBytesMax: 10 * 1024,
  /** How far a gate's clock may be from the issuer's: added to both ends of a code's time. */
  clockSkewS: 60,
  /** So much before now a new pass begins: a gate whose clock is minutes behind takes it too. */
  datedBackS: 600,
  /** A pass on a phone's screen is soon copied; one on a card is in somebody's pocket. */
  phonePassSMax: 24 * 3_600,
  cardPassSMax: 366 * 86_400,
  /** Keys that sign passes: the old and the new one while they are changed over. */
  signingKeysMax: 2,
  communitiesPerPassMax: 8,
  /** Codes that a gate need not verify again, some 1 KB each: about as many as people live behind it. */
  codesRememberedMax: 500,
  /** Key ids are short, so two keys may share one and all are tried; a list in which more do is not honest. */
  keysPerIdMax: 4,
  /** Some 250 bytes each: that many fit a message. */
  keysPerListMax: 500,
  /** At four bytes each 80 KB: as base64 it fits a message. */
  hashesPerListMax: 20_000,
  /** One for each status and day on which it ends. */
  statusGroupsMax: 128,
} as const;

export const listLimits = {
  /**
   * How long a version is kept that another has followed. A gate may be cut off for a month and hold it all the while;
   * what it sends then may be a month old, and is kept for another.
   */
  supersededRetentionS: 90 * 86_400,
  /**
   * How old the index is when gates are told anew that what they hold is current. With a tick a minute that is every
   * five minutes, also when a tick comes a moment early.
   */
  indexAgeMaxMs: 4.5 * 60_000,
  /** Operators are told of a list that is too long once an hour, which is remembered for so long. */
  noticeRememberedS: 86_400,
  /** Two that make the same version at the same time: one has to begin again. */
  composeTriesMax: 5,
  /** Versions that an instance keeps ready for use, up to 80 KB each. */
  versionsCachedMax: 50,
  /** How stale an instance's idea of the newest lists may be. */
  latestMaxAgeMs: 30_000,
} as const;

export const auditLimits = {
  /** A day is audited so long after it has ended: gates that were cut off for a while have sent what they had. */
  afterMidnightMs: 2 * 3_600_000,
  /** A tick begins with no more; at one a minute a city of 3,196 communities takes five and a half hours. */
  communitiesPerTickMax: 10,
  /** No further community is begun with less time left; one of 13,000 passes takes a few seconds. */
  communityNeedsMs: 30_000,
  /** Whole days that are made up for; passes are not kept much longer. */
  daysBehindMax: 28,
  /** Passes of a community and day: ten times those of a busy one. What is beyond is not audited, and counted. */
  passesPerCommunityMax: 130_000,
  /** Versions of config that a gate may name in a day; for what names others, what is too warm is not known. */
  configsPerGateMax: 20,
  /** How far a gate's replay has come is kept as long as its passes. */
  replayRetentionS: 30 * 86_400,
} as const;

/** What recorded outcomes say of limits. */
export const outcomeLimits = {
  /** The highest limit that a config takes: further apart makes no difference. */
  deviationMaxC: 5,
  /** Passes of a gate among which a person is found who is measured again: half an hour of people at the peak. */
  recentPassesMax: 200,
  /** The limits that are compared. */
  comparedFromC: 0.4,
  comparedToC: 1.2,
  comparedStepC: 0.1,
  /** A limit is chosen in finer steps, from among the same. */
  choiceStepC: 0.05,
  /** Of 1,000 people some 40 are too warm, give or take 12; fewer say nothing to choose by. */
  choicePeopleMin: 1_000,
  /** A day: nights and rush hours differ. */
  choiceHoursMin: 24,
  /** Passes are kept no longer. */
  daysMax: 30,
  /** Passes that a command reads: a month of two busy communities. */
  passesReadMax: 1_000_000,
  /** After each so many it says how far it is. */
  progressPasses: 50_000,
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
