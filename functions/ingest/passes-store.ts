import { BatchWriteItemCommand, PutItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { type Retry, UnfinishedError } from '../shared/retry.ts';
import { type Table, toItem } from '../shared/table.ts';
import type { StoredPass } from './stored-pass.ts';

export interface PassesStore {
  /**
   * Stores the passes of one message, which fit into one batch; no key stands twice.
   * @returns those that DynamoDB will never take.
   */
  store(passes: readonly StoredPass[], retry: Retry): Promise<StoredPass[]>;
}

export function createPassesStore(passes: Table): PassesStore {
  return {
    async store(stored, retry) {
      const [first, ...others] = stored;
      if (!first) return [];
      if (others.length === 0) return putOneByOne(passes, stored, retry);
      const isDone = await withoutValidationError(writeBatch(passes, stored, retry));
      return isDone ? [] : putOneByOne(passes, stored, retry);
    },
  };
}

/** What DynamoDB leaves undone of a batch, because it is busy, is written again after a pause. */
async function writeBatch({ client, name }: Table, stored: readonly StoredPass[], retry: Retry): Promise<void> {
  let requests: WriteRequest[] = stored.map((one) => ({ PutRequest: { Item: toItem(one) } }));
  await retry(async () => {
    const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: requests } }));
    requests = UnprocessedItems?.[name] ?? [];
    if (requests.length > 0) throw new UnfinishedError(`${requests.length} passes of a batch are not written yet`);
  });
}

/** A batch with one bad item is refused as a whole: alone, only that one is. */
async function putOneByOne(
  { client, name }: Table,
  stored: readonly StoredPass[],
  retry: Retry,
): Promise<StoredPass[]> {
  const refused: StoredPass[] = [];
  for (const one of stored) {
    const command = new PutItemCommand({ TableName: name, Item: toItem(one) });
    if (!(await withoutValidationError(retry(() => client.send(command))))) refused.push(one);
  }
  return refused;
}

/** @returns false when DynamoDB refused what was to be written, which no further try can change. */
async function withoutValidationError(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationException') return false;
    throw error;
  }
}
