import type * as z from 'zod';
import type { Command, nonceOffer, Reply } from '../../domain/messages/command.ts';
import type { Effect, Step } from './effects.ts';
import { sendAgain } from './outbox.ts';
import type { GateState } from './state.ts';

/** Offers what the next command must name: a command that was recorded and is played again names an old one. */
export function offerNonce(state: GateState, nonce: string, nowMs: number): Step {
  const offer: z.infer<typeof nonceOffer> = { nonce, at: new Date(nowMs).toISOString() };
  return { state: { ...state, nonce }, effects: [publishReply(offer)] };
}

/**
 * Carries a command out, once, and answers. A command with a foreign nonce is refused and uses none up.
 * @param nextNonce random; offered when the command used up the last one.
 */
export function obey(state: GateState, command: Command, nextNonce: string, nowMs: number): Step {
  const answer = (replyState: Reply['state'], detail?: string): Effect =>
    publishReply({
      commandId: command.commandId,
      at: new Date(nowMs).toISOString(),
      state: replyState,
      ...(detail && { detail }),
    } satisfies Reply);

  if (command.nonce !== state.nonce) {
    return { state, effects: [answer('refused', 'the nonce is not the one that was offered last')] };
  }
  const offered = offerNonce(state, nextNonce, nowMs);
  const tooLate = nowMs > Date.parse(command.deadline);
  const done = tooLate ? undefined : carryOut(offered.state, command);
  return {
    ...(done?.step ?? offered),
    effects: [
      answer('received'),
      ...(done?.step.effects ?? []),
      done ? answer(...done.answer) : answer('too-late'),
      ...offered.effects,
    ],
  };
}

function carryOut(state: GateState, command: Command): { step: Step; answer: [Reply['state'], string?] } {
  if (command.kind === 'open') {
    return { step: { state, effects: [{ kind: 'open-barrier' }] }, answer: ['done'] };
  }
  const step = sendAgain(state, command);
  const passes = step.save?.toOutbox.length ?? 0;
  const asked = command.toSeq - command.fromSeq + 1;
  // What is still in the outbox goes out by itself; what a mark or the ring's end took is held no longer.
  return { step, answer: [passes > 0 ? 'done' : 'failed', `${passes} of ${asked} passes sent again`] };
}

function publishReply(message: object): Effect {
  return { kind: 'publish', channel: 'replies', payload: JSON.stringify(message) };
}
