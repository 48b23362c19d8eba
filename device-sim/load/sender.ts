import { judge } from '../../domain/judgement.ts';
import { defaultConfig } from '../../domain/messages/config.ts';
import type { Pass } from '../../domain/messages/pass.ts';
import { ingestTopic } from '../../domain/topics.ts';
import { drawEpoch, type Environment } from '../environment.ts';
import type { GatePlace } from '../gate/gate.ts';
import { type BrokerAddress, createLink } from '../gate/mqtt-link.ts';

/** What the gates of a load do. */
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
  onTrouble?(gate: string, what: string): void;
}

export interface Sender {
  connect(): Promise<void>;
  open(): void;
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

interface SenderOptions extends LoadPlan {
  gateCount: number;
  place: GatePlace;
  broker: BrokerAddress;
  environment: Environment;
  /** Which part of a period after the first gate this one begins, so that gates do not publish in step. */
  share: number;
  onAcknowledged(latencyMs: number): void;
}

/** One gate of a load: keeps so many messages in flight, or to its share of the rate. */
export function createSender(options: SenderOptions): Sender {
  const { place, environment, passesPerMessage, ratePerS } = options;
  const periodMs = ratePerS === undefined ? 0 : (1000 * passesPerMessage * options.gateCount) / ratePerS;
  const makePass = passMaker(drawEpoch(environment), options.tooWarm === true);
  const inFlight = new Map<number, string>();
  const counts = { published: 0, acknowledged: 0, lastAcknowledgedAtMs: 0 };
  let messages = 0;
  let connected = false;
  let isOpen = false;
  let nextAtMs = 0;
  let cancel = () => {};
  const up = Promise.withResolvers<void>();

  const link = createLink(
    { broker: options.broker, clientId: place.gate, topics: [], environment },
    {
      onUp: () => {
        connected = true;
        up.resolve();
        for (const [message, payload] of inFlight) send(message, payload);
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
    while (isOpen && connected && inFlight.size < options.inFlightPerGate) {
      const waitMs = nextAtMs - environment.uptimeMs();
      if (waitMs > 0) {
        cancel = environment.after(waitMs, fill);
        return;
      }
      nextAtMs += periodMs;
      publishNew();
    }
  }

  function publishNew(): void {
    const at = new Date(environment.now()).toISOString();
    const passes = Array.from({ length: passesPerMessage }, () => makePass(at));
    const payload = JSON.stringify({ sentAt: at, passes });
    messages++;
    counts.published += passes.length;
    inFlight.set(messages, payload);
    options.onPublish?.(place.gate, passes);
    send(messages, payload);
  }

  function send(message: number, payload: string): void {
    const publishedAtMs = environment.uptimeMs();
    link.publish(ingestTopic(place, 'passes'), payload, { isPass: true }, () => {
      if (!inFlight.delete(message)) return;
      counts.acknowledged += passesPerMessage;
      counts.lastAcknowledgedAtMs = environment.uptimeMs();
      options.onAcknowledged(counts.lastAcknowledgedAtMs - publishedAtMs);
      fill();
    });
  }

  return {
    connect: () => {
      link.start();
      return up.promise;
    },
    open: () => {
      isOpen = true;
      nextAtMs = environment.uptimeMs() + periodMs * options.share;
      fill();
    },
    shut: () => {
      isOpen = false;
      cancel();
    },
    counts: () => ({ ...counts, inFlight: inFlight.size }),
    close: () => link.stop(),
  };
}

/** Passes that the cloud takes and agrees with, each one number further than the last, each of another person. */
function passMaker(epoch: string, tooWarm: boolean): (at: string) => Pass {
  const skinC = tooWarm ? 37.2 : 35.6;
  let seq = 0;
  return (at) => {
    seq++;
    const code = { form: 'provider', text: `${epoch}-${seq}`, status: 'green' } as const;
    const measured = { site: 'face', skinC, baselineC: 35.4, code } as const;
    const judged = { ...measured, ...judge(measured, defaultConfig), configVersion: defaultConfig.version };
    return { epoch, seq, at, direction: 'in', ambientC: 21, listsAgeS: null, ...judged };
  };
}
