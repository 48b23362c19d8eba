import * as z from 'zod';
import { AwsError } from '../aws/aws-error.ts';
import type { Item } from './table-description.ts';

const input = z.looseObject({
  TableName: z.string().optional(),
  IndexName: z.string().optional(),
  RequestItems: z.record(z.string(), z.unknown()).optional(),
});

/** A request's parameters, looked at only as far as the access check needs; the operation checks the rest. */
export type Input = z.infer<typeof input>;

/** @throws AwsError when the body is no JSON object. */
export function parseInput(body: Buffer): Input {
  // dynalite copies attributes by plain assignment, to which this name means something else.
  if (body.includes('"__proto__"') && /"__proto__"\s*:/.test(body.toString())) {
    throw new AwsError('ValidationException', 'An attribute named __proto__ is not supported by the local runtime.');
  }
  const parsed = input.safeParse(jsonOf(body));
  if (!parsed.success) throw new AwsError('SerializationException', 'The parameters have a wrong type.');
  return parsed.data;
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new AwsError('SerializationException', 'The body is no JSON.');
  }
}

/** The tables and indexes that a request touches. */
export function targetsOf({ TableName, IndexName, RequestItems }: Input): { table: string; index?: string }[] {
  if (RequestItems !== undefined) return Object.keys(RequestItems).map((table) => ({ table }));
  if (TableName === undefined) return [];
  return [IndexName === undefined ? { table: TableName } : { table: TableName, index: IndexName }];
}

const isItem = z.custom<Item>((value) => typeof value === 'object' && value !== null);
const putRequests = z.record(
  z.string(),
  z.array(z.looseObject({ PutRequest: z.looseObject({ Item: isItem }).optional() })),
);

/** The items that a batch write puts; none when the batch is not well formed, which the operation then refuses. */
export function putsOf({ RequestItems }: Input): { table: string; item: Item }[] {
  const parsed = putRequests.safeParse(RequestItems);
  if (!parsed.success) return [];
  return Object.entries(parsed.data).flatMap(([table, requests]) =>
    requests.flatMap(({ PutRequest }) => (PutRequest === undefined ? [] : [{ table, item: PutRequest.Item }])),
  );
}
