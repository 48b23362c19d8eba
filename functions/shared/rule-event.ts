import * as z from 'zod';
import { GatehouseError } from '../../domain/errors.ts';
import { wireLimits } from '../../domain/limits/wire.ts';

/** What the topic rules hand to a function: the raw bytes, and what the broker knows about who sent them. */
const ruleEvent = z.object({
  payload: z.string().describe('base64 of the bytes as sent'),
  topic: z.string().max(wireLimits.topicBytesMax),
  /** `n/a` for what came over no MQTT connection: from the broker itself, or by HTTPS. */
  clientId: z.string().max(wireLimits.clientIdBytesMax).optional(),
  receivedAt: z.int().positive().describe('milliseconds since the epoch, by the clock of the broker'),
});

export interface RuleEvent {
  bytes: Buffer;
  topic: string;
  clientId: string;
  receivedAt: number;
}

/** No rule of ours makes such an event: somebody invoked the function by hand, or a rule was changed. */
class UnknownEventError extends GatehouseError {
  override readonly name = 'UnknownEventError';
}

/** What `clientid()` gives when there was no MQTT client. Source: "Functions", AWS IoT SQL reference. */
export const noClient = 'n/a';

/**
 * @throws UnknownEventError when it is no event of a rule. Trying again cannot help, but without a sender there is
 * nobody under whose name quarantine could keep it: thrown, it comes to rest in the failures queue, as it is.
 */
export function readRuleEvent(event: unknown): RuleEvent {
  const parsed = ruleEvent.safeParse(event);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new UnknownEventError(`Not an event of a topic rule; look at: ${fields || 'the whole event'}.`);
  }
  const { payload, topic, clientId = noClient, receivedAt } = parsed.data;
  return { bytes: Buffer.from(payload, 'base64'), topic, clientId, receivedAt };
}
