import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteMessageCommand, GetQueueAttributesCommand, type Message } from '@aws-sdk/client-sqs';
import { exitCodes, readFlags, readNumber, runCommand } from '../cli/command.ts';
import { failuresLimits } from '../domain/limits/functions.ts';
import { connectToDeployment, type Deployment } from './deployment.ts';
import { describeError, type Failure, readFailure } from './failures.ts';
import { giveBack, receivedAtOnceMax, receiveFailures, sentAtMs } from './failures-queue.ts';

const help = `npm run redrive -- [--aws] [--max N]

Puts what is in the failures queue through again: each message is given to the function that it was meant for,
and leaves the queue only when that function has taken it. Safe to repeat: a pass is stored once however often
it comes.

  --aws     the stack on AWS; without it, the one that runs on this machine
  --max N   stop after N messages (default 10000)
  --help    this text

Exit code 0: all went through. 1: some failed again and are still in the queue. 2: it could not be done.
`;

const { hiddenForS } = failuresLimits;

interface Tally {
  putThrough: number;
  failed: number;
}

async function redriveAll(deployment: Deployment, max: number): Promise<Tally> {
  let putThrough = 0;
  const failed = new Map<string, Message>();
  try {
    while (putThrough + failed.size < max) {
      const messages = await receiveFailures(deployment, Math.min(receivedAtOnceMax, max - putThrough - failed.size));
      const fresh = messages.filter(({ MessageId = '' }) => !failed.has(MessageId));
      // None at all, or in a long run those that have had their turn.
      if (fresh.length === 0) break;
      for (const message of fresh) {
        if (await redriveOne(deployment, message)) putThrough++;
        else failed.set(message.MessageId ?? '', message);
      }
    }
  } finally {
    await giveBack(deployment, [...failed.values()]);
  }
  return { putThrough, failed: failed.size };
}

async function redriveOne(deployment: Deployment, message: Message): Promise<boolean> {
  const failure = readFailure(message.Body ?? '', sentAtMs(message), deployment.outputs);
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
    return answer.FunctionError ? describeError(new TextDecoder().decode(answer.Payload)) : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function whyIdle({ clients, outputs }: Deployment): Promise<string> {
  const hidden = 'ApproximateNumberOfMessagesNotVisible';
  const { Attributes } = await clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: outputs.failuresQueueUrl, AttributeNames: [hidden] }),
  );
  const busy = Number(Attributes?.[hidden] ?? 0);
  if (busy === 0) return 'The failures queue is empty: nothing to do.\n';
  return `Nothing to do now: somebody is at work on all that is left (${busy}), or was within the last ${hiddenForS} s.\n`;
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
    const { putThrough, failed } = await redriveAll(deployment, max);
    const isIdle = putThrough + failed === 0;
    process.stdout.write(
      isIdle ? await whyIdle(deployment) : `${putThrough} put through, ${failed} failed again and stay in the queue.\n`,
    );
    return failed === 0 ? exitCodes.done : exitCodes.foundWrong;
  } finally {
    deployment.close();
  }
});
