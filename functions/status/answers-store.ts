import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { Reply } from '../../domain/messages/command.ts';
import { epoch, seq } from '../../domain/messages/fields.ts';
import { commandKey } from '../../domain/state-keys.ts';
import type { Retry } from '../shared/retry.ts';
import { holdsCondition, readItem, type Table, toItem } from '../shared/table.ts';

/** Passes that a gate was asked for. */
const resend = z.object({ kind: z.literal('resend'), epoch, fromSeq: seq, toSeq: seq });
type Resend = z.infer<typeof resend>;

/** What gates answer to commands, beside each command. */
export interface AnswersStore {
  /** Keeps how far a command has come. An answer that comes late, twice, or to no command of this gate changes nothing. */
  keep(gate: string, reply: Reply, retry: Retry): Promise<void>;
  /** @returns undefined when the command asked for no passes, or there is none. */
  findResend(gate: string, commandId: string, retry: Retry): Promise<Resend | undefined>;
}

export function createAnswersStore(state: Table): AnswersStore {
  return {
    async keep(gate, { commandId, state: come, at, detail }, retry) {
      const command = new UpdateItemCommand({
        TableName: state.name,
        Key: toItem(commandKey(gate, commandId)),
        UpdateExpression: `SET #state = :come, answeredAt = :at${detail === undefined ? '' : ', detail = :detail'}`,
        // What has ended stays as it ended.
        ConditionExpression: come === 'received' ? '#state = :sent' : '#state IN (:sent, :received)',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: toItem({
          ':come': come,
          ':at': at,
          ':detail': detail,
          ':sent': 'sent',
          ':received': come === 'received' ? undefined : 'received',
        }),
      });
      await holdsCondition(retry(() => state.client.send(command)));
    },
    async findResend(gate, commandId, retry) {
      const asked = resend.safeParse(await readItem(state, commandKey(gate, commandId), retry));
      return asked.success ? asked.data : undefined;
    },
  };
}
