import { hash } from 'node:crypto';
import webPush from 'web-push';
import { may } from '../../../domain/access/may.ts';
import { isAboutPerson } from '../../../domain/alerts/life-cycle.ts';
import { pushLimits } from '../../../domain/limits/escalation.ts';
import type { Clock } from '../../shared/clock.ts';
import type { HeldSubscription, PushSubscriptions } from '../../shared/push-subscriptions.ts';
import type { Retry } from '../../shared/retry.ts';
import type { Sessions } from '../../shared/sessions.ts';
import type { Answered, Channel, Message } from './channel.ts';
import type { PostOutside } from './post-outside.ts';
import type { Vapid } from './vapid.ts';

interface Parts {
  subscriptions: PushSubscriptions;
  sessions: Sessions;
  vapid: Vapid;
  post: PostOutside;
  clock: Clock;
}

/** Messages to the browsers that somebody has subscribed, encrypted for each (RFC 8291). */
export function createPushChannel(parts: Parts): Channel {
  const tell: Channel['tell'] = async ({ person: { subject } }, message, retry) => {
    if (subject === undefined) return [];
    const held = await parts.subscriptions.of(subject, parts.clock.now(), retry);
    const sent = await Promise.all(held.map((one) => send(parts, one, message, retry)));
    return sent.flatMap((one) => one ?? []);
  };
  return { name: 'push', tell };
}

/** @returns undefined for a browser whose sign-in has ended, or who might not see the alert on the page either. */
async function send(
  { subscriptions, sessions, vapid, post }: Parts,
  held: HeldSubscription,
  { alert, notice }: Message,
  retry: Retry,
): Promise<Answered | undefined> {
  const { principal, digest } = held;
  if (await sessions.isSignedOut(principal.sessionId, retry)) {
    await subscriptions.remove(principal.subject, digest, retry);
    return undefined;
  }
  const seeing = isAboutPerson(alert.kind) ? 'see-alerts-about-persons' : 'see-alerts-about-devices';
  if (!may(principal, seeing, alert)) return undefined;
  const { endpoint, keys } = await subscriptions.open(held, retry);
  const payload = JSON.stringify({ ...notice, gate: alert.gate });
  const { cipherText } = webPush.encrypt(keys.p256dh, keys.auth, payload, 'aes128gcm');
  const headers = {
    authorization: await vapid(new URL(endpoint).origin, retry),
    'content-encoding': 'aes128gcm',
    'content-type': 'application/octet-stream',
    ttl: String(pushLimits.messageTtlS),
    urgency: 'high',
    // Of those that wait for a phone that is away, the latest of a gate is enough (RFC 8030, 5.4).
    topic: hash('sha256', alert.gate, 'base64url').slice(0, 32),
  };
  const posted = await post(endpoint, headers, cipherText);
  if (posted.result === 'gone') await subscriptions.remove(principal.subject, digest, retry);
  return posted;
}
