/**
 * What every page from this port is sent with: nothing from elsewhere is loaded, run, asked or framed.
 * @param own origins of this port; pages may talk to each of them, since issuers name 127.0.0.1.
 */
export function securityHeaders(own: readonly string[]): (readonly [string, string])[] {
  // A policy's grammar has no IPv6 addresses.
  const named = own.filter((origin) => !origin.includes('['));
  const sockets = named.map((origin) => origin.replace(/^http/, 'ws'));
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    `connect-src 'self' ${[...named, ...sockets].join(' ')}`,
    `form-action 'self' ${named.join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return [
    ['content-security-policy', policy.join('; ')],
    ['x-content-type-options', 'nosniff'],
    // With none at all, a browser would name no origin when a form is sent.
    ['referrer-policy', 'same-origin'],
    ['cross-origin-opener-policy', 'same-origin'],
    ['cross-origin-resource-policy', 'same-origin'],
  ];
}
