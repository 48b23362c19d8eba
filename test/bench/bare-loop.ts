import {
  type AttributeValue,
  BatchWriteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { wireLimits } from '../../domain/limits/wire.ts';
import type { Deployment } from '../../operator/deployment.ts';

/** Writes of the AWS SDK, one after the other and nothing else: what the way of a pass is measured against. */
export interface BareLoop {
  /** @returns items a second. */
  run(options: { itemsPerRequest: number; inFlight: number; ms: number }): Promise<number>;
}

type Item = Record<string, AttributeValue>;

/** The items are passes that are in the table, under new keys: the same size, the same index, the same engine. */
export async function prepareBareLoop({ clients, outputs }: Deployment): Promise<BareLoop> {
  const client = clients.dynamodb;
  const table = outputs.passesTable;
  const { Items: samples = [] } = await client.send(
    new ScanCommand({ TableName: table, Limit: wireLimits.passesPerMessageMax }),
  );
  const next = createItems(samples);
  return {
    async run({ itemsPerRequest, inFlight, ms }) {
      const startMs = performance.now();
      let written = 0;
      const write = async () => {
        while (performance.now() - startMs < ms) {
          await writeItems(client, table, Array.from({ length: itemsPerRequest }, next));
          written += itemsPerRequest;
        }
      };
      await Promise.all(Array.from({ length: inFlight }, write));
      return (1000 * written) / (performance.now() - startMs);
    },
  };
}

/** As sort keys of real passes begin with the time, each key comes after the one before. */
function createItems(samples: readonly Item[]): () => Item {
  let made = 0;
  return () => {
    const sample = samples[made++ % samples.length];
    const [, ...rest] = sample?.['sk']?.S?.split('#') ?? [];
    const [, day] = sample?.['pk']?.S?.split('#') ?? [];
    const sk = [new Date().toISOString(), 'bare', made, ...rest].join('#').slice(0, sample?.['sk']?.S?.length);
    return { ...sample, pk: { S: `bare#${day}` }, sk: { S: sk } };
  };
}

async function writeItems(client: DynamoDBClient, table: string, items: readonly Item[]): Promise<void> {
  const [first] = items;
  if (items.length === 1) {
    await client.send(new PutItemCommand({ TableName: table, Item: first }));
    return;
  }
  const requests = items.map((Item) => ({ PutRequest: { Item } }));
  await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
}
