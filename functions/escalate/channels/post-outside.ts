import { type LookupAddress, lookup as lookUp } from 'node:dns';
import { request } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { postLimits } from '../../../domain/limits/escalation.ts';
import type { Answered } from './channel.ts';
import { isPublicAddress } from './public-address.ts';

/**
 * Posts to an address that people gave us: only by HTTPS on its own port, only to public addresses, and to the very
 * address that was looked at; follows no redirect, reads no body, and gives up in time. Tried again once when that can
 * help. Never throws, and says of a failure nothing but that it failed.
 */
export type PostOutside = (to: string, headers: Record<string, string>, body: Buffer) => Promise<Answered>;

/** @param privateReceivers `host:port` that may lead anywhere: receivers of one's own network. */
export function createPostOutside(privateReceivers: ReadonlySet<string>): PostOutside {
  return async (to, headers, body) => {
    const url = URL.parse(to);
    if (url?.protocol !== 'https:' || body.length > postLimits.bodyBytesMax) return { result: 'refused' };
    const isOwn = privateReceivers.has(`${url.hostname}:${url.port || 443}`);
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    const isPrivate = isIP(literal) !== 0 && !isPublicAddress(literal);
    if (!isOwn && (isPrivate || url.port !== '' || url.username !== '')) return { result: 'refused' };
    for (let tries = 1; ; tries++) {
      const posted = await post(url, headers, body, isOwn ? undefined : lookUpPublic);
      if (posted.result !== 'failed' || tries === postLimits.triesMax) return posted;
    }
  };
}

function post(
  url: URL,
  headers: Record<string, string>,
  body: Buffer,
  lookup: LookupFunction | undefined,
): Promise<Answered> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(postLimits.tryMs);
    const options = { method: 'POST', headers: { ...headers, 'content-length': body.length }, signal, lookup };
    const asked = request(url, options, (response) => {
      resolve(postedOf(response.statusCode ?? 0));
      response.destroy();
    });
    asked.once('error', () => resolve({ result: 'failed' }));
    asked.end(body);
  });
}

function postedOf(status: number): Answered {
  if (status >= 200 && status < 300) return { result: 'accepted', status };
  if (status === 404 || status === 410) return { result: 'gone', status };
  return { result: status === 429 || status >= 500 ? 'failed' : 'refused', status };
}

/** Whoever answers for a name can change what it answers: the address that is connected to is the one looked at here. */
export const lookUpPublic: LookupFunction = (hostname, options, callback) => {
  lookUp(hostname, { ...options, all: true }, (error, found: LookupAddress[] = []) => {
    const [first] = found;
    if (error || !first) return callback(error ?? new Error('no address'), '', 4);
    if (!found.every(({ address }) => isPublicAddress(address))) return callback(new Error('not public'), '', 4);
    if (options.all) return callback(null, found);
    return callback(null, first.address, first.family);
  });
};
