import { type Environment, systemEnvironment } from '../environment.ts';
import { createQuantiles } from '../fleet/quantiles.ts';
import type { GatePlace } from '../gate/gate.ts';
import type { BrokerAddress } from '../gate/mqtt-connection.ts';
import { simLimits } from '../limits.ts';
import { createSender, type LoadPlan, type Sender } from './sender.ts';

export interface LoadOptions {
  gates: readonly { place: GatePlace; broker: BrokerAddress }[];
  environment?: Environment;
  onTrouble?(gate: string, what: string): void;
}

interface LoadReport {
  published: number;
  acknowledged: number;
  /** Until the last acknowledgement. */
  seconds: number;
  passesPerS: number;
  /** From publish to PUBACK of a message. */
  latencyMs: { p50: number | null; p99: number | null };
}

export interface Load {
  /** Resolves when every gate is connected. */
  connect(): Promise<void>;
  /** Publishes for so long, then waits for what is in flight, as long again at most. One run at a time. */
  run(ms: number, plan: LoadPlan): Promise<LoadReport>;
  close(): Promise<void>;
}

/**
 * Load without a world: gates that publish made-up passes as fast as they are let, with no flash behind them. What
 * was in flight when a connection breaks is published again on the next one.
 */
export function createLoad(options: LoadOptions): Load {
  const environment = options.environment ?? systemEnvironment;
  const senders = options.gates.map((gate) => createSender({ ...options, ...gate, environment }));

  return {
    connect: async () => {
      await Promise.all(senders.map((sender) => sender.connect()));
    },
    run: async (ms, plan) => {
      const latencies = createQuantiles();
      const before = countAll(senders);
      const startMs = environment.uptimeMs();
      for (const [index, sender] of senders.entries()) {
        const share = index / senders.length;
        sender.open({ ...plan, gateCount: senders.length, share, onAcknowledged: latencies.add });
      }
      await until(() => environment.uptimeMs() - startMs >= ms, environment);
      for (const sender of senders) sender.shut();
      const isDone = () => senders.every((sender) => sender.counts().inFlight === 0);
      await until(() => isDone() || environment.uptimeMs() - startMs >= 2 * ms, environment);
      const after = countAll(senders);
      const seconds = (after.lastAcknowledgedAtMs - startMs) / 1000;
      const acknowledged = after.acknowledged - before.acknowledged;
      return {
        published: after.published - before.published,
        acknowledged,
        seconds,
        passesPerS: acknowledged / seconds,
        latencyMs: { p50: latencies.at(0.5), p99: latencies.at(0.99) },
      };
    },
    close: async () => {
      await Promise.all(senders.map((sender) => sender.close()));
    },
  };
}

function countAll(senders: readonly Sender[]) {
  const counts = senders.map((sender) => sender.counts());
  return {
    published: counts.reduce((sum, { published }) => sum + published, 0),
    acknowledged: counts.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
    lastAcknowledgedAtMs: Math.max(...counts.map(({ lastAcknowledgedAtMs }) => lastAcknowledgedAtMs)),
  };
}

async function until(isTrue: () => boolean, environment: Environment): Promise<void> {
  while (!isTrue()) await new Promise<void>((resolve) => environment.after(simLimits.drainLookMs, resolve));
}
