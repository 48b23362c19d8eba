import type { Pass } from '../../domain/messages/pass.ts';
import { gateTopic, ingestTopic } from '../../domain/topics.ts';
import { drawEpoch, drawNonce, type Environment } from '../environment.ts';
import type { Connect } from './connection.ts';
import type { Effect } from './effects.ts';
import { will } from './heartbeat.ts';
import { createLink, type LinkOptions } from './link.ts';
import type { CodeProvider } from './provider.ts';
import { heardTopics, receive } from './receive.ts';
import { createRow } from './row.ts';
import type { Reading } from './screen.ts';
import { beginEpoch, blankFlash, boot, countOutbox, type Flash, type GateSetup, type GateState } from './state.ts';
import { type Input, step, wakeAtMs } from './step.ts';
import type { FlashStore } from './store.ts';
import { createWakeTimer } from './wake-timer.ts';

/** Where a gate stands. Gate id = thing name = client id. */
export interface GatePlace {
  gate: string;
  district: string;
  community: string;
}

export interface GateOptions {
  place: GatePlace;
  connect: Connect;
  store: FlashStore;
  environment: Environment;
  setup: Omit<GateSetup, 'community'>;
  /** Whom codes are checked with that only their issuer can tell about. */
  provider?: CodeProvider;
  /** Begins a new epoch and forgets the baseline, as after a factory reset. */
  reset?: boolean;
  onEvent(event: GateEvent): void;
}

/** What the world outside hears of a gate. */
export type GateEvent =
  | { kind: 'connected' }
  | { kind: 'acknowledged'; passes: number; latencyMs: number }
  | { kind: 'trouble'; what: string }
  /** Somebody was not taken on: the outbox is full. */
  | { kind: 'out-of-room' }
  /** The gate has stopped, for good. What is in its outbox stays on its flash. */
  | { kind: 'stopped'; why: string };

export interface Gate {
  start(): void;
  /**
   * Somebody stands in front of the gate. Whoever waits for an answer about their code keeps their place in the row.
   * @returns the pass, once it survives a power cut, whatever became of the gate; undefined when it was not taken on.
   */
  screen(reading: Reading): Promise<Pass | undefined>;
  /** Nothing lingers any more. */
  drain(): void;
  /** Passes in the outbox. */
  outstanding(): number;
  /** It was refused for good, or its flash failed. */
  hasStopped(): boolean;
  stop(): Promise<void>;
  /** The power fails: what is not on flash yet is gone, nothing more happens, and nobody says goodbye. */
  cutPower(): void;
}

/** Runs the firmware model on real flash, a real connection and a real clock. */
export function createGate({ place, connect, store, environment, setup, provider, reset, onEvent }: GateOptions): Gate {
  let state = boot(loadFlash(store, place.gate, environment, reset), { ...setup, community: place.community });
  const comeForward = createRow(provider, environment);
  let done: Promise<void> = Promise.resolve();
  let halted = false;
  let draining = false;
  const wake = createWakeTimer(environment, () => feed({ kind: 'woken' }));

  const link = createLink(
    linkOptions({ place, connect, environment }, () => state),
    {
      onUp: () => {
        onEvent({ kind: 'connected' });
        feed({ kind: 'connected', nonce: drawNonce(environment), random: environment.random() });
        if (draining) feed({ kind: 'drain' });
      },
      onDown: () => feed({ kind: 'disconnected' }),
      onMessage: (topic, payload) => {
        const input = receive(topic, payload, drawNonce(environment));
        if (input) feed(input);
        else onEvent({ kind: 'trouble', what: `a message on ${topic} was not understood` });
      },
      onTrouble: (what) => onEvent({ kind: 'trouble', what }),
      onRefused: halt,
    },
  );

  /** The state moves on at once; effects follow in order, each after everything before it is on flash. */
  function feed(input: Input): Fed {
    if (halted) return { effects: [], written: Promise.resolve() };
    const next = step(state, input, environment.now());
    state = next.state;
    const saved = next.save && store.save(place.gate, next.save);
    if (saved || next.effects.length > 0) {
      done = (saved ? Promise.all([done, saved]) : done).then(
        () => {
          if (!halted) for (const effect of next.effects) perform(effect);
        },
        (error) => halt(`its flash failed: ${error instanceof Error ? error.message : error}`),
      );
    }
    // The power may have failed with that very write.
    wake.set(halted ? null : wakeAtMs(state));
    return { effects: next.effects, written: saved ?? Promise.resolve() };
  }

  function perform(effect: Effect): void {
    if (effect.kind === 'out-of-room') onEvent(effect);
    if (effect.kind !== 'publish-passes' && effect.kind !== 'publish') return;
    const publishedAtMs = environment.uptimeMs();
    const isPass = effect.kind === 'publish-passes';
    link.publish(topicOf(place, effect), effect.payload, { isPass }, () => {
      if (isPass) acknowledged(effect.messageId, environment.uptimeMs() - publishedAtMs);
    });
  }

  function acknowledged(messageId: number, latencyMs: number): void {
    const before = countOutbox(state);
    feed({ kind: 'acknowledged', messageId });
    // Not the message's count: after a reconnection its passes may have arrived with another one.
    onEvent({ kind: 'acknowledged', passes: before - countOutbox(state), latencyMs });
  }

  function halt(why: string): void {
    if (halted) return;
    halted = true;
    wake.set(null);
    void link.stop();
    onEvent({ kind: 'stopped', why });
  }

  return {
    start: () => link.start(),
    screen: async (reading) => {
      const { effects, written } = await comeForward(reading, (known) => feed({ kind: 'reading', reading: known }));
      return (await isWritten(written)) ? effects.find((effect) => effect.kind === 'decide')?.pass : undefined;
    },
    drain: () => {
      draining = true;
      feed({ kind: 'drain' });
    },
    outstanding: () => countOutbox(state),
    hasStopped: () => halted,
    stop: async () => {
      halted = true;
      wake.set(null);
      await link.stop();
      await done;
    },
    cutPower: () => {
      halted = true;
      wake.set(null);
      link.cut();
      store.cutPower(place.gate);
    },
  };
}

function linkOptions(
  { place, ...options }: Pick<GateOptions, 'place' | 'connect' | 'environment'>,
  stateNow: () => GateState,
): LinkOptions {
  const lastWill = () => ({ topic: ingestTopic(place, 'status'), payload: will(stateNow()) });
  return { ...options, clientId: place.gate, topics: heardTopics(place), will: lastWill };
}

/** What an input has led to. */
interface Fed {
  effects: readonly Effect[];
  /** Rejects when it is not on flash and never will be. */
  written: Promise<void>;
}

function isWritten(written: Promise<void>): Promise<boolean> {
  return written.then(
    () => true,
    () => false,
  );
}

function topicOf(place: GatePlace, effect: Extract<Effect, { payload: string }>): string {
  if (effect.kind === 'publish-passes') return ingestTopic(place, 'passes');
  return effect.channel === 'status' ? ingestTopic(place, effect.channel) : gateTopic(place, effect.channel);
}

function loadFlash(store: FlashStore, gate: string, environment: Environment, reset = false): Flash {
  const flash = store.load(gate);
  if (!flash) return blankFlash(drawEpoch(environment));
  return reset ? beginEpoch(flash, drawEpoch(environment)) : flash;
}
