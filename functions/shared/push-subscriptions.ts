import { hash } from 'node:crypto';
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { type Principal, roles } from '../../domain/access/principal.ts';
import { type PushSubscription, pushSubscription } from '../../domain/api/push-routes.ts';
import { pushLimits } from '../../domain/limits/escalation.ts';
import { id } from '../../domain/messages/fields.ts';
import { timeToLiveAttribute } from '../../domain/names.ts';
import { pushesOf, pushKey } from '../../domain/state-keys.ts';
import type { Retry } from './retry.ts';
import { type Seals, sealed } from './seals.ts';
import { readPartition, type Table, toItem } from './table.ts';

/** A browser that takes messages for somebody, with what they might see when it subscribed. */
export interface HeldSubscription {
  /** Its name in the table. */
  digest: string;
  principal: Principal;
  sealed: Uint8Array;
}

/** Subscriptions of browsers, each for 30 days unless its page comes again; sealed, since whoever has one can send. */
export interface PushSubscriptions {
  /** @returns false, with nothing written, when the person has as many as they may have. */
  add(principal: Principal, subscription: PushSubscription, nowMs: number, retry: Retry): Promise<boolean>;
  of(subject: string, nowMs: number, retry: Retry): Promise<HeldSubscription[]>;
  open(held: HeldSubscription, retry: Retry): Promise<PushSubscription>;
  remove(subject: string, digest: string, retry: Retry): Promise<void>;
}

const item = z
  .object({
    sk: z.string(),
    sealed,
    role: z.enum(roles),
    districts: z.array(id),
    communities: z.array(id),
    sessionId: z.string(),
    [timeToLiveAttribute]: z.number(),
  })
  .transform(({ sk: digest, sealed: content, [timeToLiveAttribute]: endsAtS, ...seen }) => ({
    digest,
    content,
    endsAtS,
    seen,
  }));

export function createPushSubscriptions(state: Table, seals: Seals): PushSubscriptions {
  const current = async (subject: string, nowMs: number, retry: Retry) =>
    (await readPartition(state, pushesOf(subject), item, retry)).filter(({ endsAtS }) => endsAtS * 1_000 > nowMs);
  return {
    async add({ subject, ...seen }, { endpoint, keys }, nowMs, retry) {
      const digest = digestOf(endpoint);
      const others = (await current(subject, nowMs, retry)).filter((one) => one.digest !== digest);
      if (others.length >= pushLimits.perSubjectMax) return false;
      const content = await seals.seal({ endpoint, keys }, pushesOf(subject), retry);
      const endsAtS = Math.ceil(nowMs / 1_000) + pushLimits.retentionS;
      const written = { ...pushKey(subject, digest), ...seen, sealed: content, [timeToLiveAttribute]: endsAtS };
      await retry(() => state.client.send(new PutItemCommand({ TableName: state.name, Item: toItem(written) })));
      return true;
    },
    async of(subject, nowMs, retry) {
      const held = await current(subject, nowMs, retry);
      return held.map(({ digest, content, seen }) => ({ digest, sealed: content, principal: { subject, ...seen } }));
    },
    open: ({ sealed: content, principal }, retry) =>
      seals.open(content, pushesOf(principal.subject), pushSubscription, retry),
    async remove(subject, digest, retry) {
      const command = new DeleteItemCommand({ TableName: state.name, Key: toItem(pushKey(subject, digest)) });
      await retry(() => state.client.send(command));
    },
  };
}

/** An endpoint is a capability: whoever has it can send to the browser, so it is no key of a table. */
export function digestOf(endpoint: string): string {
  return hash('sha256', endpoint, 'hex');
}
