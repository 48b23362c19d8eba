import { gateLimits } from './gates.ts';

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
