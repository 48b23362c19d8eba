import { connectAsync, type MqttClient } from 'mqtt';
import { gateLimits } from '../../domain/limits/gates.ts';
import { ingestTopic } from '../../domain/topics.ts';
import type { Deployment } from '../../operator/deployment.ts';
import { connectionOfGate } from '../deployed/enrolled.ts';
import { systemEnvironment } from '../environment.ts';
import type { GatePlace } from '../gate/gate.ts';
import { linkLimits, simLimits } from '../limits.ts';
import { passTime } from './pass-time.ts';

export interface PayloadRun {
  places: readonly GatePlace[];
  deployment: Deployment;
  payload: Buffer;
  /** Messages a second at all gates together. */
  ratePerS: number;
  durationMs: number;
  interruption: AbortSignal;
}

/** What became of the messages, as far as the broker. */
export interface PayloadReport {
  published: number;
  acknowledged: number;
  /** One line for people each, the first so many. */
  troubles: string[];
}

/**
 * Publishes the same bytes from one gate after another, as messages of passes: no firmware, no outbox, and no way back
 * for a gate whose connection has ended. What the functions made of them is seen in quarantine.
 */
export async function runPayload(run: PayloadRun): Promise<PayloadReport> {
  const environment = systemEnvironment;
  const report: PayloadReport = { published: 0, acknowledged: 0, troubles: [] };
  const note = (trouble: string) => {
    if (report.troubles.length < simLimits.errorsShownMax) report.troubles.push(trouble);
  };
  const publishers = await Promise.all(run.places.map((place) => openPublisher(place, run, report, note)));
  const untilMs = environment.uptimeMs() + run.durationMs;
  for (let turn = 0; environment.uptimeMs() < untilMs && !run.interruption.aborted; turn++) {
    publishers[turn % publishers.length]?.publish();
    await passTime(1000 / run.ratePerS, environment, run.interruption);
  }
  const patienceMs = environment.uptimeMs() + simLimits.drainMs;
  while (publishers.some(({ isBusy }) => isBusy()) && environment.uptimeMs() < patienceMs) {
    await new Promise<void>((resolve) => environment.after(simLimits.drainLookMs, resolve));
  }
  await Promise.all(publishers.map(({ close }) => close()));
  return report;
}

async function openPublisher(
  place: GatePlace,
  { deployment, payload }: PayloadRun,
  report: PayloadReport,
  note: (trouble: string) => void,
) {
  const client = await connect(place, deployment);
  const topic = ingestTopic(place, 'passes');
  let inFlight = 0;
  client.on('error', (error) => note(`${place.gate}: ${error.message}`));
  client.on('close', () => {
    if (inFlight > 0)
      note(`${place.gate}: the broker closed the connection and left ${inFlight} message(s) unanswered`);
    inFlight = 0;
  });
  return {
    publish: () => {
      if (!client.connected || inFlight >= gateLimits.messagesInFlightMax) return;
      inFlight++;
      report.published++;
      client.publish(topic, payload, { qos: 1 }, (error) => {
        if (error) return;
        inFlight--;
        report.acknowledged++;
      });
    },
    isBusy: () => inFlight > 0,
    close: () => client.endAsync(!client.connected),
  };
}

async function connect(place: GatePlace, deployment: Deployment): Promise<MqttClient> {
  const { host, port, tls } = await connectionOfGate(deployment, place);
  return connectAsync({
    protocol: 'mqtts',
    ...{ host, port, ...tls },
    ...{ clientId: place.gate, protocolVersion: 4, clean: true, reconnectPeriod: 0 },
    ...{ keepalive: linkLimits.keepAliveS, connectTimeout: linkLimits.connectTimeoutMs },
  });
}
