import { connectAsync } from 'mqtt';
import { createQuantiles } from '../../device-sim/fleet/quantiles.ts';
import type { BrokerAddress } from '../../device-sim/gate/mqtt-connection.ts';
import type { Load } from '../../device-sim/load/load.ts';
import { alertMessage } from '../../domain/messages/alert.ts';
import { alertsTopic } from '../../domain/topics.ts';
import { until } from '../helpers/wait.ts';
import { type EndToEnd, runEndToEnd } from './end-to-end.ts';
import type { BenchPlan } from './plan.ts';
import type { StoredCounter } from './stored-counter.ts';

export interface AlertLatency extends EndToEnd {
  /** From a gate's publish until a guard's post has it in its hands, the warm-up left out. */
  alertMs: { p50: number | null; p99: number | null; max: number | null };
  alertsMissing: number;
}

/** Every pass a fever; the alerts are taken in by a client of its own, a guard's post of the gates' community. */
export async function measureAlerts(
  { ratePerS, warmUpMs, ms }: BenchPlan['alerts'],
  load: Load,
  post: { deviceId: string; district: string; community: string; broker: BrokerAddress },
  stored: StoredCounter,
): Promise<AlertLatency> {
  const publishedAtMs = new Map<string, number>();
  const latencies = createQuantiles();
  const startMs = performance.now();
  const { tls, host, port } = post.broker;
  const guard = await connectAsync({ protocol: 'mqtts', host, port, ...tls, clientId: post.deviceId });
  guard.on('message', (_topic, payload) => {
    const heardAtMs = performance.now();
    const { gate, person } = alertMessage.parse(JSON.parse(payload.toString())).alert;
    const pass = `${gate}#${person?.epoch}#${person?.seq}`;
    const sentAtMs = publishedAtMs.get(pass);
    // Alerts come at least once: the first one counts.
    if (sentAtMs === undefined || !publishedAtMs.delete(pass)) return;
    if (sentAtMs - startMs >= warmUpMs) latencies.add(heardAtMs - sentAtMs);
  });
  await guard.subscribeAsync(alertsTopic(post), { qos: 1 });
  const run = await runEndToEnd(
    load,
    {
      passesPerMessage: 1,
      ms: warmUpMs + ms,
      ratePerS,
      tooWarm: true,
      onPublish: (gate, passes) => {
        for (const { epoch, seq } of passes) publishedAtMs.set(`${gate}#${epoch}#${seq}`, performance.now());
      },
    },
    stored,
  );
  await until('the last alert', () => publishedAtMs.size === 0).catch(() => undefined);
  await guard.endAsync();
  return {
    ...run,
    alertMs: { p50: latencies.at(0.5), p99: latencies.at(0.99), max: latencies.at(1) },
    alertsMissing: publishedAtMs.size,
  };
}
