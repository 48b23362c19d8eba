import type { Caller } from '../aws/service.ts';
import { attributesMd5, md5 } from '../aws/sqs/message.ts';
import type { Queues } from '../aws/sqs/queues.ts';
import type { ReceivedMessage } from '../aws/sqs/store.ts';
import type { Clock } from '../clock.ts';
import { lambdaLimits } from '../limits.ts';
import { parseArn } from '../policy/arn.ts';
import type { EventSourcePlan, FunctionPlan } from '../template/plan.ts';
import { createPersistence, textOf } from './backoff.ts';
import { doneOf } from './batch-result.ts';
import type { Outcome } from './protocol.ts';
import type { LambdaRuntime } from './runtime.ts';

/** Feeds functions from queues, as Lambda's pollers do. */
export interface EventSources {
  start(): void;
  /** Takes no more messages; resolves when the batches under way have ended. What is not done stays on its queue. */
  stop(): Promise<void>;
}

export interface EventSourcesOptions {
  sources: readonly EventSourcePlan[];
  functions: readonly FunctionPlan[];
  queues: Pick<Queues, 'receive' | 'remove'>;
  runtime: Pick<LambdaRuntime, 'invoke'>;
  /** The rights of a role, with which a function's queue is read. */
  callerOf(roleArn: string): Caller;
  clock: Clock;
  log(entry: { functionName: string; line: string }): void;
}

/**
 * Each poller takes a batch, invokes the function and deletes what is done; what is not comes again when its
 * visibility timeout is over, and goes to the dead letter queue when it has come too often.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function createEventSources(options: EventSourcesOptions): EventSources {
  const { sources, functions, clock } = options;
  const stopping = new AbortController();
  const persistence = createPersistence(clock);
  const loops: Promise<void>[] = [];

  return {
    start() {
      for (const source of sources) {
        const fn = functions.find(({ arn }) => arn === source.functionArn);
        if (fn === undefined || !source.enabled) continue;
        const pollers = Math.min(source.concurrency, lambdaLimits.environmentsMax);
        for (let count = 0; count < pollers; count += 1) {
          loops.push(poll(options, { source, fn, signal: stopping.signal, persistence }));
        }
      }
    },
    async stop() {
      stopping.abort();
      persistence.stop();
      await Promise.all(loops);
    },
  };
}

async function poll(
  { queues, runtime, callerOf, log }: EventSourcesOptions,
  polled: {
    source: EventSourcePlan;
    fn: FunctionPlan;
    signal: AbortSignal;
    persistence: ReturnType<typeof createPersistence>;
  },
): Promise<void> {
  const { source, fn, signal, persistence } = polled;
  const { queueArn, batchSize } = source;
  const say = (line: string) => log({ functionName: fn.name, line });
  const takeBatch = async () => {
    const caller = callerOf(fn.roleArn);
    const messages = await queues.receive(queueArn, caller, { max: batchSize, signal });
    if (messages.length === 0) return;
    const event = { Records: messages.map((message) => recordOf(message, queueArn)) };
    const outcome = await runtime
      .invoke(fn.arn, JSON.stringify(event))
      .catch((reason: unknown): Outcome => ({ payload: JSON.stringify(textOf(reason)), functionError: 'Unhandled' }));
    const done = doneOf(
      messages.map(({ id }) => id),
      outcome,
      source,
    );
    if (done.length < messages.length)
      say(`${messages.length - done.length} of ${messages.length} messages stay on the queue`);
    const receipts = messages.filter(({ id }) => done.includes(id)).map(({ receiptHandle }) => receiptHandle);
    await queues.remove(queueArn, caller, receipts);
  };
  while (!signal.aborted) {
    await persistence.untilDone(takeBatch, (reason, delayMs) =>
      say(`its queue cannot be read (${textOf(reason)}); next try in ${delayMs} ms`),
    );
  }
}

/** A message as a function sees it. */
function recordOf(message: ReceivedMessage, queueArn: string): object {
  const attributes = Object.entries(message.attributes).map(([name, { DataType, StringValue, BinaryValue }]) => {
    const value = StringValue === undefined ? { binaryValue: BinaryValue } : { stringValue: StringValue };
    return [name, { ...value, stringListValues: [], binaryListValues: [], dataType: DataType }];
  });
  const digest = attributesMd5(message.attributes);
  return {
    messageId: message.id,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receives),
      SentTimestamp: String(message.sentAt),
      SenderId: message.sender,
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    },
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: md5(message.body),
    ...(digest === undefined ? {} : { md5OfMessageAttributes: digest }),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: parseArn(queueArn)?.region ?? '',
  };
}
