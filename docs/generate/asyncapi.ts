import * as z from 'zod';
import { id } from '../../domain/messages/fields.ts';
import { type WireMessage, wireMessages } from './catalogue.ts';

/** JSON Schema (2020-12) of one message: what a sender may write. */
export function jsonSchema(message: WireMessage): object {
  const schema = z.toJSONSchema(message.schema, { target: 'draft-2020-12', io: 'input' });
  return { ...schema, title: `${message.name}: ${message.title}` };
}

/** The whole wire as an AsyncAPI 3.0 document. Source: https://www.asyncapi.com/docs/reference/specification/v3.0.0 */
export function asyncApi(): object {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Gatehouse',
      version: '1',
      description:
        'MQTT 3.1.1, QoS 1, JSON (I-JSON, RFC 7493), at most 128 KB a message. Unknown fields are tolerated, wrong ones are not.',
    },
    defaultContentType: 'application/json',
    servers: {
      aws: {
        host: '{endpoint}:8883',
        protocol: 'mqtts',
        variables: { endpoint: { description: 'IoT Core endpoint' } },
      },
      local: { host: '127.0.0.1:8883', protocol: 'mqtts' },
    },
    channels: Object.fromEntries(wireMessages.map((message) => [message.name, channel(message)])),
    operations: Object.fromEntries(
      wireMessages.map(({ name, action, title }) => [
        `${action}-${name}`,
        { action, title, channel: { $ref: `#/channels/${name}` } },
      ]),
    ),
  };
}

function channel(message: WireMessage): object {
  const parameters = [...message.topic.matchAll(/\{(\w+)\}/g)].map(([, name]) => [
    name,
    { description: id.description },
  ]);
  return {
    address: message.topic,
    title: message.title,
    parameters: Object.fromEntries(parameters),
    messages: { [message.name]: { payload: { $ref: `./schemas/${message.name}.json` } } },
    bindings: { mqtt: { qos: 1, retain: message.retained } },
  };
}
