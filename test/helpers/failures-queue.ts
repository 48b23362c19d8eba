import { GetQueueAttributesCommand, PurgeQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Deployment } from '../../operator/deployment.ts';

/** How many messages are in the failures queue, those included that somebody works on. */
export async function countFailures({ clients, outputs }: Deployment): Promise<number> {
  const { Attributes } = await clients.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: outputs.failuresQueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return Object.values(Attributes ?? {}).reduce((sum, count) => sum + Number(count), 0);
}

/** Up to ten messages of the failures queue; they stay in it, and nobody is kept from them. */
export async function peekFailures({ clients, outputs }: Deployment): Promise<string[]> {
  const { Messages = [] } = await clients.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: outputs.failuresQueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 0,
    }),
  );
  return Messages.map(({ Body = '' }) => Body);
}

/** What one test leaves there must not be taken for the work of the next. */
export async function emptyFailures({ clients, outputs }: Deployment): Promise<void> {
  await clients.sqs.send(new PurgeQueueCommand({ QueueUrl: outputs.failuresQueueUrl }));
}
