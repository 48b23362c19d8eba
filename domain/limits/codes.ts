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
