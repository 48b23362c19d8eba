import { createEngine } from '../../../../local/dynamodb/engine.ts';
import { openLevel } from '../../../../local/dynamodb/level.ts';
import { prepareTables } from '../../../../local/dynamodb/schema.ts';
import { describe } from '../../../../local/dynamodb/table-description.ts';
import { stateTable } from './plan.ts';

// Opens and closes alerts as fast as it can and prints the number of each one that has been stored, until it is killed.
const [, , folder = '', first = '0'] = process.argv;
const table = describe(stateTable());
const level = await openLevel(folder);
await prepareTables(level, [table]);
const engine = createEngine(level, [table]);

async function keepWriting(from: number, step: number): Promise<never> {
  for (let n = from; ; n += step) {
    const Key = { pk: { S: 'alert' }, sk: { S: String(n) } };
    const Item = { ...Key, openIn: { S: 'c' }, raisedAt: { S: String(n % 7) } };
    await engine.run('PutItem', { TableName: 'state', Item });
    if (n % 2 === 0) {
      await engine.run('UpdateItem', { TableName: 'state', Key, UpdateExpression: 'REMOVE openIn' });
    }
    process.stdout.write(`${n}\n`);
  }
}

const writers = 8;
await Promise.all(Array.from({ length: writers }, (_, index) => keepWriting(Number(first) + index, writers)));
