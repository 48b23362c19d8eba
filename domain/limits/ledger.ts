import { gateLimits } from './gates.ts';
import { timeLimits } from './wire.ts';

/** The ledger of every gate's passes (docs/decisions/0015 and 0021). */
export const ledgerLimits = {
  /** Characters of a pass's digest that are kept of it: 48 bits. */
  digestCharacters: 8,
  /** Half a kilobyte: with the rest of a ledger that is in order below the kilobyte of one write. */
  digestsPerBlock: 64,
  shards: 16,
  receiptRetentionS: 3 * 86_400,
  /** Passes that are stored later leave receipts. Gates linger for two minutes, and the broker takes no time. */
  promptForMs: timeLimits.lateAfterMs,
  /**
   * Whoever is about to write prompt passes, or a receipt, has done so within this, or never will. Longer than any
   * function that does may run.
   */
  writtenWithinMs: 90_000,
  /**
   * Passes and receipts of a shard that are read in a tick: four times what comes to it in five minutes of a city's peak
   * hour. What is beyond is left to the next.
   */
  factsPerShardMax: 100_000,
  /** What is beyond within so short a time counts as lost: no honest gates make so much. */
  windowMinMs: 1_000,
  /** Communities of a shard whose passes are read at the same time. */
  communitiesAtATimeMax: 16,
  /** No further shard is begun with less time left; one with 800 gates takes a few seconds. */
  shardNeedsMs: 30_000,
  /** Epochs of one gate in a tick; a gate has one, and a new one after a factory reset. What is of others counts as lost. */
  epochsPerGateMax: 10,
  /** Of a shard so many gates at a time. */
  gatesAtATimeMax: 16,
  /** A gate that cannot be done holds its shard back until that is so far behind; what it would have known is then missed and asked for. */
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
