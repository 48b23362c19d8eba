import * as z from 'zod';
import { parseJson } from '../domain/json.ts';
import { ruleNames } from '../domain/names.ts';
import type { Deployment } from './deployment.ts';

/**
 * What lies in the failures queue comes from two sides, each with its own envelope: a topic rule whose action
 * failed, and a function that failed at every try.
 */
const ruleFailure = z.object({
  ruleName: z.string(),
  topic: z.string(),
  clientId: z.string(),
  base64OriginalPayload: z.string(),
  failures: z.array(z.object({ failedResource: z.string().optional(), errorMessage: z.string() })),
});

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
const functionError = z.object({ errorType: z.string().optional(), errorMessage: z.string().optional() });

const functionFailure = z.object({
  requestContext: z.object({
    functionArn: z.string(),
    condition: z.string(),
    approximateInvokeCount: z.number(),
  }),
  requestPayload: z.unknown(),
  responsePayload: functionError.nullish(),
});

/** A failure, understood: which function is to be invoked with what, and why it failed. */
export interface Failure {
  functionName: string;
  event: unknown;
  reason: string;
}

/**
 * Reads a message of the failures queue.
 * @param sentAtMs when it came into the queue: a rule's failure does not say when the message was received.
 * @returns undefined when it is neither of the two envelopes.
 */
export function readFailure(body: string, sentAtMs: number, outputs: Deployment['outputs']): Failure | undefined {
  const json = parseJson(body);
  const fromFunction = functionFailure.safeParse(json);
  if (fromFunction.success) {
    const { requestContext, requestPayload, responsePayload } = fromFunction.data;
    const error = inWords(responsePayload ?? {});
    return {
      functionName: nameOf(requestContext.functionArn),
      event: requestPayload,
      reason: `${requestContext.condition} after ${requestContext.approximateInvokeCount} tries${error && `: ${error}`}`,
    };
  }
  const fromRule = ruleFailure.safeParse(json);
  if (!fromRule.success) return undefined;
  const { ruleName, topic, clientId, base64OriginalPayload, failures } = fromRule.data;
  return {
    functionName: ruleName === ruleNames.passes ? outputs.ingestFunction : outputs.statusFunction,
    // What the rule's SELECT would have made of it.
    event: {
      payload: base64OriginalPayload,
      topic: topic.replace(`$aws/rules/${ruleName}/`, ''),
      clientId,
      receivedAt: sentAtMs,
    },
    reason: `rule ${ruleName}: ${failures.map((failure) => failure.errorMessage).join('; ')}`,
  };
}

/** @param payload what Lambda answers when a function has failed: JSON, with a stack that nobody wants in a line. */
export function describeError(payload: string): string {
  const parsed = functionError.safeParse(parseJson(payload));
  return (parsed.success && inWords(parsed.data)) || payload;
}

function inWords({ errorType, errorMessage }: z.infer<typeof functionError>): string {
  return [errorType, errorMessage].filter(Boolean).join(': ');
}

/** `arn:…:function:NAME:$LATEST` → `NAME`. */
function nameOf(functionArn: string): string {
  return functionArn.split(':')[6] ?? functionArn;
}
