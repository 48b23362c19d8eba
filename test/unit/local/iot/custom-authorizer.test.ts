// Goal: a client without a certificate may do over a WebSocket what its authorizer's function says, for as long as that says.
// Method: mqtt.js over a real WebSocket on a real port, a real function as the authorizer; time is in the test's hand.
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock } from '../../../../local/clock.ts';
import { createMqttUpgrade } from '../../../../local/http/mqtt-socket.ts';
import { createOrigins } from '../../../../local/http/origins.ts';
import { createHttpServer } from '../../../../local/http/server.ts';
import { createCustomAuthorizers } from '../../../../local/iot/custom-authorizers.ts';
import { portOrFree } from '../../../../local/ports.ts';
import { arn, temporaryFolder } from '../aws/endpoint.ts';
import { createManualClock } from '../aws/manual-clock.ts';
import { eventually, functionOf, startLambda } from '../lambda/start-lambda.ts';
import { inbox, next, startBroker } from './start-broker.ts';

const authorizerArn = arn('iot', 'authorizer/consoles');

/** Answers as the password says. */
const decide = `
let runs = 0;
const allow = (action, resource) => ({ Effect: 'Allow', Action: 'iot:' + action, Resource: 'arn:aws:iot:local-1:000000000000:' + resource });
const policy = (...Statement) => ({ Version: '2012-10-17', Statement });
export const handler = async (event) => {
  runs += 1;
  const { username, password, clientId } = event.protocolData.mqtt;
  const kind = Buffer.from(password ?? '', 'base64').toString();
  const good = {
    isAuthenticated: true, principalId: 'guard1', disconnectAfterInSeconds: 3600, refreshAfterInSeconds: 600,
    policyDocuments: [
      policy(allow('Connect', 'client/guard-*')),
      JSON.stringify(policy(allow('Subscribe', 'topicfilter/guards/xixi'), allow('Receive', 'topic/guards/xixi'), allow('Publish', 'topic/acks/xixi'))),
    ],
  };
  if (kind === 'good') return good;
  if (kind === 'once') return { ...good, isAuthenticated: runs === 1 };
  if (kind === 'less') return runs === 1 ? good : { ...good, policyDocuments: good.policyDocuments.slice(0, 1) };
  if (kind === 'event') console.log('event ' + JSON.stringify(event));
  if (kind === 'throws') throw new Error('planted');
  if (kind === 'hyphen') return { ...good, principalId: 'guard-1' };
  if (kind === 'short') return { ...good, disconnectAfterInSeconds: 299 };
  if (kind === 'unknown') return { ...good, policyDocuments: [policy({ ...allow('Connect', '*'), NotAction: 'x' })] };
  return { isAuthenticated: false };
};
`;

async function startConsoles({ active = true, permitted = true } = {}) {
  const clock = createManualClock(Date.now());
  const permissions = permitted ? [{ principal: 'iot.amazonaws.com', sourceArn: authorizerArn }] : [];
  const fn = functionOf(temporaryFolder(), 'decide', decide, { permissions });
  const { runtime, lines: functionLines } = await startLambda([fn], { clock: systemClock });
  const authorizers = createCustomAuthorizers({
    authorizers: [{ name: 'consoles', arn: authorizerArn, functionArn: fn.arn, active }],
    functions: [fn],
    runtime,
  });
  const started = await startBroker({ clock, authorizers });
  const port = await portOrFree(0);
  const server = createHttpServer({
    port,
    origins: createOrigins(port, []),
    handlers: [],
    upgrade: createMqttUpgrade(started.broker),
    log: () => {},
  });
  await server.start();
  onTestFinished(server.stop);
  const url = `ws://127.0.0.1:${port}/mqtt`;
  const dial = (password: string, more: IClientOptions = {}): MqttClient => {
    const client = mqtt.connect(url, {
      clientId: 'guard-1',
      username: 'page?x-amz-customauthorizer-name=consoles',
      password,
      reconnectPeriod: 0,
      ...more,
    });
    client.on('error', () => {});
    onTestFinished(() => void client.end(true));
    return client;
  };
  return {
    ...started,
    clock,
    url,
    functionLines,
    async connect(password: string, more: IClientOptions = {}) {
      const client = dial(password, more);
      await next(client, 'connect');
      return client;
    },
    /** Code of the CONNACK that refuses the client. */
    async refusalOf(password: string, more: IClientOptions = {}): Promise<unknown> {
      const client = dial(password, more);
      return new Promise((resolve) => client.once('error', (error) => resolve('code' in error ? error.code : error)));
    },
  };
}

test('what the answer allows is allowed, and nothing else', async () => {
  const { connect, broker, taken, lines } = await startConsoles();
  const client = await connect('good');
  const received = inbox(client);
  const [granted] = await client.subscribeAsync('guards/xixi');
  const [denied] = await client.subscribeAsync('guards/+').catch((error: unknown) => [error]);
  expect(granted).toMatchObject({ qos: 0 });
  expect(denied).toBeInstanceOf(Error);
  await client.publishAsync('acks/xixi', 'yes', { qos: 1 });
  expect(taken.find(({ topic }) => topic === 'acks/xixi')).toMatchObject({ principal: 'guard1', clientId: 'guard-1' });
  await broker.publish('guards/wuchang', Buffer.from('theirs'), { retain: false });
  await broker.publish('guards/xixi', Buffer.from('ours'), { retain: false });
  await eventually(() => expect(received).toEqual(['guards/xixi ours']));
  client.publish('acks/wuchang', 'no', { qos: 1 });
  await next(client, 'close');
  expect(lines.at(-1)).toBe('guard-1 (WebSocket) refused: its policies do not allow iot:Publish on acks/wuchang');
});

test('who is not let in gets CONNACK 5, and the log says why without the password', async () => {
  const { refusalOf, lines, functionLines } = await startConsoles();
  const reasons: [string, IClientOptions, string][] = [
    ['bad-secret', {}, 'consoles does not let it in'],
    ['good', { clientId: 'gate-1' }, 'its policies do not allow iot:Connect as gate-1'],
    ['good', { username: 'page' }, 'its user name names no custom authorizer'],
    ['good', { username: 'page?x-amz-customauthorizer-name=others' }, 'its user name names no custom authorizer'],
    [
      'good',
      { will: { topic: 'acks/xixi', payload: Buffer.from('gone'), qos: 0, retain: false } },
      'a last will needs a certificate here',
    ],
    ['good', { clean: false }, 'its policies do not allow iot:Connect as guard-1 with PersistentConnect'],
    ['hyphen', {}, 'the answer of consoles is not usable: principalId: is not of letters and digits, at most 128'],
    ['short', {}, 'the answer of consoles is not usable: disconnectAfterInSeconds'],
    ['unknown', {}, 'the answer of consoles is not usable: policyDocuments.0'],
    ['throws', {}, 'the function of consoles failed'],
    ['event', {}, 'consoles does not let it in'],
  ];
  for (const [password, options, why] of reasons) {
    expect(await refusalOf(password, options), why).toBe(5);
    expect(lines.at(-1)).toContain(why);
    expect(lines.at(-1)).not.toContain('bad-secret');
  }
  await eventually(() => expect(functionLines.join()).toContain('event {'));
  const line = functionLines.find((one) => one.includes('event {')) ?? '';
  const event: unknown = JSON.parse(line.slice(line.indexOf('{')));
  expect(event).toMatchObject({
    protocols: ['tls', 'http', 'mqtt'],
    protocolData: {
      tls: { serverName: '127.0.0.1' },
      http: { headers: { upgrade: 'websocket' }, queryString: '' },
      mqtt: {
        username: 'page?x-amz-customauthorizer-name=consoles',
        password: Buffer.from('event').toString('base64'),
        clientId: 'guard-1',
      },
    },
    signatureVerified: false,
    connectionMetadata: { id: expect.any(String) },
  });
});

test.each([{ active: false }, { permitted: false }])('an authorizer with %j lets nobody in', async (options) => {
  const { refusalOf } = await startConsoles(options);
  expect(await refusalOf('good')).toBe(5);
});

test('the connection ends when its time is over', async () => {
  const { connect, clock, lines } = await startConsoles();
  const client = await connect('good');
  const closed = next(client, 'close');
  clock.advance(3_600_000);
  await closed;
  expect(lines.at(-1)).toBe('guard-1 (WebSocket) refused: its time is over');
});

test('the authorizer is asked again: a changed policy counts at once, a refusal ends the connection', async () => {
  const { connect, clock, broker, lines } = await startConsoles();
  const client = await connect('less');
  const received = inbox(client);
  await client.subscribeAsync('guards/xixi');
  await broker.publish('guards/xixi', Buffer.from('before'), { retain: false });
  await eventually(() => expect(received).toHaveLength(1));
  clock.advance(600_000);
  await eventually(async () => {
    // Refused by the new policy: who publishes is disconnected.
    client.publish('acks/xixi', 'late', { qos: 0 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(client.connected).toBe(false);
  });
  expect(lines.at(-1)).toContain('do not allow iot:Publish');

  const other = await startConsoles();
  const once = await other.connect('once');
  const closed = next(once, 'close');
  other.clock.advance(600_000);
  await closed;
  expect(other.lines.at(-1)).toContain('consoles does not let it in');
});

test('a sign-out ends the connection from the cloud', async () => {
  const { connect, broker } = await startConsoles();
  const client = await connect('good');
  const closed = next(client, 'close');
  await broker.disconnect('guard-1');
  await closed;
});

test('only MQTT, only on /mqtt, only from our own pages, only frames of a packet’s size', async () => {
  const { url, broker } = await startConsoles();
  const statusOf = (to: string, protocol: string | undefined, origin?: string) =>
    new Promise((resolve) => {
      const socket = new WebSocket(
        to,
        protocol === undefined ? [] : [protocol],
        origin === undefined ? {} : { origin },
      );
      socket.on('unexpected-response', (_request, answer) => resolve(answer.statusCode));
      socket.on('open', () => resolve(socket));
      socket.on('error', () => {});
    });
  expect(await statusOf(url, 'mqtt', 'http://evil.example')).toBe(403);
  expect(await statusOf(url, undefined)).toBe(400);
  expect(await statusOf(`${url}/more`, 'mqtt')).toBe(404);
  for (const frame of [Buffer.alloc(300 * 1024), 'text']) {
    const socket = await statusOf(url, 'mqtt', url.replace('ws:', 'http:').replace('/mqtt', ''));
    if (!(socket instanceof WebSocket)) throw new Error('not let in');
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.send(frame);
    expect([1003, 1006, 1009]).toContain(await closed);
  }
  expect(broker.statistics().connections).toBe(0);
});
