import { once } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { indexAttributes, indexNames } from '../../domain/names.ts';
import type { PassKey } from '../../domain/pass-key.ts';
import type { StateKey } from '../../domain/state-keys.ts';

/** A real DynamoDB engine in this process, in memory, with the two tables of the template. */
export interface TestTables {
  url: string;
  passesTable: string;
  stateTable: string;
  passes(prefix?: string): Promise<Item[]>;
  state(prefix?: string): Promise<Item[]>;
  readState(key: StateKey): Promise<Item | undefined>;
  putState<Item extends StateKey>(item: Item): Promise<void>;
  putPass<Item extends PassKey>(item: Item): Promise<void>;
  stop(): Promise<void>;
}

type Item = Record<string, unknown>;

export const localCredentials = { accessKeyId: 'test', secretAccessKey: 'test' };

const dynalite: (options: { createTableMs: number }) => Server = createRequire(import.meta.url)('dynalite');

export async function startTables(): Promise<TestTables> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({ endpoint: url, region: 'local-1', credentials: localCredentials });
  await createTable(client, 'passes', ['passesBySubject']);
  await createTable(client, 'state', ['openAlerts', 'resolvedAlerts', 'due']);
  return {
    url,
    passesTable: 'passes',
    stateTable: 'state',
    passes: (prefix = '') => scanAll(client, 'passes', prefix),
    state: (prefix = '') => scanAll(client, 'state', prefix),
    async readState({ pk, sk }) {
      const { Item } = await client.send(new GetItemCommand({ TableName: 'state', Key: marshall({ pk, sk }) }));
      return Item && unmarshall(Item);
    },
    async putState(item) {
      await client.send(new PutItemCommand({ TableName: 'state', Item: marshall(item) }));
    },
    async putPass(item) {
      await client.send(new PutItemCommand({ TableName: 'passes', Item: marshall(item) }));
    },
    async stop() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function createTable(client: DynamoDBClient, name: string, indexes: (keyof typeof indexNames)[]): Promise<void> {
  const keys = (partition: string, sort: string) => [
    { AttributeName: partition, KeyType: 'HASH' as const },
    { AttributeName: sort, KeyType: 'RANGE' as const },
  ];
  const attributes = new Set(['pk', 'sk', ...indexes.flatMap((index) => Object.values(indexAttributes[index]))]);
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keys('pk', 'sk'),
      AttributeDefinitions: [...attributes].map((one) => ({ AttributeName: one, AttributeType: 'S' })),
      GlobalSecondaryIndexes: indexes.map((index) => ({
        IndexName: indexNames[index],
        KeySchema: keys(indexAttributes[index].partition, indexAttributes[index].sort),
        Projection: { ProjectionType: 'ALL' },
      })),
    }),
  );
  // With `createTableMs: 0` the table is there in the next turn of the event loop.
  await new Promise((resolve) => setImmediate(resolve));
}

async function scanAll(client: DynamoDBClient, table: string, prefix: string): Promise<Item[]> {
  const items: Item[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: table, ConsistentRead: true })) {
    for (const item of Items) items.push(unmarshall(item));
  }
  return items.filter(({ pk }) => String(pk).startsWith(prefix));
}
