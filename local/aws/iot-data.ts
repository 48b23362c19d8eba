import * as z from 'zod';
import type { Broker } from '../iot/broker.ts';
import { topicFault } from '../iot/topics.ts';
import { iotLimits, registryLimits } from '../limits.ts';
import { iotArns, type Place } from '../policy/arn.ts';
import { authorise } from './authorise.ts';
import { AwsError } from './aws-error.ts';
import { jsonResponse, type RestOperation, restOperation, restService } from './iot/rest-operation.ts';
import { firstIssue } from './json-service.ts';
import type { AwsService } from './service.ts';

const publishQuery = z.strictObject({
  qos: z.enum(['0', '1']).default('0'),
  retain: z.stringbool().default(false),
});

/** IoT Core's data plane: publishing without an MQTT connection, reading what is retained, and ending connections. */
export function createIotDataService(options: {
  broker: Pick<Broker, 'publish' | 'retained' | 'disconnect' | 'connected'>;
  place: Place;
}): AwsService {
  const { broker } = options;
  const arns = iotArns(options.place);

  const publish: RestOperation = {
    method: 'POST',
    path: '/topics/{topic}',
    run: async ({ url, body }, { topic = '' }, caller) => {
      const query = publishQuery.safeParse(Object.fromEntries(url.searchParams));
      if (!query.success) throw new AwsError('InvalidRequestException', firstIssue(query.error));
      const { qos, retain } = query.data;
      const fault = topicFault(topic);
      if (fault !== undefined) throw new AwsError('InvalidRequestException', fault);
      if (body.length > iotLimits.payloadMaxBytes) {
        const message = `The payload is over ${iotLimits.payloadMaxBytes} bytes.`;
        throw new AwsError('RequestEntityTooLargeException', message, { status: 413 });
      }
      authorise(caller, 'iot:Publish', arns.topic(topic));
      if (retain) authorise(caller, 'iot:RetainPublish', arns.topic(topic));
      await broker.publish(topic, body, { retain, qos: qos === '1' ? 1 : 0 });
      return jsonResponse({ message: 'OK' });
    },
  };

  const getRetained = restOperation(
    'GET /retainedMessage/{topic}',
    z.strictObject({ topic: z.string() }),
    (input, caller) => {
      authorise(caller, 'iot:GetRetainedMessage', arns.topic(input.topic));
      const message = broker.retained.get(input.topic);
      if (message === undefined) {
        throw new AwsError('ResourceNotFoundException', 'No message is retained there.', { status: 404 });
      }
      const { topic, payload, qos, storedAt } = message;
      return { topic, payload: payload.toString('base64'), qos, lastModifiedTime: storedAt };
    },
  );

  const listRetained = restOperation(
    'GET /retainedMessage',
    z.strictObject({
      nextToken: z.string().optional(),
      maxResults: z.coerce.number().int().min(1).max(registryLimits.pageMax).default(registryLimits.pageDefault),
    }),
    ({ nextToken, maxResults }, caller) => {
      authorise(caller, 'iot:ListRetainedMessages', '*');
      const after = nextToken === undefined ? '' : Buffer.from(nextToken, 'base64url').toString('utf8');
      const page = broker.retained.list({ after, count: maxResults });
      const last = page.length === maxResults ? page.at(-1) : undefined;
      return {
        retainedTopics: page.map(({ topic, payloadBytes, qos, storedAt }) => {
          return { topic, payloadSize: payloadBytes, qos, lastModifiedTime: storedAt };
        }),
        ...(last === undefined ? {} : { nextToken: Buffer.from(last.topic).toString('base64url') }),
      };
    },
  );

  const connectedClient = (clientId: string) => {
    const connected = broker.connected(clientId);
    if (connected) return connected;
    throw new AwsError('ResourceNotFoundException', 'No such client is connected.', { status: 404 });
  };

  const getConnection = restOperation(
    'GET /connections/{clientId}',
    z.strictObject({ clientId: z.string() }),
    ({ clientId }, caller) => {
      authorise(caller, 'iot:GetConnection', arns.client(clientId));
      const { clean, keepAliveS } = connectedClient(clientId);
      return { clientId, connected: true, cleanSession: clean, keepAliveDuration: keepAliveS };
    },
  );

  // Of its choices only what a broken network does as well: the session stays, and the will is published.
  const deleteConnection = restOperation(
    'DELETE /connections/{clientId}',
    z.strictObject({ clientId: z.string() }),
    async ({ clientId }, caller) => {
      authorise(caller, 'iot:DeleteConnection', arns.client(clientId));
      connectedClient(clientId);
      await broker.disconnect(clientId);
      return {};
    },
  );

  return restService('iotdata', [publish, getRetained, listRetained, getConnection, deleteConnection]);
}
