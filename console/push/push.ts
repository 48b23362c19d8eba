import type { Api, Refusal } from '../api/api.ts';

/** Whether this browser is told of alerts with the page closed. `impossible`: it cannot, or not here. */
export type PushState = 'impossible' | 'forbidden' | 'off' | 'on';

export async function pushState(): Promise<PushState> {
  if (!('PushManager' in window) || !('Notification' in window) || !navigator.serviceWorker) return 'impossible';
  if (Notification.permission === 'denied') return 'forbidden';
  const registration = await navigator.serviceWorker.getRegistration();
  if (registration === undefined) return 'impossible';
  return (await registration.pushManager.getSubscription()) ? 'on' : 'off';
}

/**
 * Asks for permission, subscribes this browser with the deployment's key and tells the API. Only in answer to a tap:
 * browsers ask no other way. @returns why not, when it was not done.
 */
export async function switchOn(api: Api): Promise<Refusal['reason'] | 'forbidden' | 'impossible' | undefined> {
  if ((await Notification.requestPermission()) !== 'granted') return 'forbidden';
  const { pushManager } = await navigator.serviceWorker.ready;
  const known = await api.ask('getPushKey');
  if ('refused' in known) return known.refused.reason;
  try {
    // Every push is shown; no browser takes others.
    const subscription = await pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: known.answer.key,
    });
    return await tell(api, subscription);
  } catch {
    // No push service, as in a browser of AWS China, or one with another key before.
    return 'impossible';
  }
}

export async function switchOff(api: Api): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager.getSubscription();
  if (!subscription) return;
  await api.ask('unsubscribePush', { body: { endpoint: subscription.endpoint } });
  await subscription.unsubscribe();
}

/** A subscription belongs to a sign-in and ends after a month: told anew each time the page is opened, it goes on. */
export async function renewPush(api: Api): Promise<void> {
  if ((await pushState()) !== 'on') return;
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager.getSubscription();
  if (subscription) await tell(api, subscription);
}

async function tell(api: Api, subscription: PushSubscription): Promise<Refusal['reason'] | undefined> {
  const { endpoint, expirationTime = null, keys } = subscription.toJSON();
  const body = {
    endpoint: endpoint ?? '',
    expirationTime,
    keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' },
  };
  const answered = await api.ask('subscribePush', { body });
  return 'refused' in answered ? answered.refused.reason : undefined;
}
