import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import * as z from 'zod';
import type { PushSubscription } from '../../domain/api/push-routes.ts';

/** What a browser does with pushes, without a browser: written after RFC 8291 and RFC 8188. */
export interface BrowserPush {
  subscription: PushSubscription;
  decrypt(body: Buffer): string;
}

export function newBrowserPush(endpoint: string): BrowserPush {
  const own = createECDH('prime256v1');
  const publicKey = own.generateKeys();
  const auth = randomBytes(16);
  return {
    subscription: {
      endpoint,
      expirationTime: null,
      keys: { p256dh: publicKey.toString('base64url'), auth: auth.toString('base64url') },
    },
    decrypt(body) {
      const salt = body.subarray(0, 16);
      const senderKey = body.subarray(21, 21 + body.readUInt8(20));
      const sealed = body.subarray(21 + senderKey.length);
      const secret = own.computeSecret(senderKey);
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), publicKey, senderKey]);
      const ikm = Buffer.from(hkdfSync('sha256', secret, auth, info, 32));
      const key = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: aes128gcm\0', 16));
      const nonce = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: nonce\0', 12));
      const decipher = createDecipheriv('aes-128-gcm', key, nonce);
      decipher.setAuthTag(sealed.subarray(-16));
      const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
      // A 2 ends the last record; zeros may follow.
      return padded.subarray(0, padded.lastIndexOf(2)).toString();
    },
  };
}

const vapidClaims = z.object({ aud: z.string(), exp: z.number() });

/**
 * The claims of a VAPID header (RFC 8292), once its signature has been checked.
 * @param applicationServerKey that the page subscribed with.
 */
export function readVapid(header: string, applicationServerKey: string): z.infer<typeof vapidClaims> {
  const [, token = '', key = ''] = /^vapid t=([^,]+), k=(\S+)$/.exec(header) ?? [];
  if (key !== applicationServerKey) throw new Error('It is signed by somebody else.');
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const [x = '', y = ''] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const signed = Buffer.from(`${head}.${claims}`);
  const options = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
  if (!verify('sha256', signed, options, Buffer.from(signature, 'base64url'))) throw new Error('It is not signed.');
  return vapidClaims.parse(JSON.parse(Buffer.from(claims, 'base64url').toString()));
}
