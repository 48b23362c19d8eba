import * as z from 'zod';
import { epoch, id, instant, seq } from './fields.ts';

const commandFields = {
  commandId: z.uuid(),
  nonce: z
    .string()
    .regex(/^[A-Za-z0-9_-]{16,64}$/)
    .describe('given by the gate in this connection, used once'),
  deadline: instant.describe("by the gate's own clock; after it the command is not carried out"),
};

/** What the cloud asks of a gate, on its `commands` topic. */
export const command = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), ...commandFields, askedBy: id }),
  z.object({ kind: z.literal('resend'), ...commandFields, epoch, fromSeq: seq, toSeq: seq }),
]);
export type Command = z.infer<typeof command>;

/** What a gate answers on its `replies` topic; `received` comes at once, one of the others follows. */
export const reply = z.object({
  commandId: z.uuid(),
  at: instant,
  state: z.enum(['received', 'done', 'refused', 'too-late', 'failed']),
  detail: z.string().max(200).optional(),
});
export type Reply = z.infer<typeof reply>;

/** The nonce for the next command: the gate publishes it on `replies` whenever it connects or has used one up. */
export const nonceOffer = z.object({ nonce: commandFields.nonce, at: instant });

/** What a gate publishes to its `replies` topic. */
export const replyMessage = reply.or(nonceOffer);
export type ReplyMessage = z.infer<typeof replyMessage>;
