import type { HeldLists } from '../../domain/codes/held-lists.ts';
import type { CodePlatform } from '../../domain/codes/platform.ts';
import { gateLimits } from '../../domain/limits/gates.ts';
import { defaultConfig, type GateConfig } from '../../domain/messages/config.ts';
import type { ListIndex } from '../../domain/messages/lists.ts';
import { emptyScreening, type ScreeningState } from '../../domain/screening/screening-state.ts';
import { type Line, lineOf } from './line.ts';
import type { UsedCode } from './used-codes.ts';

/** What a gate is built with; it changes only when somebody opens the cabinet. */
export interface GateSetup {
  /** IANA name; in which the gate's day begins. */
  timeZone: string;
  /** Where it stands: codes of ours say which communities they are for. */
  community: string;
  /** What verifies signatures. */
  platform: CodePlatform;
  /** For a smaller flash than the protocol asks for. */
  outboxPassesMax?: number;
  /** Stands above what the config says about sending; the verdict is never touched by it. */
  sending?: Partial<SendingRules>;
}

type SendingRules = Pick<GateConfig, 'lingerS' | 'passesPerMessage' | 'drain'>;

/** A pass as it will be sent, whenever that is: its bytes are made once and never again. */
export interface HeldPass {
  epoch: string;
  seq: number;
  atMs: number;
  json: string;
}

/** What a gate knows after a power cut, its passes apart. */
export interface GateMemory {
  epoch: string;
  /** 0: no pass yet in this epoch. */
  lastSeq: number;
  screening: ScreeningState;
  config: GateConfig;
  /** Which lists were current, and when; absent before the first word of it. */
  listIndex?: ListIndex;
}

/** Everything on a gate's flash. */
export interface Flash {
  memory: GateMemory;
  /** Taken on and not acknowledged by the broker, oldest first. */
  outbox: readonly HeldPass[];
  /** Acknowledged by the broker and not covered by a mark, oldest first. */
  sent: readonly HeldPass[];
  /** What codes are held against. */
  lists: HeldLists;
  /** Codes for one use that were used here, oldest first. */
  used: readonly UsedCode[];
}

/** A message that the broker has not acknowledged yet. On flash, its passes are still in the outbox. */
interface InFlight {
  messageId: number;
  passes: readonly HeldPass[];
  isBacklog: boolean;
}

export interface GateState extends Omit<Flash, 'outbox' | 'sent'> {
  setup: GateSetup;
  connected: boolean;
  /*
   * The outbox is in three parts. Passes move from one of the two lines into a message, and back into `backlog` when
   * the connection breaks.
   */
  inFlight: readonly InFlight[];
  /** What was held when the connection came up, or was asked for again: goes out by the drain's rate. */
  backlog: Line<HeldPass>;
  /** What has been taken on since: lingers, and goes ahead of the backlog. */
  fresh: Line<HeldPass>;
  /** How many passes, from the front of `fresh`, wait for company no longer. */
  due: number;
  /** When the backlog may go on. */
  drainsAtMs: number;
  /** Acknowledged by the broker and not covered by a mark, oldest first. */
  sent: Line<HeldPass>;
  nextMessageId: number;
  /** When the next heartbeat is due; null without a connection. */
  heartbeatAtMs: number | null;
  /** What the next command must name; null when none was offered. */
  nonce: string | null;
}

/** Flash as it leaves the factory. @param epoch random: 8 to 16 lower-case letters and digits. */
export function blankFlash(epoch: string): Flash {
  const memory = { epoch, lastSeq: 0, screening: emptyScreening, config: defaultConfig };
  return { memory, outbox: [], sent: [], lists: {}, used: [] };
}

/** A gate that has power again: what was in the outbox waits for a connection, and then for its turn. */
export function boot({ outbox, sent, ...flash }: Flash, setup: GateSetup): GateState {
  return {
    ...flash,
    setup,
    connected: false,
    inFlight: [],
    backlog: lineOf(outbox),
    fresh: lineOf([]),
    due: 0,
    drainsAtMs: 0,
    sent: lineOf(sent),
    nextMessageId: 1,
    heartbeatAtMs: null,
    nonce: null,
  };
}

/** A count that starts again from 1 under a new epoch. Passes of the old one stay until they are sent and marked. */
export function beginEpoch(flash: Flash, epoch: string): Flash {
  return { ...flash, memory: { ...blankFlash(epoch).memory, config: flash.memory.config } };
}

/** How passes are put into messages, and when: config, unless the set-up says otherwise. */
export function sendingRules({ memory, setup }: GateState): SendingRules {
  return { ...memory.config, ...setup.sending };
}

/** Passes in the outbox: taken on and not acknowledged by the broker. */
export function countOutbox({ inFlight, backlog, fresh }: Pick<GateState, 'inFlight' | 'backlog' | 'fresh'>): number {
  return inFlight.reduce((sum, { passes }) => sum + passes.length, backlog.length + fresh.length);
}

export function isFull(state: GateState): boolean {
  return countOutbox(state) >= (state.setup.outboxPassesMax ?? gateLimits.outboxPassesMax);
}
