import type { Clock } from '../../clock.ts';
import { snsLimits } from '../../limits.ts';
import { envelope, type Publication } from './publication.ts';
import type { Subscription } from './store.ts';

/**
 * Posts publications to loopback URLs: tried a few times, kept in memory only, and bounded. What is given up is
 * logged, never silent.
 */
export function createHttpDelivery({ clock, log }: { clock: Clock; log: (line: string) => void }) {
  let pending = 0;

  const attempt = async (subscription: Subscription, publication: Publication, triesLeft: number): Promise<void> => {
    const failure = await post(subscription, publication);
    if (failure === undefined) {
      pending -= 1;
    } else if (triesLeft > 1) {
      clock.after(snsLimits.retryDelayMs, () => void attempt(subscription, publication, triesLeft - 1));
    } else {
      pending -= 1;
      log(`failed: delivery of ${publication.id} to ${subscription.endpoint}: ${failure}`);
    }
  };

  return (subscription: Subscription, publication: Publication): void => {
    if (pending >= snsLimits.deliveriesMaxPending) {
      log(`failed: delivery of ${publication.id} to ${subscription.endpoint}: too many are waiting`);
      return;
    }
    pending += 1;
    void attempt(subscription, publication, snsLimits.deliveryMaxTries);
  };
}

/** Resolves with why it failed; undefined when it did not. */
async function post(
  { endpoint, topicArn, arn, raw }: Subscription,
  publication: Publication,
): Promise<string | undefined> {
  try {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'text/plain; charset=UTF-8',
        'x-amz-sns-message-type': 'Notification',
        'x-amz-sns-message-id': publication.id,
        'x-amz-sns-topic-arn': topicArn,
        'x-amz-sns-subscription-arn': arn,
        ...(raw ? { 'x-amz-sns-rawdelivery': 'true' } : {}),
      },
      body: raw ? publication.message : envelope(publication),
      // Another address could lead away from this machine.
      redirect: 'error',
      signal: AbortSignal.timeout(snsLimits.deliveryTimeoutMs),
    });
    await answer.body?.cancel();
    return answer.ok ? undefined : `status ${answer.status}`;
  } catch (error) {
    return String(error);
  }
}
