import * as z from 'zod';
import type { Outcome } from './protocol.ts';

const report = z.looseObject({
  batchItemFailures: z.array(z.looseObject({ itemIdentifier: z.string().min(1) })).nullish(),
});

/**
 * Which messages of a batch are done. A function that reports names those that are not; an answer that is no report,
 * or that names a message that was not there, counts as a failure of all.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function doneOf(
  ids: readonly string[],
  { payload, functionError }: Outcome,
  { reportsFailures }: { reportsFailures: boolean },
): readonly string[] {
  if (functionError !== undefined) return [];
  const result: unknown = payload === '' ? null : JSON.parse(payload);
  if (!reportsFailures || result === null) return ids;
  const parsed = report.safeParse(result);
  if (!parsed.success) return [];
  const failed = (parsed.data.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return failed.every((id) => ids.includes(id)) ? ids.filter((id) => !failed.includes(id)) : [];
}
