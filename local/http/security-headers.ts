import { pageSecurityHeaders } from '../../domain/page/security.ts';

/**
 * What every page from this port is sent with.
 * @param own origins of this port; pages may talk to each of them, since issuers name 127.0.0.1.
 */
export function securityHeaders(own: readonly string[]): (readonly [string, string])[] {
  // A policy's grammar has no IPv6 addresses.
  const named = own.filter((origin) => !origin.includes('['));
  const sockets = named.map((origin) => origin.replace(/^http/, 'ws'));
  return Object.entries(pageSecurityHeaders({ connect: [...named, ...sockets], form: named }));
}
