import { type AttributeValue, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { auditLimits } from '../../domain/limits/screening.ts';
import { id } from '../../domain/messages/fields.ts';
import { passesOf } from '../../domain/pass-key.ts';
import { inReplayOrder, type ReplayedPass, replayedPass } from '../../domain/screening/replay.ts';
import type { Retry } from '../shared/retry.ts';
import { type Table, toItem } from '../shared/table.ts';

const auditedPass = replayedPass.extend({ gate: id });
const attributes = Object.keys(auditedPass.shape);

interface DayPasses {
  /** Each gate's, in the order of a replay. */
  byGate: ReadonlyMap<string, readonly ReplayedPass[]>;
  /** There are more than anybody audits. */
  isCut: boolean;
}

/** Reads the passes of a community on one day, page by page. */
export type ReadDay = (community: string, day: string, retry: Retry) => Promise<DayPasses>;

export function createReadDay(passes: Table): ReadDay {
  return async (community, day, retry) => {
    const read: (ReplayedPass & { gate: string })[] = [];
    let from: Record<string, AttributeValue> | undefined;
    do {
      const command = queryOf(passes.name, passesOf(community, day), from);
      const { Items = [], LastEvaluatedKey } = await retry(() => passes.client.send(command));
      for (const item of Items) {
        const parsed = auditedPass.safeParse(unmarshall(item));
        // Of an older form, stored before this code: to the replay it is missing.
        if (parsed.success) read.push(parsed.data);
      }
      from = LastEvaluatedKey;
    } while (from && read.length < auditLimits.passesPerCommunityMax);
    const byGate = Map.groupBy(read, ({ gate }) => gate);
    return {
      byGate: new Map([...byGate].map(([gate, ofGate]) => [gate, inReplayOrder(ofGate)])),
      isCut: from !== undefined,
    };
  };
}

function queryOf(table: string, partition: string, from: Record<string, AttributeValue> | undefined): QueryCommand {
  return new QueryCommand({
    TableName: table,
    KeyConditionExpression: 'pk = :partition',
    ExpressionAttributeValues: toItem({ ':partition': partition }),
    ProjectionExpression: attributes.map((name) => `#${name}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
    ExclusiveStartKey: from,
  });
}
