import { paginateQuery, paginateScan } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { timeToLiveAttribute } from '../domain/names.ts';
import { quarantineCountPrefix, quarantineOf, quarantinePrefix } from '../domain/state-keys.ts';
import type { StateTable } from './gate-records.ts';

/** How much of one sender is in quarantine. */
export interface QuarantinedSender {
  sender: string;
  /** Rejected in the last seven days: of a flood more is counted than kept. */
  counted: number;
  kept: number;
  newestAt?: string;
  reasons: string[];
}

/** A pass or a message that could not be understood. */
export interface QuarantinedItem {
  receivedAt: string;
  reason: string;
  field?: string | undefined;
  seq?: number | undefined;
  topic: string;
  size: number;
  bytes: Uint8Array;
}

const anyItem = z.object({ pk: z.string(), sk: z.string(), reason: z.string().optional(), count: z.int().optional() });

const keptItem = z.object({
  sk: z.string(),
  reason: z.string(),
  field: z.string().optional(),
  seq: z.int().optional(),
  topic: z.string(),
  bytes: z.instanceof(Uint8Array),
});

/** Everybody of whom something is in quarantine. Reads the whole table of small things: for people, not for programs. */
export async function listSenders({ dynamodb, tableName }: StateTable, nowMs: number): Promise<QuarantinedSender[]> {
  const senders = new Map<string, QuarantinedSender>();
  const pages = paginateScan(
    { client: dynamodb },
    {
      TableName: tableName,
      FilterExpression: 'begins_with(pk, :prefix) AND #expiresAt > :now',
      ProjectionExpression: 'pk, sk, reason, #count',
      ExpressionAttributeNames: { '#expiresAt': timeToLiveAttribute, '#count': 'count' },
      ExpressionAttributeValues: marshall({ ':prefix': quarantinePrefix, ':now': nowS(nowMs) }),
    },
  );
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      const { pk, sk, reason, count } = anyItem.parse(unmarshall(item));
      const sender = pk.slice(quarantinePrefix.length);
      const known = senders.get(sender) ?? { sender, counted: 0, kept: 0, reasons: [] };
      senders.set(sender, known);
      if (sk.startsWith(quarantineCountPrefix)) known.counted += count ?? 0;
      else addKept(known, timeOf(sk), reason ?? '-');
    }
  }
  return [...senders.values()].toSorted((a, b) => b.counted - a.counted);
}

function addKept(known: QuarantinedSender, at: string, reason: string): void {
  known.kept += 1;
  if (known.newestAt === undefined || at > known.newestAt) known.newestAt = at;
  if (!known.reasons.includes(reason)) known.reasons.push(reason);
}

/** What is kept of one sender, the newest first. */
export async function listQuarantine(
  { dynamodb, tableName }: StateTable,
  sender: string,
  { limit, nowMs }: { limit: number; nowMs: number },
): Promise<QuarantinedItem[]> {
  const items: QuarantinedItem[] = [];
  const pages = paginateQuery(
    { client: dynamodb },
    {
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk AND sk < :counts',
      FilterExpression: '#expiresAt > :now',
      ExpressionAttributeNames: { '#expiresAt': timeToLiveAttribute },
      ExpressionAttributeValues: marshall({
        ':pk': quarantineOf(sender),
        ':counts': quarantineCountPrefix,
        ':now': nowS(nowMs),
      }),
      ScanIndexForward: false,
    },
  );
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      if (items.length === limit) return items;
      const { sk, ...kept } = keptItem.parse(unmarshall(item));
      items.push({ receivedAt: timeOf(sk), size: kept.bytes.length, ...kept });
    }
  }
  return items;
}

/** `{receivedAt}#{digest}` → when. */
function timeOf(sk: string): string {
  return sk.split('#', 1)[0] ?? sk;
}

function nowS(nowMs: number): number {
  return Math.floor(nowMs / 1000);
}
