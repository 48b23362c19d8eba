import { id } from '../../domain/messages/fields.ts';
import { type GateChannel, parseGateTopic } from '../../domain/topics.ts';
import type { RuleEvent } from './rule-event.ts';

/** The gate that a message is from, and where it stands. */
export interface Sender {
  gate: string;
  community: string;
}

export type SenderCheck =
  | { ok: true; sender: Sender }
  | { ok: false; reason: 'not-a-gate-topic' | 'foreign-sender' | 'gate-disabled' };

/**
 * Nobody speaks for another (law 4): the gate in the topic is the client that published. The broker's policy says
 * the same; a policy that was loosened by mistake must not be enough to store one gate's passes as another's.
 * @param disabled gates that are not listened to.
 */
export function checkSender(
  { topic, clientId }: RuleEvent,
  channel: GateChannel,
  disabled: ReadonlySet<string>,
): SenderCheck {
  const address = parseGateTopic(topic);
  if (!address || address.channel !== channel || !id.safeParse(address.community).success) {
    return { ok: false, reason: 'not-a-gate-topic' };
  }
  const { gate, community } = address;
  if (gate !== clientId || !id.safeParse(gate).success) return { ok: false, reason: 'foreign-sender' };
  return disabled.has(gate) ? { ok: false, reason: 'gate-disabled' } : { ok: true, sender: { gate, community } };
}
