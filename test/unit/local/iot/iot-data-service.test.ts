// Goal: functions publish through @aws-sdk/client-iot-data-plane as on AWS, with their role's rights and the rules in between.
// Method: the real SDK client, endpoint and broker.

import {
  DeleteConnectionCommand,
  GetConnectionCommand,
  GetRetainedMessageCommand,
  IoTDataPlaneClient,
  ListRetainedMessagesCommand,
  PublishCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-iot-data-plane';
import { expect, it } from 'vitest';
import { createIotDataService } from '../../../../local/aws/iot-data.ts';
import { iotLimits } from '../../../../local/limits.ts';
import { until } from '../../../helpers/wait.ts';
import { allow, arn, clientConfig, startEndpoint, worker, workerKey } from '../aws/endpoint.ts';
import { inbox, next, place, startBroker } from './start-broker.ts';

const marks = 'gates/xixi/gate-a/marks';
const state = 'gates/xixi/gate-a/state';

async function startIotData() {
  const running = await startBroker();
  const { endpoint } = await startEndpoint([createIotDataService({ broker: running.broker, place })], {
    asWorker: worker(
      allow(['iot:Publish'], [arn('iot', 'topic/gates/*')]),
      allow(['iot:RetainPublish', 'iot:GetRetainedMessage'], [arn('iot', `topic/${state}`)]),
      allow(['iot:GetConnection', 'iot:DeleteConnection'], [arn('iot', 'client/gate-a')]),
    ),
  });
  const data = new IoTDataPlaneClient(clientConfig(endpoint, workerKey));
  const publish = (topic: string, payload: string | Buffer, more: object = {}) =>
    data.send(new PublishCommand({ topic, payload: Buffer.from(payload), ...more }));
  return { ...running, data, publish };
}

it('a message reaches rules and subscribers, its bytes as they are', async () => {
  const { publish, connect, enrol, taken } = await startIotData();
  const client = await connect(await enrol('gate-a'));
  await client.subscribeAsync('gates/xixi/gate-a/#', { qos: 1 });
  const received = inbox(client);
  await publish(marks, '{"a":"ü"}', { qos: 1 });
  await until('the message', () => received.length > 0);
  expect(received).toEqual([`${marks} {"a":"ü"}`]);
  expect(taken.filter(({ topic }) => topic === marks)).toMatchObject([{ topic: marks }]);
});

it('a role publishes where it may, and retains where it may', async () => {
  const { publish, data, taken } = await startIotData();
  await expect(publish('other/topic', 'x')).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  await expect(publish(marks, 'x', { retain: true })).rejects.toThrow('iot:RetainPublish');
  await publish(state, 'kept', { retain: true, qos: 1 });
  const retained = await data.send(new GetRetainedMessageCommand({ topic: state }));
  expect(Buffer.from(retained.payload ?? []).toString()).toBe('kept');
  expect(retained.qos).toBe(1);
  await expect(data.send(new ListRetainedMessagesCommand({}))).rejects.toThrow('iot:ListRetainedMessages');
  expect(taken.map(({ topic }) => topic)).toEqual([state]);
});

it.each([
  ['a reserved topic', '$aws/events/presence/connected/x', 'x', {}],
  ['a wildcard', 'gates/+', 'x', {}],
  ['QoS 2', marks, 'x', { qos: 2 }],
  ['MQTT 5 properties', marks, 'x', { contentType: 'text/plain' }],
  ['over 128 KB', marks, Buffer.alloc(iotLimits.payloadMaxBytes + 1), {}],
])('%s is refused', async (_name, topic, payload, more) => {
  const { publish, taken } = await startIotData();
  await expect(publish(topic, payload, more)).rejects.toThrow();
  expect(taken).toEqual([]);
});

it('a connection is described and ended; its session and its will are left to what a broken network does', async () => {
  const { data, connect, enrol } = await startIotData();
  const client = await connect(await enrol('gate-a'), { clean: false, keepalive: 45 });
  const gone = next(client, 'close');
  const asked = await data.send(new GetConnectionCommand({ clientId: 'gate-a' }));
  expect(asked).toMatchObject({ connected: true, cleanSession: false, keepAliveDuration: 45 });
  await data.send(new DeleteConnectionCommand({ clientId: 'gate-a' }));
  await gone;
  const again = data.send(new DeleteConnectionCommand({ clientId: 'gate-a' }));
  await expect(again).rejects.toThrow(ResourceNotFoundException);
  const other = data.send(new DeleteConnectionCommand({ clientId: 'gate-a', cleanSession: true }));
  await expect(other).rejects.toThrow('cleanSession');
});

it('only who may ends a connection', async () => {
  const { data, connect, enrol } = await startIotData();
  await connect(await enrol('gate-b'));
  await expect(data.send(new GetConnectionCommand({ clientId: 'gate-b' }))).rejects.toThrow('iot:GetConnection');
  await expect(data.send(new DeleteConnectionCommand({ clientId: 'gate-b' }))).rejects.toThrow('iot:DeleteConnection');
});
