import { AwsError } from '../aws/aws-error.ts';
import { dynamoDbLimits } from '../limits.ts';
import { conditionFailed } from './dynalite-errors.ts';
import type { Engine } from './engine.ts';
import { type Level, prefixes, under } from './level.ts';
import type { Item, TableDescription } from './table-description.ts';

/**
 * Deletes what has expired in one table, in rounds: a round looks at a bounded number of items, and the next goes on
 * where it stopped. DynamoDB is up to two days late; so may this be.
 */
export function createExpiry(options: {
  level: Level;
  engine: Engine;
  table: TableDescription;
  /** Holds the time of expiry in epoch seconds. */
  attribute: string;
}) {
  const { level, engine, table, attribute } = options;
  const all = under(prefixes.items(table.TableName));
  let from = all.gte;

  /** Resolves with how many items were deleted. */
  return async (nowS: number): Promise<number> => {
    let deleted = 0;
    let looked = 0;
    const entries = level.iterator({ gte: from, lt: all.lt });
    try {
      while (looked < dynamoDbLimits.expiryLookMaxItems) {
        const page = await entries.nextv(dynamoDbLimits.readAheadItems);
        if (page.length === 0) {
          from = all.gte;
          return deleted;
        }
        looked += page.length;
        for (const [key, item] of page) {
          from = key;
          if (isExpired(item[attribute]?.N, nowS) && (await remove(item, nowS))) deleted += 1;
        }
      }
      return deleted;
    } finally {
      await entries.close();
    }
  };

  /** Deletes the item if it is still expired when its turn comes. */
  async function remove(item: Item, nowS: number): Promise<boolean> {
    const Key = Object.fromEntries(table.KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]));
    try {
      await engine.run('DeleteItem', {
        TableName: table.TableName,
        Key,
        ConditionExpression: '#expiry <= :now',
        ExpressionAttributeNames: { '#expiry': attribute },
        ExpressionAttributeValues: { ':now': { N: String(nowS) } },
      });
      return true;
    } catch (error) {
      if (error instanceof AwsError && error.code === conditionFailed) return false;
      throw error;
    }
  }
}

/** An item whose time lies more than five years back is left alone: DynamoDB takes it for a mistake. */
function isExpired(value: string | undefined, nowS: number): boolean {
  if (value === undefined) return false;
  const expiresAt = Number(value);
  return expiresAt <= nowS && expiresAt > nowS - dynamoDbLimits.expiryOldestS;
}
