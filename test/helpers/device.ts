import { readFileSync } from 'node:fs';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { type AlertMessage, alertMessage } from '../../domain/messages/alert.ts';
import type { PassesMessage } from '../../domain/messages/pass.ts';
import { alertsTopic, ingestTopic } from '../../domain/topics.ts';
import type { DeviceFiles } from '../../operator/certificates.ts';
import { type Device, enrolGate, enrolPost } from '../../operator/enrolment.ts';
import { recordGate, stateOf } from '../../operator/gate-records.ts';
import { rememberCodes } from './shown-codes.ts';
import type { RunningStack } from './stack.ts';

export const place = { district: 'yuhang', community: 'xixi' };

export interface EnrolledDevice extends Device {
  files: DeviceFiles;
  /** State folder of the stack that it is enrolled with. */
  home: string;
}

/** Enrols a gate as `npm run gates -- enrol` does. */
export async function enrolledGate(
  { deployment, home }: RunningStack,
  deviceId: string,
  at = place,
): Promise<EnrolledDevice> {
  const device = { deviceId, ...at };
  const files = await enrolGate(deployment.clients.iot, device, deployment.devicesFolder);
  await recordGate(stateOf(deployment), device);
  return { ...device, files, home };
}

/** Enrols a guard post, which hears alerts. */
export async function enrolledPost(
  { deployment, home }: RunningStack,
  deviceId: string,
  at = place,
): Promise<EnrolledDevice> {
  const device = { deviceId, ...at };
  return { ...device, home, files: await enrolPost(deployment.clients.iot, device, deployment.devicesFolder) };
}

/** A bare MQTT client with a device's certificate: none of our gate's code. Does not reconnect; rejects when refused. */
export async function connect(
  { endpoints }: RunningStack,
  { deviceId, files }: EnrolledDevice,
  options: IClientOptions = {},
): Promise<MqttClient> {
  return mqtt.connectAsync({
    protocol: 'mqtts',
    host: endpoints.mqtts.host,
    port: endpoints.mqtts.port,
    ca: readFileSync(endpoints.mqtts.caFile),
    key: readFileSync(files.keyFile),
    cert: readFileSync(files.certificateFile),
    clientId: deviceId,
    reconnectPeriod: 0,
    ...options,
  });
}

/** Publishes passes as a gate does and waits for the PUBACK. */
export async function publishPasses(
  client: MqttClient,
  gate: EnrolledDevice,
  message: PassesMessage | Buffer | string,
): Promise<void> {
  const payload = typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message);
  rememberCodes(gate.home, String(payload));
  const topic = ingestTopic({ community: gate.community, gate: gate.deviceId }, 'passes');
  await client.publishAsync(topic, payload, { qos: 1 });
}

/** Listens on the guards' topic of a community; `heard` grows as alerts arrive. */
export async function listenToAlerts(
  stack: RunningStack,
  post: EnrolledDevice,
): Promise<{ heard: AlertMessage[]; client: MqttClient }> {
  const client = await connect(stack, post);
  const heard: AlertMessage[] = [];
  client.on('message', (_topic, payload) => heard.push(alertMessage.parse(JSON.parse(payload.toString()))));
  await client.subscribeAsync(alertsTopic(post), { qos: 1 });
  return { heard, client };
}
