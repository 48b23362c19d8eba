import { type AttributeValue, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type * as z from 'zod';
import { passShown } from '../../domain/api/pass-routes.ts';
import { apiLimits } from '../../domain/limits/api.ts';
import { dayAfter, localDay } from '../../domain/local-day.ts';
import { timeToLiveAttribute } from '../../domain/names.ts';
import { passesOf } from '../../domain/pass-key.ts';
import type { Retry } from '../shared/retry.ts';
import { type Table, toItem } from '../shared/table.ts';
import { toInstant } from '../shared/timing.ts';

export type PassShown = z.infer<typeof passShown>;

/** Which passes. */
interface PassRange {
  community: string;
  /** Undefined: of all gates. */
  gate: string | undefined;
  fromMs: number;
  /** Not included. */
  toMs: number;
  /** Sort key of the pass before the first; undefined: from the newest on. */
  after: string | undefined;
  passesMax: number;
}

interface PassesRead {
  /** Newest first. */
  passes: PassShown[];
  /** Sort key from which to go on; undefined: that was all. */
  next: string | undefined;
}

/** Reads passes by time, with no code and no pseudonym among what is asked for (law 6). */
export type ReadPasses = (range: PassRange, nowMs: number, retry: Retry) => Promise<PassesRead>;

const attributes = [...Object.keys(passShown.shape), 'sk'];

export function createReadPasses(passes: Table, timeZone: string): ReadPasses {
  return async (range, nowMs, retry) => {
    const found: PassShown[] = [];
    let looked = 0;
    let after = range.after;
    const firstDay = localDay(range.fromMs, timeZone);
    let day = localDay(after === undefined ? range.toMs - 1 : Date.parse(after.slice(0, instantLength)), timeZone);
    for (; day >= firstDay; day = dayAfter(day, -1)) {
      const pk = passesOf(range.community, day);
      let start = after === undefined ? undefined : toItem({ pk, sk: after });
      after = undefined;
      do {
        const query = queryOf(passes.name, pk, range, found.length, nowMs, start);
        const { Items = [], LastEvaluatedKey, ScannedCount = 0 } = await retry(() => passes.client.send(query));
        looked += ScannedCount;
        for (const item of Items) {
          const { sk, ...attributesOfPass } = unmarshall(item);
          // Of an older form, stored before this code.
          const parsed = passShown.safeParse(attributesOfPass);
          if (parsed.success) found.push(parsed.data);
          if (found.length === range.passesMax) return { passes: found, next: String(sk) };
        }
        start = LastEvaluatedKey;
        const last = start?.['sk']?.S;
        if (last !== undefined && looked >= apiLimits.passesReadMax) return { passes: found, next: last };
      } while (start);
    }
    return { passes: found, next: undefined };
  };
}

const instantLength = toInstant(0).length;

function queryOf(
  table: string,
  pk: string,
  { gate, fromMs, toMs, passesMax }: PassRange,
  found: number,
  nowMs: number,
  start: Record<string, AttributeValue> | undefined,
): QueryCommand {
  // What has expired may lie there for two more days.
  const isKept = `#expires > :now${gate === undefined ? '' : ' AND #gate = :gate'}`;
  return new QueryCommand({
    TableName: table,
    // A sort key begins with the time, and goes on: what is at `to` sorts after it.
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
    FilterExpression: isKept,
    ProjectionExpression: attributes.map((name) => `#${name}`).join(', '),
    ExpressionAttributeNames: {
      ...Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
      '#expires': timeToLiveAttribute,
    },
    ExpressionAttributeValues: toItem({
      ':pk': pk,
      ':from': toInstant(fromMs),
      ':to': toInstant(toMs),
      ':now': Math.floor(nowMs / 1_000),
      ':gate': gate,
    }),
    ScanIndexForward: false,
    ...(gate === undefined && { Limit: passesMax - found }),
    ExclusiveStartKey: start,
  });
}
