// Goal: another DynamoDB behind the port gets the template's tables, and is reached through the same access check.
// Method: a plain dynalite in memory plays the other DynamoDB.
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../../local/clock.ts';
import { createDynamoDb } from '../../../../local/dynamodb/dynamodb.ts';
import { signedHeaders } from '../../../../local/dynamodb/signature.ts';
import type { TablePlan } from '../../../../local/template/plan.ts';
import { allow, operator, operatorKey, temporaryFolder, worker, workerKey } from '../aws/endpoint.ts';
import { stateTable, tableArn } from './plan.ts';
import { clientOf } from './tables.ts';

// It ships no types.
const dynalite: (options: object) => Server = createRequire(import.meta.url)('dynalite');

const TableName = 'state';

/** Starts another DynamoDB; resolves with its URL. */
async function startOther(): Promise<string> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => server.closeAllConnections());
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

function dynamoDb(setting: string, tables: TablePlan[] = [stateTable()], localJar?: string) {
  const lines: string[] = [];
  const statements = [allow(['dynamodb:PutItem'], [tableArn])];
  const endpoint = createDynamoDb({
    setting,
    localJar,
    folder: temporaryFolder(),
    tables,
    callers: new Map([
      [operatorKey, operator],
      [workerKey, worker(...statements)],
    ]),
    port: 0,
    clock: systemClock,
    log: (line) => lines.push(line),
    onFailure: () => undefined,
  });
  const start = async () => {
    const { port } = await endpoint.start();
    onTestFinished(() => endpoint.stop());
    return port;
  };
  return { start, lines };
}

test('a URL: its tables are made once, and roles do what their policies say', { timeout: 30_000 }, async () => {
  const other = await startOther();
  const first = dynamoDb(other);
  const port = await first.start();
  expect(first.lines[0]).toBe('making the table state');
  expect(first.lines[1]).toContain('without time to live');
  const Item = marshall({ pk: 'p', sk: 's', openIn: '小区', raisedAt: '1' });
  const asWorker = clientOf(port, workerKey);
  await asWorker.send(new PutItemCommand({ TableName, Item }));
  const Key = marshall({ pk: 'p', sk: 's' });
  await expect(asWorker.send(new GetItemCommand({ TableName, Key }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });

  const second = dynamoDb(other);
  const found = await clientOf(await second.start()).send(
    new QueryCommand({
      TableName,
      IndexName: 'open',
      KeyConditionExpression: 'openIn = :c',
      ExpressionAttributeValues: { ':c': { S: '小区' } },
    }),
  );
  expect(found.Items).toEqual([Item]);
  expect(second.lines).toEqual([]);
  await expect(dynamoDb(other, [stateTable({ indexes: [] })]).start()).rejects.toThrow('other keys or indexes');
});

test('settings that cannot work are one clear line', async () => {
  expect(() => dynamoDb('postgres')).toThrow(
    'GATEHOUSE_DYNAMODB is "postgres"; it takes dynalite, local, aws, or a URL',
  );
  await expect(dynamoDb('local').start()).rejects.toThrow('needs Java and GATEHOUSE_DYNAMODB_LOCAL_JAR');
  await expect(dynamoDb('local', [], '/no/such.jar').start()).rejects.toThrow('there is no /no/such.jar');
  await expect(dynamoDb('http://127.0.0.1:9').start()).rejects.toThrow('cannot be used as GATEHOUSE_DYNAMODB says');
});

test('requests are signed as the SDK signs them', () => {
  const request = {
    url: new URL('https://dynamodb.eu-west-1.amazonaws.com/'),
    target: 'DynamoDB_20120810.PutItem',
    body: Buffer.from('{"TableName":"passes","x":"温"}'),
    region: 'eu-west-1',
  };
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
  const nowMs = Date.UTC(2026, 0, 15, 12);
  // What @smithy/signature-v4 makes of the same request.
  expect(signedHeaders(request, credentials, nowMs)['authorization']).toMatch(
    /Signature=abb9e3369a612fe850fb75b687668cc040ad95cb7eaa3f2f86979744d76169e8$/,
  );
  expect(signedHeaders(request, { ...credentials, sessionToken: 'token' }, nowMs)['authorization']).toMatch(
    /Signature=e4fe46f8811f90e81c98c33b55ac789bc39ce64cf02daac0d93e426f045a1159$/,
  );
});
