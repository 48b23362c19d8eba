import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { id, instant } from '../../domain/messages/fields.ts';
import { gateKey } from '../../domain/state-keys.ts';
import type { Retry } from './retry.ts';
import { holdsCondition, readItem, type Table, toItem } from './table.ts';
import { toInstant } from './timing.ts';

/** A gate that can be given a command now. */
interface Addressee {
  gate: string;
  community: string;
  /** What the command has to name. */
  nonce: string;
}

/** The nonce that each gate offered last, beside its record. */
export interface Nonces {
  /** Keeps the later of two offers; one that is heard twice is not free again. */
  offer(gate: string, nonce: string, receivedAtMs: number, retry: Retry): Promise<void>;
  /**
   * Takes a gate's nonce until `untilMs`. If the gate has offered no other by then, the command never reached it, and
   * whoever comes next may name the same: a gate obeys a nonce once.
   * @returns undefined when the gate is away, has offered none, or somebody else has taken it.
   */
  take(gate: string, nowMs: number, untilMs: number, retry: Retry): Promise<Addressee | undefined>;
}

const gateItem = z.object({
  gate: id,
  community: id,
  connected: z.boolean().default(false),
  nonce: z.string(),
  nonceTakenUntil: instant.optional(),
});

export function createNonces(state: Table): Nonces {
  const update = (gate: string, change: Omit<UpdateItemCommand['input'], 'TableName' | 'Key'>, retry: Retry) =>
    holdsCondition(
      retry(() =>
        state.client.send(new UpdateItemCommand({ TableName: state.name, Key: toItem(gateKey(gate)), ...change })),
      ),
    );
  return {
    async offer(gate, nonce, receivedAtMs, retry) {
      const change = {
        UpdateExpression: 'SET nonce = :nonce, nonceOfferedAt = :at REMOVE nonceTakenUntil',
        ConditionExpression:
          'attribute_exists(gate) AND (attribute_not_exists(nonce) OR (nonce <> :nonce AND nonceOfferedAt <= :at))',
        ExpressionAttributeValues: toItem({ ':nonce': nonce, ':at': toInstant(receivedAtMs) }),
      };
      await update(gate, change, retry);
    },
    async take(gate, nowMs, untilMs, retry) {
      const item = gateItem.safeParse(await readItem(state, gateKey(gate), retry));
      const now = toInstant(nowMs);
      if (!item.success || !item.data.connected || (item.data.nonceTakenUntil ?? '') > now) return undefined;
      const { nonce, community } = item.data;
      const change = {
        UpdateExpression: 'SET nonceTakenUntil = :until',
        ConditionExpression: 'nonce = :nonce AND (attribute_not_exists(nonceTakenUntil) OR nonceTakenUntil <= :now)',
        ExpressionAttributeValues: toItem({ ':until': toInstant(untilMs), ':nonce': nonce, ':now': now }),
      };
      return (await update(gate, change, retry)) ? { gate, community, nonce } : undefined;
    },
  };
}
