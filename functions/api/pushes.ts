import type { PushKey } from '../shared/push-key.ts';
import { digestOf, type PushSubscriptions } from '../shared/push-subscriptions.ts';
import type { Handlers } from './handler-of.ts';

interface Parts {
  pushKey: PushKey;
  pushes: PushSubscriptions;
}

/** Everybody who is signed in subscribes for themselves. */
export function createPushHandlers({
  pushKey,
  pushes,
}: Parts): Pick<Handlers, 'getPushKey' | 'subscribePush' | 'unsubscribePush'> {
  return {
    async getPushKey({ retry }) {
      return { answer: { key: await pushKey.publicKey(retry) } };
    },
    async subscribePush({ principal, body, nowMs, retry }) {
      const isHeld = await pushes.add(principal, body, nowMs, retry);
      return isHeld ? { answer: null } : { problem: 'too-many-requests' };
    },
    async unsubscribePush({ principal, body, retry }) {
      await pushes.remove(principal.subject, digestOf(body.endpoint), retry);
      return { answer: null };
    },
  };
}
