import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { systemEnvironment } from '../../../device-sim/environment.ts';
import { createGate, type Gate, type GateEvent, type GatePlace } from '../../../device-sim/gate/gate.ts';
import { type BrokerAddress, connectByMqtt } from '../../../device-sim/gate/mqtt-connection.ts';
import type { Reading } from '../../../device-sim/gate/screen.ts';
import { openFlashStore } from '../../../device-sim/gate/store.ts';
import { yuhang, yuhangGates } from '../../../device-sim/places.ts';
import { gateLimits } from '../../../domain/limits/gates.ts';
import type { KeyList } from '../../../domain/messages/lists.ts';
import { listTopic } from '../../../domain/topics.ts';
import { deviceFiles } from '../../../operator/certificates.ts';
import { createCodePlatform } from '../../../platform/codes.ts';
import { keyOfPass } from '../../../platform/listed-keys.ts';
import { issuedBy, newKey, ownPass } from '../../helpers/codes.ts';
import type { Clients } from './client-process.ts';
import type { ClientRun } from './plan.ts';

const signingKey = newKey();

/** Virtual gates with all that they do: judge, write to flash, and keep until acknowledged; one pass a message. */
export function ourGates({ kind, clients, broker, devicesFolder, workFolder }: ClientRun): Clients {
  const places = yuhangGates(clients);
  const store = openFlashStore(join(workFolder, 'flash.sqlite'));
  const platform = createCodePlatform();
  const running: BenchGate[] = [];
  const addressOf = ({ gate }: GatePlace): BrokerAddress => {
    const { keyFile, certificateFile } = deviceFiles(devicesFolder, gate);
    const [ca, key, cert] = [broker.caFile, keyFile, certificateFile].map((file) => readFileSync(file, 'utf8'));
    return { ...broker, tls: { key: String(key), cert: String(cert), ca: String(ca) } };
  };

  return {
    connectOne: async (index) => {
      const place = places[index];
      if (!place) throw new RangeError('there is no such gate');
      const address = addressOf(place);
      if (index === 0) await publishKeys(address, place);
      running.push(
        await startGate(place, (onEvent) =>
          createGate({
            place,
            connect: connectByMqtt(address),
            store,
            environment: systemEnvironment,
            setup: { timeZone: yuhang.timeZone, platform, sending: { lingerS: 0, passesPerMessage: 1 } },
            onEvent,
          }),
        ),
      );
    },
    publishAll: async (messagesEach) => {
      const codes = kind === 'gates-with-codes' ? await passesFor(places) : undefined;
      await Promise.all(running.map((gate) => gate.passSome(messagesEach, codes?.get(gate.community))));
    },
    close: async () => {
      await Promise.all(running.map(({ stop }) => stop()));
      store.close();
    },
  };
}

interface BenchGate {
  community: string;
  /** Lets so many people pass, each as soon as there is room for one more message in flight. */
  passSome(people: number, code: string | undefined): Promise<void>;
  stop(): Promise<void>;
}

/** Resolves when the gate is connected. */
async function startGate(place: GatePlace, make: (onEvent: (event: GateEvent) => void) => Gate): Promise<BenchGate> {
  const up = Promise.withResolvers<void>();
  let wake = () => {};
  const gate = make((event) => {
    if (event.kind === 'connected') up.resolve();
    if (event.kind === 'stopped') up.reject(new Error(`${place.gate}: ${event.why}`));
    if (event.kind === 'acknowledged') wake();
  });
  gate.start();
  await up.promise;
  const untilOutboxHas = async (passes: number) => {
    while (gate.outstanding() > passes) await new Promise<void>((resolve) => (wake = resolve));
  };
  return {
    community: place.community,
    passSome: async (people, code) => {
      for (let person = 0; person < people; person++) {
        await untilOutboxHas(gateLimits.messagesInFlightMax - 1);
        await gate.screen(readingOf(person, code));
      }
      await untilOutboxHas(0);
    },
    stop: () => gate.stop(),
  };
}

function readingOf(person: number, code: string | undefined): Reading {
  return {
    direction: 'in',
    site: 'face',
    skinC: 35 + (person % 7) / 10,
    ambientC: 20,
    code: code === undefined ? null : { form: 'gatehouse', text: code },
  };
}

/** Somebody's pass for each community, by a key that the gates were told. */
async function passesFor(places: readonly GatePlace[]): Promise<Map<string, string>> {
  const fromS = Math.floor(systemEnvironment.now() / 1_000) - 60;
  const communities = [...new Set(places.map(({ community }) => community))];
  const codes = communities.map(
    async (community) => [community, await issuedBy(signingKey, ownPass(fromS, { communities: [community] }))] as const,
  );
  return new Map(await Promise.all(codes));
}

/** Retained, so that every gate that connects has it. */
async function publishKeys({ host, port, tls }: BrokerAddress, { gate }: GatePlace): Promise<void> {
  const issuedAt = new Date(systemEnvironment.now()).toISOString();
  const list: KeyList = { version: 1, issuedAt, keys: [keyOfPass(signingKey)] };
  const client = await mqtt.connectAsync({ protocol: 'mqtts', host, port, ...tls, clientId: `keys-${gate}` });
  await client.publishAsync(listTopic('keys'), JSON.stringify(list), { qos: 1, retain: true });
  await client.endAsync();
}
