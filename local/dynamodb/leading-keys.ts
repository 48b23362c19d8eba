import * as z from 'zod';
import type { TablePlan } from '../template/plan.ts';
import type { Input } from './request.ts';

const value = z.union([
  z.object({ S: z.string() }).transform(({ S }) => S),
  z.object({ N: z.string() }).transform(({ N }) => N),
  z.object({ B: z.string() }).transform(({ B }) => B),
]);
const item = z.record(z.string(), z.unknown());
const single = z.looseObject({ Key: item.optional(), Item: item.optional() });
const query = z.looseObject({
  KeyConditionExpression: z.string(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).default({}),
  ExpressionAttributeValues: z.record(z.string(), z.unknown()).default({}),
});
const write = z.looseObject({
  PutRequest: z.looseObject({ Item: item }).optional(),
  DeleteRequest: z.looseObject({ Key: item }).optional(),
});
const batch = z.union([
  z.looseObject({ Keys: z.array(item) }).transform(({ Keys }) => Keys),
  z
    .array(write)
    .transform((requests) =>
      requests.flatMap(({ PutRequest, DeleteRequest }) => [PutRequest?.Item ?? [], DeleteRequest?.Key ?? []].flat()),
    ),
]);

/**
 * The partition keys that a request names in a table (or an index of it), for the condition key `dynamodb:LeadingKeys`;
 * undefined when it names none, as a Scan.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function leadingKeysOf(input: Input, table: TablePlan, index: string | undefined): string[] | undefined {
  const { keySchema } = table.indexes.find(({ name }) => name === index) ?? table;
  const attribute = keySchema.find(({ role }) => role === 'HASH')?.name ?? '';
  const values = [...itemsOf(input, table.name).map((one) => one[attribute]), queried(input, attribute)];
  const keys = values.flatMap((one) => value.safeParse(one).data ?? []);
  return keys.length === 0 ? undefined : [...new Set(keys)];
}

function itemsOf(input: Input, table: string): z.infer<typeof item>[] {
  if (input.RequestItems !== undefined) return batch.safeParse(input.RequestItems[table]).data ?? [];
  const { Key, Item } = single.safeParse(input).data ?? {};
  return [Key ?? [], Item ?? []].flat();
}

/** The value that a Query's condition wants the partition key to equal. */
function queried(input: Input, attribute: string): unknown {
  const { data } = query.safeParse(input);
  if (data === undefined) return undefined;
  for (const [, name = '', placeholder = ''] of data.KeyConditionExpression.matchAll(/([#\w.-]+)\s*=\s*(:\w+)/g)) {
    if ((data.ExpressionAttributeNames[name] ?? name) === attribute) return data.ExpressionAttributeValues[placeholder];
  }
  return undefined;
}
