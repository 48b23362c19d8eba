import { noLists, standingOf } from '../../domain/codes/standing.ts';
import { judge } from '../../domain/judgement.ts';
import { defaultConfig } from '../../domain/messages/config.ts';
import type { Pass } from '../../domain/messages/pass.ts';
import { ingestTopic } from '../../domain/topics.ts';
import { createCodePlatform } from '../../platform/codes.ts';
import { drawEpoch, type Environment } from '../environment.ts';
import type { GatePlace } from '../gate/gate.ts';
import { createLink } from '../gate/link.ts';
import { type BrokerAddress, connectByMqtt } from '../gate/mqtt-connection.ts';

/** What the gates of a load do in one run. */
export interface LoadPlan {
  passesPerMessage: number;
  /** Unacknowledged messages of one gate. IoT Core allows 100. */
  inFlightPerGate: number;
  /** Passes a second of all gates together; without it, as fast as the broker acknowledges. */
  ratePerS?: number;
  /** Every pass is too warm, so that every pass raises an alert. */
  tooWarm?: boolean;
  /** Called as a message is handed to the connection. */
  onPublish?(gate: string, passes: readonly Pass[]): void;
}

export interface Sender {
  connect(): Promise<void>;
  /**
   * Begins to publish. @param run how many gates share the rate, and which part of a period after the first gate this
   * one begins, so that gates do not publish in step.
   */
  open(run: LoadPlan & { gateCount: number; share: number; onAcknowledged(latencyMs: number): void }): void;
  shut(): void;
  counts(): Counts;
  close(): Promise<void>;
}

interface Counts {
  /** Passes. */
  published: number;
  acknowledged: number;
  /** Messages. */
  inFlight: number;
  lastAcknowledgedAtMs: number;
}

interface SenderOptions {
  place: GatePlace;
  broker: BrokerAddress;
  environment: Environment;
  onTrouble?(gate: string, what: string): void;
}

/** One gate of a load: keeps so many messages in flight, or to its share of the rate. */
export function createSender(options: SenderOptions): Sender {
  const { place, environment } = options;
  const makePass = passMaker(place.community, drawEpoch(environment));
  const inFlight = new Map<number, Message>();
  const counts = { published: 0, acknowledged: 0, lastAcknowledgedAtMs: 0 };
  let run: Parameters<Sender['open']>[0] | undefined;
  let messages = 0;
  let connected = false;
  let nextAtMs = 0;
  let cancel = () => {};
  const up = Promise.withResolvers<void>();

  const link = createLink(
    { connect: connectByMqtt(options.broker), clientId: place.gate, topics: [], environment },
    {
      onUp: () => {
        connected = true;
        up.resolve();
        for (const [number, message] of inFlight) send(number, message);
        fill();
      },
      onDown: () => {
        connected = false;
      },
      onMessage: () => {},
      onTrouble: (what) => options.onTrouble?.(place.gate, what),
      onRefused: (what) => up.reject(new Error(`${place.gate}: ${what}`)),
    },
  );

  function fill(): void {
    cancel();
    while (run && connected && inFlight.size < run.inFlightPerGate) {
      const waitMs = nextAtMs - environment.uptimeMs();
      if (waitMs > 0) {
        cancel = environment.after(waitMs, fill);
        return;
      }
      nextAtMs += periodMs(run);
      publishNew(run);
    }
  }

  function publishNew({ passesPerMessage, tooWarm = false, onPublish, onAcknowledged }: NonNullable<typeof run>): void {
    const at = new Date(environment.now()).toISOString();
    const passes = Array.from({ length: passesPerMessage }, () => makePass(at, tooWarm));
    const message = { payload: JSON.stringify({ sentAt: at, passes }), passes: passes.length, onAcknowledged };
    messages++;
    counts.published += passes.length;
    inFlight.set(messages, message);
    onPublish?.(place.gate, passes);
    send(messages, message);
  }

  function send(number: number, { payload, passes, onAcknowledged }: Message): void {
    const publishedAtMs = environment.uptimeMs();
    link.publish(ingestTopic(place, 'passes'), payload, { isPass: true }, () => {
      if (!inFlight.delete(number)) return;
      counts.acknowledged += passes;
      counts.lastAcknowledgedAtMs = environment.uptimeMs();
      onAcknowledged(counts.lastAcknowledgedAtMs - publishedAtMs);
      fill();
    });
  }

  return {
    connect: () => {
      link.start();
      return up.promise;
    },
    open: (next) => {
      run = next;
      nextAtMs = environment.uptimeMs() + periodMs(next) * next.share;
      fill();
    },
    shut: () => {
      run = undefined;
      cancel();
    },
    counts: () => ({ ...counts, inFlight: inFlight.size }),
    close: () => link.stop(),
  };
}

interface Message {
  payload: string;
  passes: number;
  onAcknowledged(latencyMs: number): void;
}

/** Between two messages of one gate. */
function periodMs({ ratePerS, passesPerMessage, gateCount }: LoadPlan & { gateCount: number }): number {
  return ratePerS === undefined ? 0 : (1000 * passesPerMessage * gateCount) / ratePerS;
}

/** Passes that the cloud takes and agrees with, each one number further than the last, each of another person. */
function passMaker(community: string, epoch: string): (at: string, tooWarm: boolean) => Pass {
  const platform = createCodePlatform();
  let seq = 0;
  return (at, tooWarm) => {
    seq++;
    const code = { form: 'provider', text: `${epoch}-${seq}`, status: 'green' } as const;
    const temperatures = { site: 'face', skinC: tooWarm ? 36.9 : 35.6, baselineC: 35.4 } as const;
    const measured = { direction: 'in', ...temperatures, code, listsAgeS: null } as const;
    const standing = standingOf({ code, at, community }, noLists, platform);
    const judged = judge(measured, defaultConfig, standing);
    return { epoch, seq, at, ...measured, ambientC: 21, ...judged, configVersion: defaultConfig.version };
  };
}
