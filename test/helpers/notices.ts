import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import * as z from 'zod';
import { environmentNames } from '../../domain/names.ts';
import type { RunningStack } from './stack.ts';

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html#http-notification-json */
const notification = z.object({ Type: z.literal('Notification'), Subject: z.string(), Message: z.string() });

/** An operator's HTTP endpoint that subscribes to the operators' topic of a stack. */
export interface Notices {
  /** What it was told, in order. */
  received: { subject: string; message: unknown }[];
  stop(): Promise<void>;
}

export async function subscribeToNotices(stack: RunningStack): Promise<Notices> {
  const received: Notices['received'] = [];
  const server = createServer(async (request, response) => {
    const { Subject, Message } = notification.parse(JSON.parse(await text(request)));
    received.push({ subject: Subject, message: JSON.parse(Message) });
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await subscribe(stack, `http://127.0.0.1:${port}/`);
  return {
    received,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function subscribe({ endpoints, deployment }: RunningStack, url: string): Promise<void> {
  const { Environment } = await deployment.clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: deployment.outputs.statusFunction }),
  );
  const TopicArn = Environment?.Variables?.[environmentNames.operatorTopicArn];
  const { aws, credentials } = endpoints;
  const sns = new SNSClient({ endpoint: aws.url, region: aws.region, credentials });
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: url }));
  sns.destroy();
}
