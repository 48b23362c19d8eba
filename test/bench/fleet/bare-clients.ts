import { readFileSync } from 'node:fs';
import mqtt, { type MqttClient } from 'mqtt';
import { heardTopics } from '../../../device-sim/gate/receive.ts';
import { yuhangGates } from '../../../device-sim/places.ts';
import { gateLimits } from '../../../domain/limits/gates.ts';
import type { PassesMessage } from '../../../domain/messages/pass.ts';
import { ingestTopic } from '../../../domain/topics.ts';
import { deviceFiles } from '../../../operator/certificates.ts';
import { samplePasses } from '../../../operator/sample.ts';
import type { Clients } from './client-process.ts';
import type { ClientRun } from './plan.ts';

/** What anybody would write with mqtt.js: connect, subscribe, publish, two messages in flight. */
export function bareClients({ clients, broker, devicesFolder }: ClientRun): Clients {
  const places = yuhangGates(clients);
  const connected: { client: MqttClient; topic: string }[] = [];
  const ca = readFileSync(broker.caFile);

  return {
    connectOne: async (index) => {
      const place = places[index];
      if (!place) throw new RangeError('there is no such client');
      const { keyFile, certificateFile } = deviceFiles(devicesFolder, place.gate);
      const client = await mqtt.connectAsync({
        protocol: 'mqtts',
        host: broker.host,
        port: broker.port,
        ca,
        key: readFileSync(keyFile),
        cert: readFileSync(certificateFile),
        clientId: place.gate,
        clean: false,
        keepalive: 60,
      });
      await client.subscribeAsync(heardTopics(place), { qos: 1 });
      connected.push({ client, topic: ingestTopic(place, 'passes') });
    },
    publishAll: async (messagesEach) => {
      await Promise.all(connected.map(({ client, topic }) => publishSome(client, topic, messagesEach)));
    },
    close: async () => {
      await Promise.all(connected.map(({ client }) => client.endAsync()));
    },
  };
}

async function publishSome(client: MqttClient, topic: string, messages: number): Promise<void> {
  const { sentAt, passes } = samplePasses(0, false);
  let seq = 0;
  const worker = async () => {
    while (seq < messages) {
      seq++;
      const message: PassesMessage = { sentAt, passes: passes.map((pass) => ({ ...pass, seq })) };
      await client.publishAsync(topic, JSON.stringify(message), { qos: 1 });
    }
  };
  await Promise.all(Array.from({ length: gateLimits.messagesInFlightMax }, worker));
}
