/** What a gate knows of the people just before, and from when on it doubts its sensor (docs/decisions/0013). */
export const screeningLimits = {
  /** By a contact thermometer in the armpit, this and more is a fever; unless a gate's config says otherwise. */
  contactLimitC: 37.3,
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
