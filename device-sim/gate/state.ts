import type { HeldLists } from '../../domain/codes/held-lists.ts';
import type { CodePlatform } from '../../domain/codes/platform.ts';
import { gateLimits } from '../../domain/limits.ts';
import { defaultConfig, type GateConfig } from '../../domain/messages/config.ts';
import type { ListIndex } from '../../domain/messages/lists.ts';
import { emptyScreening, type ScreeningState } from '../../domain/screening/screening-state.ts';
import type { UsedCode } from './used-codes.ts';

/** What a gate is built with; it changes only when somebody opens the cabinet. */
export interface GateSetup {
  /** IANA name; in which the gate's day begins. */
  timeZone: string;
  /** Where it stands: codes of ours say which communities they are for. */
  community: string;
  /** What verifies signatures. */
  platform: CodePlatform;
  /** Stands above what the config says about sending; the verdict is never touched by it. */
  sending?: Partial<Pick<GateConfig, 'lingerS' | 'passesPerMessage'>>;
}

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

/** A message that the broker has not acknowledged yet. Its passes are still in the outbox. */
export interface InFlight {
  messageId: number;
  passes: readonly HeldPass[];
}

export interface GateState extends Flash {
  setup: GateSetup;
  connected: boolean;
  /** Their passes are the first of the outbox, in this order. */
  inFlight: readonly InFlight[];
  /** How many passes, from the head of the outbox, wait for company no longer. */
  due: number;
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

/** A gate that has power again: what was in the outbox waits for nothing but a connection. */
export function boot(flash: Flash, setup: GateSetup): GateState {
  return {
    ...flash,
    setup,
    connected: false,
    inFlight: [],
    due: flash.outbox.length,
    nextMessageId: 1,
    heartbeatAtMs: null,
    nonce: null,
  };
}

/** A count that starts again from 1 under a new epoch. Passes of the old one stay until they are sent and marked. */
export function beginEpoch(flash: Flash, epoch: string): Flash {
  return { ...flash, memory: { ...blankFlash(epoch).memory, config: flash.memory.config } };
}

/** How passes are put into messages: config, unless the set-up says otherwise. */
export function sendingRules({ memory, setup }: GateState): Pick<GateConfig, 'lingerS' | 'passesPerMessage'> {
  return { ...memory.config, ...setup.sending };
}

export function isFull({ outbox }: GateState): boolean {
  return outbox.length >= gateLimits.outboxPassesMax;
}
