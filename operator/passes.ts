import { paginateQuery, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type * as z from 'zod';
import type { Pass } from '../domain/messages/pass.ts';
import { passesOf, passKey } from '../domain/pass-key.ts';
import type { Deployment } from './deployment.ts';

/** Which passes are looked at. */
export interface DayOfPasses {
  community: string;
  /** `YYYY-MM-DD`, in the community's time zone. */
  day: string;
  /** One gate of it; undefined: all. */
  gate: string | undefined;
}

/**
 * The stored passes of a day as they lie in the table, by time. What `shape` does not name is not even read: no code and
 * no pseudonym, unless somebody asks for it (law 6).
 * @returns undefined for a pass that `shape` does not fit, stored by an older version of ours.
 */
export async function* readPasses<Shape extends z.ZodRawShape>(
  { clients, outputs }: Deployment,
  { community, day, gate }: DayOfPasses,
  shape: z.ZodObject<Shape>,
): AsyncGenerator<z.infer<z.ZodObject<Shape>> | undefined> {
  const wanted = Object.keys(shape.shape);
  const named = new Set([...wanted, ...(gate === undefined ? [] : ['gate'])]);
  const pages = paginateQuery(
    { client: clients.dynamodb },
    {
      TableName: outputs.passesTable,
      KeyConditionExpression: 'pk = :partition',
      ...(gate !== undefined && { FilterExpression: '#gate = :gate' }),
      ProjectionExpression: wanted.map((name) => `#${name}`).join(', '),
      ExpressionAttributeNames: Object.fromEntries([...named].map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: marshall({
        ':partition': passesOf(community, day),
        ...(gate !== undefined && { ':gate': gate }),
      }),
    },
  );
  for await (const { Items = [] } of pages) for (const item of Items) yield shape.safeParse(unmarshall(item)).data;
}

/** Whether a pass is in the table, whatever its content is there. @param timeZone IANA name of the community's zone. */
export async function isPassStored(
  { clients, outputs }: Deployment,
  place: { community: string; gate: string },
  pass: Pass,
  timeZone: string,
): Promise<boolean> {
  const { pk, sk } = passKey(place, pass, '', timeZone);
  const { Count = 0 } = await clients.dynamodb.send(
    new QueryCommand({
      TableName: outputs.passesTable,
      ConsistentRead: true,
      Limit: 1,
      Select: 'COUNT',
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: marshall({ ':pk': pk, ':sk': sk }),
    }),
  );
  return Count > 0;
}
