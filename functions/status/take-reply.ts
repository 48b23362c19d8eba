import type { ReplyMessage } from '../../domain/messages/command.ts';
import type { Nonces } from '../shared/nonces.ts';
import type { LeaveReceipt } from '../shared/receipts.ts';
import type { Retry } from '../shared/retry.ts';
import type { Sender } from '../shared/sender.ts';
import type { AnswersStore } from './answers-store.ts';

export interface ReplyParts {
  nonces: Nonces;
  answers: AnswersStore;
  leaveReceipt: LeaveReceipt;
}

/** A nonce for the next command, or what became of the last: to be heard twice changes nothing. */
export async function takeReply(
  { nonces, answers, leaveReceipt }: ReplyParts,
  from: Sender,
  message: ReplyMessage,
  receivedAtMs: number,
  retry: Retry,
): Promise<void> {
  if ('nonce' in message) return nonces.offer(from.gate, message.nonce, receivedAtMs, retry);
  await answers.keep(from.gate, message, retry);
  if (message.state !== 'failed') return;
  const resend = await answers.findResend(from.gate, message.commandId, retry);
  if (!resend) return;
  const { epoch, fromSeq, toSeq } = resend;
  await leaveReceipt({ kind: 'gone', ...from, receivedAtMs, epoch, fromSeq, toSeq }, retry);
}
