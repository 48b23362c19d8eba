import { readFileSync } from 'node:fs';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { onTestFinished } from 'vitest';
import { type Clock, systemClock } from '../../../../local/clock.ts';
import { type CertificateAuthority, createCertificateAuthority } from '../../../../local/iot/authority.ts';
import { type BrokerOptions, createBroker } from '../../../../local/iot/broker.ts';
import { createRegistry, type PrincipalType, type Registry } from '../../../../local/iot/registry.ts';
import type { Message } from '../../../../local/rules/message.ts';
import type { IotPolicyPlan, PolicyStatement } from '../../../../local/template/plan.ts';
import { certificateIdOf, createSigningRequest, deviceFiles } from '../../../../operator/certificates.ts';
import { account, arn, openTestDatabase, region, temporaryFolder } from '../aws/endpoint.ts';

export const place = { partition: 'aws', region, account };

const thisThing = `\${iot:Connection.Thing.ThingName}`;
const community = `\${iot:Connection.Thing.Attributes[community]}`;

function allow(action: string, resource: string, conditions: PolicyStatement['conditions'] = {}): PolicyStatement {
  return { effect: 'Allow', actions: [action], resources: [arn('iot', resource)], conditions };
}

/** As the gates' policy: everything under the thing's own name and community, and nothing else. */
const gatePolicy: IotPolicyPlan = {
  name: 'gate',
  statements: [
    allow('iot:Connect', `client/${thisThing}`, {
      Bool: { 'iot:Connection.Thing.IsAttached': ['true'] },
      'ForAllValues:StringEquals': { 'iot:ConnectAttributes': ['PersistentConnect', 'LastWill'] },
    }),
    allow('iot:Publish', `topic/$aws/rules/passes/gates/${community}/${thisThing}/passes`),
    allow('iot:Publish', `topic/gates/${community}/${thisThing}/*`),
    allow('iot:RetainPublish', `topic/gates/${community}/${thisThing}/state`),
    allow('iot:Subscribe', `topicfilter/gates/${community}/${thisThing}/*`),
    allow('iot:Receive', `topic/gates/${community}/${thisThing}/*`),
  ],
};

/** A client that may do anything as anybody: what only the broker itself refuses shows with it. */
const anythingPolicy: IotPolicyPlan = {
  name: 'anything',
  statements: [
    {
      effect: 'Allow',
      actions: ['iot:*'],
      resources: ['*'],
      conditions: {
        'ForAllValues:StringEquals': { 'iot:ConnectAttributes': ['PersistentConnect', 'LastWill'] },
      },
    },
  ],
};

export interface TestDevice {
  name: string;
  certificateId: string;
  keyPem: string;
  certificatePem: string;
}

/** A broker with its real parts on a free port; it ends with the test. */
export async function startBroker(
  options: Partial<Pick<BrokerOptions, 'accept' | 'authorizers'>> & { clock?: Clock; folder?: string } = {},
) {
  const { clock = systemClock, folder = temporaryFolder() } = options;
  const database = openTestDatabase(folder);
  const registry = createRegistry(database);
  const authority = await createCertificateAuthority(folder, clock);
  const taken: Message[] = [];
  const lines: string[] = [];
  const broker = createBroker({
    policies: [gatePolicy, anythingPolicy],
    authorizers: options.authorizers ?? { ask: async () => ({ why: 'there is no authorizer' }) },
    registry,
    database,
    authority,
    place,
    port: 0,
    accept: async (message) => {
      await options.accept?.(message);
      taken.push(message);
    },
    clock,
    log: (line) => lines.push(line),
  });
  const { port } = await broker.start();
  const clients = new Set<MqttClient>();
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= (async () => {
      await broker.stop();
      for (const client of clients) client.end(true);
      await database.close();
    })();
    return stopped;
  };
  onTestFinished(stop);

  const enrol = createEnrol({ folder, registry, authority, clock });

  const dial = (device: TestDevice, more: IClientOptions = {}): MqttClient => {
    const client = mqtt.connect({
      protocol: 'mqtts',
      host: '127.0.0.1',
      port,
      ca: authority.caPem,
      key: device.keyPem,
      cert: device.certificatePem,
      clientId: device.name,
      reconnectPeriod: 0,
      ...more,
    });
    client.on('error', () => {});
    clients.add(client);
    return client;
  };

  return {
    broker,
    registry,
    authority,
    folder,
    port,
    taken,
    lines,
    stop,
    enrol,
    /** Starts to connect; whether the broker lets the client in is not known yet. */
    dial,
    async connect(device: TestDevice, more: IClientOptions = {}): Promise<MqttClient> {
      const client = dial(device, more);
      await next(client, 'connect');
      return client;
    },
    /** Code of the CONNACK that refuses the client. */
    async refusalOf(device: TestDevice, more: IClientOptions = {}): Promise<number | undefined> {
      const client = dial(device, more);
      const error = await new Promise<Error>((resolve) => client.once('error', resolve));
      client.end(true);
      return 'code' in error && typeof error.code === 'number' ? error.code : undefined;
    },
  };
}

function createEnrol(options: { folder: string; registry: Registry; authority: CertificateAuthority; clock: Clock }) {
  const { folder, registry, authority, clock } = options;
  return async (
    name: string,
    { policy = 'gate', type = 'EXCLUSIVE_THING' }: { policy?: 'gate' | 'anything'; type?: PrincipalType } = {},
  ): Promise<TestDevice> => {
    const files = deviceFiles(folder, name);
    const { id, pem } = await authority.signCsr(await createSigningRequest(files, name));
    const now = clock.now();
    await registry.putThing({ name, id: name, attributes: { community: 'xixi' }, version: 1 });
    await registry.putCertificate({ id, pem, status: 'ACTIVE', createdAt: now, modifiedAt: now });
    await registry.attachThing(name, id, type);
    await registry.attachPolicy(policy, id);
    return {
      name,
      certificateId: certificateIdOf(pem),
      keyPem: readFileSync(files.keyFile, 'utf8'),
      certificatePem: pem,
    };
  };
}

/** Resolves at the client's next event of this name. */
export function next(client: MqttClient, event: 'connect' | 'close'): Promise<void> {
  return new Promise((resolve) => client.once(event, () => resolve()));
}

/** What arrives at a client, from now on, as `topic payload`. */
export function inbox(client: MqttClient): string[] {
  const received: string[] = [];
  client.on('message', (topic, payload) => received.push(`${topic} ${payload}`));
  return received;
}
