import type { Pass } from '../../domain/messages/pass.ts';
import { gateTopic, ingestTopic } from '../../domain/topics.ts';
import { drawEpoch, drawNonce, type Environment } from '../environment.ts';
import type { Connect } from './connection.ts';
import type { Effect } from './effects.ts';
import { will } from './heartbeat.ts';
import { createLink } from './link.ts';
import type { CodeProvider } from './provider.ts';
import { heardTopics, receive } from './receive.ts';
import { createRow } from './row.ts';
import type { Reading } from './screen.ts';
import { beginEpoch, blankFlash, boot, countOutbox, type Flash, type GateSetup } from './state.ts';
import { type Input, step, wakeAtMs } from './step.ts';
import type { FlashStore } from './store.ts';

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
  /** The gate has stopped, for good. What is in its outbox stays on its flash. */
  | { kind: 'stopped'; why: string };

export interface Gate {
  start(): void;
  /**
   * Somebody stands in front of the gate. Whoever waits for an answer about their code keeps their place in the row.
   * @returns the pass, once it survives a power cut; undefined when the gate could not take it on.
   */
  screen(reading: Reading): Promise<Pass | undefined>;
  /** Nothing lingers any more. */
  drain(): void;
  /** Passes in the outbox. */
  outstanding(): number;
  /** It was refused for good, or its flash failed. */
  hasStopped(): boolean;
  stop(): Promise<void>;
}

/** Runs the firmware model on real flash, a real connection and a real clock. */
export function createGate({ place, connect, store, environment, setup, provider, reset, onEvent }: GateOptions): Gate {
  let state = boot(loadFlash(store, place.gate, environment, reset), { ...setup, community: place.community });
  const comeForward = createRow(provider, environment);
  let done: Promise<void> = Promise.resolve();
  let cancelWake = () => {};
  let halted = false;

  const link = createLink(
    {
      connect,
      clientId: place.gate,
      topics: heardTopics(place),
      will: () => ({ topic: ingestTopic(place, 'status'), payload: will(state) }),
      environment,
    },
    {
      onUp: () => {
        onEvent({ kind: 'connected' });
        feed({ kind: 'connected', nonce: drawNonce(environment), random: environment.random() });
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
  function feed(input: Input): readonly Effect[] {
    if (halted) return [];
    const next = step(state, input, environment.now());
    state = next.state;
    const saved = next.save && store.save(place.gate, next.save);
    if (saved || next.effects.length > 0) {
      done = Promise.all([done, saved]).then(
        () => {
          if (!halted) for (const effect of next.effects) perform(effect);
        },
        (error) => halt(`its flash failed: ${error instanceof Error ? error.message : error}`),
      );
    }
    arm();
    return next.effects;
  }

  function perform(effect: Effect): void {
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

  function arm(): void {
    cancelWake();
    const at = wakeAtMs(state);
    if (at === null || halted) return;
    cancelWake = environment.after(Math.max(0, at - environment.now()), () => feed({ kind: 'woken' }));
  }

  function halt(why: string): void {
    if (halted) return;
    halted = true;
    cancelWake();
    void link.stop();
    onEvent({ kind: 'stopped', why });
  }

  return {
    start: () => link.start(),
    screen: async (reading) => {
      const effects = await comeForward(reading, (known) => feed({ kind: 'reading', reading: known }));
      await done;
      return halted ? undefined : effects.find((effect) => effect.kind === 'decide')?.pass;
    },
    drain: () => feed({ kind: 'drain' }),
    outstanding: () => countOutbox(state),
    hasStopped: () => halted,
    stop: async () => {
      halted = true;
      cancelWake();
      await link.stop();
      await done;
    },
  };
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
