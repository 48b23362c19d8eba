import * as z from 'zod';
import { sqsLimits } from '../../limits.ts';
import { AwsError } from '../aws-error.ts';

/** The input of a batch operation whose entries have the fields of `entry` and an id. */
export function batchOf<Shape extends z.ZodRawShape>(entry: Shape) {
  return z.strictObject({
    QueueUrl: z.string(),
    Entries: z.array(z.strictObject({ Id: z.string(), ...entry })),
  });
}

/**
 * Runs each entry by itself: one that fails does not touch the others.
 * @throws AwsError when the batch as a whole is not valid.
 */
export async function runBatch<Entry extends { Id: string }>(
  entries: readonly Entry[],
  run: (entry: Entry) => Promise<object>,
): Promise<{ Successful: object[]; Failed: object[] }> {
  checkEntries(entries.map(({ Id }) => Id));
  const Successful: object[] = [];
  const Failed: object[] = [];
  const runOne = async (entry: Entry) => {
    try {
      Successful.push({ Id: entry.Id, ...(await run(entry)) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.queryCode ?? error.code, Message: error.message });
    }
  };
  await Promise.all(entries.map(runOne));
  return { Successful, Failed };
}

function checkEntries(ids: readonly string[]): void {
  if (ids.length === 0) throw refused('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (ids.length > sqsLimits.batchMaxEntries) {
    throw refused(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${sqsLimits.batchMaxEntries}. You have sent ${ids.length}.`,
    );
  }
  const wrong = ids.find((id) => !/^[A-Za-z0-9_-]{1,80}$/.test(id));
  if (wrong !== undefined) {
    throw refused(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  }
  const doubled = ids.find((id, index) => ids.indexOf(id) !== index);
  if (doubled !== undefined) throw refused('BatchEntryIdsNotDistinct', `Id ${doubled} repeated.`);
}

function refused(code: string, message: string): AwsError {
  return new AwsError(code, message, { queryCode: `AWS.SimpleQueueService.${code}` });
}
