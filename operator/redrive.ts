import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteMessageCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { exitCodes, readFlags, readNumber, runCommand } from '../cli/command.ts';
import { connectToDeployment, type Deployment } from './deployment.ts';
import { type Failure, readFailure } from './failures.ts';

const help = `npm run redrive -- [--aws] [--max N]

Puts what is in the failures queue through again: each message is given to the function that it was meant for,
and leaves the queue only when that function has taken it. Safe to repeat: a pass is stored once however often
it comes.

  --aws     the stack on AWS; without it, the one that runs on this machine
  --max N   stop after N messages (default 10000)
  --help    this text

Exit code 0: all went through. 1: some failed again and are still in the queue. 2: it could not be done.
`;

/** While a message is being worked on, nobody else gets it; longer than any function may run. */
const hiddenForS = 120;

interface Tally {
  stored: number;
  failed: number;
}

async function redriveAll(deployment: Deployment, max: number): Promise<Tally> {
  const tally: Tally = { stored: 0, failed: 0 };
  while (tally.stored + tally.failed < max) {
    const { Messages } = await deployment.clients.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: deployment.outputs.failuresQueueUrl,
        MaxNumberOfMessages: Math.min(10, max - tally.stored - tally.failed),
        VisibilityTimeout: hiddenForS,
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    if (!Messages?.length) return tally;
    for (const message of Messages) {
      const went = await redriveOne(deployment, message);
      tally[went ? 'stored' : 'failed']++;
    }
  }
  return tally;
}

async function redriveOne(deployment: Deployment, message: Message): Promise<boolean> {
  const sentAtMs = Number(message.Attributes?.SentTimestamp ?? Number.NaN);
  const failure = readFailure(message.Body ?? '', sentAtMs, deployment.outputs);
  if (!failure) {
    report(message, 'not understood: neither a rule’s nor a function’s envelope; left in the queue');
    return false;
  }
  const error = await invoke(deployment.clients.lambda, failure);
  if (error !== undefined) {
    report(message, `${failure.functionName} failed again: ${error} (before: ${failure.reason})`);
    return false;
  }
  await deployment.clients.sqs.send(
    new DeleteMessageCommand({ QueueUrl: deployment.outputs.failuresQueueUrl, ReceiptHandle: message.ReceiptHandle }),
  );
  report(message, `${failure.functionName} took it (before: ${failure.reason})`);
  return true;
}

/** @returns what went wrong, or undefined. */
async function invoke(lambda: LambdaClient, { functionName, event }: Failure): Promise<string | undefined> {
  try {
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName: functionName, Payload: new TextEncoder().encode(JSON.stringify(event)) }),
    );
    return answer.FunctionError ? new TextDecoder().decode(answer.Payload) : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function report(message: Message, what: string): void {
  process.stdout.write(`${message.MessageId}  ${what}\n`);
}

await runCommand(async (argv) => {
  const { values } = readFlags(argv, {
    aws: { type: 'boolean', default: false },
    max: { type: 'string', default: '10000' },
    help: { type: 'boolean', default: false },
  });
  if (values.help) {
    process.stdout.write(help);
    return exitCodes.done;
  }
  const max = readNumber('max', values.max, { min: 1, max: 1_000_000, whole: true });
  const deployment = await connectToDeployment({ aws: values.aws });
  try {
    const tally = await redriveAll(deployment, max);
    process.stdout.write(`${tally.stored} put through, ${tally.failed} failed again and stay in the queue.\n`);
    return tally.failed === 0 ? exitCodes.done : exitCodes.foundWrong;
  } finally {
    deployment.close();
  }
});
