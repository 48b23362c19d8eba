import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { apiLimits } from '../../domain/limits/api.ts';
import { instant } from '../../domain/messages/fields.ts';
import { timeToLiveAttribute } from '../../domain/names.ts';
import { requestKey } from '../../domain/state-keys.ts';
import type { Retry } from '../shared/retry.ts';
import { holdsCondition, readItem, type Table, toItem } from '../shared/table.ts';
import { toInstant } from '../shared/timing.ts';
import type { HttpAnswer, Refused } from './answer.ts';

/** A request that must not be carried out twice. */
interface OnceRequest {
  subject: string;
  key: string;
  /** Of all that it says: another request with the same key is a mistake. */
  fingerprint: string;
}

/** `remembered` stands for an answer that must not be kept; the route makes it anew. */
type Kept = { http: HttpAnswer } | { remembered: unknown };

/** What became of requests, by the key that the client gave each. */
export interface Idempotency {
  /** @returns `new` for who is to carry it out; what was kept of it; or why it cannot be. */
  begin(request: OnceRequest, nowMs: number, retry: Retry): Promise<'new' | Kept | Refused>;
  keep(request: OnceRequest, kept: Kept, retry: Retry): Promise<void>;
  /** It came to nothing, and may be tried again at once. */
  release(request: OnceRequest, retry: Retry): Promise<void>;
}

const requestItem = z.object({
  fingerprint: z.string(),
  /** Until then somebody may be at it. */
  until: instant,
  /** JSON. */
  kept: z.string().optional(),
});
const kept: z.ZodType<Kept> = z.union([
  z.object({
    http: z.object({
      statusCode: z.int(),
      headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      body: z.string().exactOptional(),
    }),
  }),
  z.object({ remembered: z.unknown() }),
]);

export function createIdempotency(state: Table): Idempotency {
  const update = (request: OnceRequest, change: string, values: object, retry: Retry) => {
    const command = new UpdateItemCommand({
      TableName: state.name,
      Key: toItem(requestKey(request.subject, request.key)),
      UpdateExpression: change,
      ExpressionAttributeNames: { '#until': 'until' },
      ExpressionAttributeValues: toItem(values),
    });
    return retry(() => state.client.send(command));
  };
  return {
    async begin({ subject, key, fingerprint }, nowMs, retry) {
      const now = toInstant(nowMs);
      const command = new PutItemCommand({
        TableName: state.name,
        Item: toItem({
          ...requestKey(subject, key),
          fingerprint,
          until: toInstant(nowMs + apiLimits.requestUnderWayMs),
          [timeToLiveAttribute]: Math.floor(nowMs / 1_000) + apiLimits.idempotencyRetentionS,
        }),
        // Whoever was at it for so long has come to grief.
        ConditionExpression:
          'attribute_not_exists(pk) OR (attribute_not_exists(kept) AND #until <= :now AND fingerprint = :fingerprint)',
        ExpressionAttributeNames: { '#until': 'until' },
        ExpressionAttributeValues: toItem({ ':now': now, ':fingerprint': fingerprint }),
      });
      if (await holdsCondition(retry(() => state.client.send(command)))) return 'new';
      const item = requestItem.parse(await readItem(state, requestKey(subject, key), retry));
      if (item.fingerprint !== fingerprint) return { problem: 'key-used-before' };
      return item.kept === undefined ? { problem: 'request-under-way' } : kept.parse(JSON.parse(item.kept));
    },
    async keep(request, done, retry) {
      await update(
        request,
        'SET kept = :kept, #until = :done',
        { ':kept': JSON.stringify(done), ':done': toInstant(0) },
        retry,
      );
    },
    async release(request, retry) {
      await update(request, 'SET #until = :now', { ':now': toInstant(0) }, retry);
    },
  };
}
