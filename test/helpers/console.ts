import { hash } from 'node:crypto';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { consoleClientId } from '../../domain/access/console-client.ts';
import { type AlertMessage, alertMessage } from '../../domain/messages/alert.ts';
import { iotAuthorizerNames } from '../../domain/names.ts';
import type { RunningStack } from './stack.ts';

let pages = 0;

/** A client id of somebody's console, with a page of its own each time. */
export function consoleOf(subject: string): string {
  pages += 1;
  return consoleClientId(hash('sha256', subject), `page${pages}`);
}

interface ConsoleOptions extends IClientOptions {
  clientId: string;
}

/** A bare MQTT client over WebSocket, as a page has it. Does not reconnect; rejects when refused. */
export function connectConsole(stack: RunningStack, token: string, options: ConsoleOptions): Promise<MqttClient> {
  return mqtt.connectAsync(`${stack.endpoints.http.url.replace('http', 'ws')}/mqtt`, {
    username: `page?x-amz-customauthorizer-name=${iotAuthorizerNames.consoles}`,
    password: token,
    reconnectPeriod: 0,
    ...options,
  });
}

/** The code of the CONNACK that refuses a console; fails when it is let in. */
export async function refusalOf(stack: RunningStack, token: string, options: ConsoleOptions): Promise<unknown> {
  try {
    const client = await connectConsole(stack, token, options);
    await client.endAsync(true);
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
  throw new Error('The console was let in.');
}

/** What a console hears by a filter; grows as alerts arrive. */
export async function hearing(client: MqttClient, filter: string): Promise<AlertMessage[]> {
  const heard: AlertMessage[] = [];
  client.on('message', (_topic, payload) => heard.push(alertMessage.parse(JSON.parse(payload.toString()))));
  const [granted] = await client.subscribeAsync(filter, { qos: 1 });
  if (granted?.qos !== 1) throw new Error(`The console may not hear ${filter}.`);
  return heard;
}

/** Resolves when the broker has ended the connection. */
export function ended(client: MqttClient): Promise<void> {
  return new Promise((resolve) => client.once('close', () => resolve()));
}
