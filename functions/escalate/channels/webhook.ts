import { createHmac, hash } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import { toInstant } from '../../shared/timing.ts';
import type { WebhookKeyOf } from '../../shared/webhook-keys.ts';
import type { Channel, Message } from './channel.ts';
import type { PostOutside } from './post-outside.ts';

interface Parts {
  post: PostOutside;
  keyOf: WebhookKeyOf;
  clock: Clock;
}

/**
 * A signed POST to a machine: `Gatehouse-Signature: t={unix seconds},v1={HMAC-SHA256 of "{t}.{body}", hexadecimal}`.
 * Whoever receives it checks the signature and that `t` is not long ago, and takes one `id` once.
 */
export function createWebhookChannel({ post, keyOf, clock }: Parts): Channel {
  const tell: Channel['tell'] = async ({ reach: { webhook } }, message, retry) => {
    if (webhook === undefined) return [];
    const now = clock.now();
    const seconds = Math.floor(now / 1_000);
    const body = JSON.stringify({ ...contentOf(message), sentAt: toInstant(now) });
    const signature = createHmac('sha256', await keyOf(webhook, retry))
      .update(`${seconds}.${body}`)
      .digest('hex');
    const headers = { 'content-type': 'application/json', 'gatehouse-signature': `t=${seconds},v1=${signature}` };
    return [await post(webhook, headers, Buffer.from(body))];
  };
  return { name: 'webhook', tell };
}

/** An alert's own id can hold a pseudonym; what machines are told does not. */
function contentOf({ alert, level, notice }: Message) {
  const { alertId, gate, community, district, raisedAt } = alert;
  return { id: hash('sha256', `${alertId} ${level}`), level, district, community, gate, since: raisedAt, ...notice };
}
