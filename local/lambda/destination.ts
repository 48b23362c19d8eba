import type { FunctionPlan } from '../template/plan.ts';

/** Why Lambda gave an asynchronous invocation up. */
export type FailureCondition = 'RetriesExhausted' | 'EventAgeExceeded';

/**
 * The record that Lambda sends to an on-failure destination. Event and error are put in as the text that they are, so
 * that a number is not altered on its way to whoever repeats the invocation.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function failureRecord(failed: {
  fn: FunctionPlan;
  requestId: string;
  condition: FailureCondition;
  attempts: number;
  nowMs: number;
  event: string;
  /** Lambda's error object of the last run, as JSON text; absent when it never ran. */
  error?: string;
}): string {
  const head = {
    version: '1.0',
    timestamp: new Date(failed.nowMs).toISOString(),
    requestContext: {
      requestId: failed.requestId,
      functionArn: `${failed.fn.arn}:$LATEST`,
      condition: failed.condition,
      approximateInvokeCount: failed.attempts,
    },
  };
  const response = { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' };
  const tail =
    failed.error === undefined
      ? ''
      : `,"responseContext":${JSON.stringify(response)},"responsePayload":${failed.error}`;
  return `${JSON.stringify(head).slice(0, -1)},"requestPayload":${failed.event}${tail}}`;
}

/** A line that says why an invocation failed, short enough for a log. */
export function summaryOf(error: string): string {
  return error.length > 500 ? `${error.slice(0, 500)}…` : error;
}
