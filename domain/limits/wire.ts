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
