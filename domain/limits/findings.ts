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
