import * as z from 'zod';
import { pushLimits } from '../limits/escalation.ts';
import { change, nothing, read } from './route.ts';

const endpoint = z.url({ protocol: /^https$/ }).max(pushLimits.endpointCharactersMax);
const base64url = (bytes: number) => z.string().regex(new RegExp(`^[\\w-]{${Math.ceil((bytes * 4) / 3)}}=*$`));

/** As `PushSubscription.toJSON()` gives it. Source: https://www.w3.org/TR/push-api/#pushsubscription-interface */
export const pushSubscription = z.strictObject({
  endpoint,
  expirationTime: z.number().nullish(),
  keys: z.strictObject({
    p256dh: base64url(65).describe('public key, an uncompressed point on P-256'),
    auth: base64url(16),
  }),
});
export type PushSubscription = z.infer<typeof pushSubscription>;

const pushKey = z.object({ key: z.string().describe('for `applicationServerKey`: base64url') });

/** Messages to a phone on which the page is closed. */
export const pushRoutes = {
  getPushKey: read('/push-key', 'Whose messages a subscription is to take (VAPID)', pushKey),
  subscribePush: change(
    'POST',
    '/push-subscriptions',
    'Has this browser told what the roster says to tell its person. Twice is the same as once; it ends with the sign-in',
    { body: pushSubscription, answer: nothing },
    { status: 204 },
  ),
  unsubscribePush: change(
    'DELETE',
    '/push-subscriptions',
    'Ends a subscription of who asks; one that is not there is ended',
    { body: z.strictObject({ endpoint }), answer: nothing },
    { status: 204 },
  ),
};
