import { GetItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { type GateClock, gateClock } from '../domain/ledger/clock.ts';
import { type EpochLedger, epochLedger } from '../domain/ledger/ledger.ts';
import { clockKey, gateKey, ledgerPrefix } from '../domain/state-keys.ts';
import type { StateTable } from './gate-records.ts';

/** What the cloud knows of a gate's numbers. */
export interface GateLedgers {
  gate: string;
  /** A gate that was never reset has one. */
  epochs: { epoch: string; ledger: EpochLedger }[];
  /** Absent before the first message of the gate. */
  clock?: GateClock;
}

const ledgerItem = z.object({ epoch: z.string(), ledger: epochLedger });
const clockItem = z.object({ clock: gateClock });

export async function readLedgers({ dynamodb, tableName }: StateTable, gate: string): Promise<GateLedgers> {
  const epochs: GateLedgers['epochs'] = [];
  const pages = paginateQuery(
    { client: dynamodb },
    {
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: marshall({ ':pk': gateKey(gate).pk, ':prefix': ledgerPrefix }),
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) for (const item of Items) epochs.push(ledgerItem.parse(unmarshall(item)));
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: tableName, Key: marshall(clockKey(gate)) }));
  return { gate, epochs, ...(Item && clockItem.parse(unmarshall(Item))) };
}
