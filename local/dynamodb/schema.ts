import * as z from 'zod';
import { UsageError } from '../../domain/errors.ts';
import { dynamoDbLimits } from '../limits.ts';
import { indexEntries } from './dynalite.ts';
import { type Level, prefixes, under } from './level.ts';
import { type IndexDescription, indexOf, keysOf, type TableDescription } from './table-description.ts';

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.string() }));
const storedSchema = z.object({
  KeySchema: keySchema,
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  GlobalSecondaryIndexes: z
    .array(
      z.object({ IndexName: z.string(), KeySchema: keySchema, Projection: z.object({ ProjectionType: z.string() }) }),
    )
    .optional(),
});
type StoredSchema = z.infer<typeof storedSchema>;

/**
 * Creates tables that are not there, and brings the indexes of those that are in line with the template: a new index is
 * filled, one that the template no longer has is dropped.
 * @throws UsageError when the template gives a stored table or index other keys: AWS would replace the table.
 */
export async function prepareTables(level: Level, tables: readonly TableDescription[]): Promise<void> {
  for (const table of tables) {
    const key = prefixes.schema + table.TableName;
    const stored = await level.get(key);
    const before = stored && storedSchema.parse(JSON.parse(stored['schema']?.S ?? ''));
    if (before !== undefined) await alignIndexes(level, before, table);
    await level.put(key, { schema: { S: JSON.stringify(table) } }, { sync: true });
  }
}

async function alignIndexes(level: Level, before: StoredSchema, table: TableDescription): Promise<void> {
  const indexesBefore = new Map(before.GlobalSecondaryIndexes?.map((index) => [index.IndexName, index]));
  if (keysOf(before) !== keysOf(table)) throw altered(`Table ${table.TableName}`);
  const added: IndexDescription[] = [];
  for (const index of table.GlobalSecondaryIndexes ?? []) {
    const known = indexesBefore.get(index.IndexName);
    indexesBefore.delete(index.IndexName);
    if (known === undefined) added.push(index);
    else if (indexOf(before, known) !== indexOf(table, index)) {
      throw altered(`Index ${index.IndexName} of table ${table.TableName}`);
    }
  }
  for (const name of indexesBefore.keys()) await level.clear(under(prefixes.entries(table.TableName, name)));
  if (added.length > 0) await fillIndexes(level, { ...table, GlobalSecondaryIndexes: added });
}

async function fillIndexes(level: Level, table: TableDescription): Promise<void> {
  const items = level.values(under(prefixes.items(table.TableName)));
  while (true) {
    const page = await items.nextv(dynamoDbLimits.readAheadItems);
    if (page.length === 0) return items.close();
    await level.batch(
      page.flatMap((item) =>
        indexEntries(table, item).map((entry) => ({
          type: 'put' as const,
          key: prefixes.entries(table.TableName, entry.index) + entry.key,
          value: entry.item,
        })),
      ),
    );
  }
}

function altered(what: string): UsageError {
  return new UsageError(
    `${what} has other keys in the template than on disk; AWS would replace it and lose what it holds. Give it another name, or move the state folder away.`,
  );
}
