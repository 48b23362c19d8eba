/**
 * What the guards' page is sent with: nothing from elsewhere is loaded, run, asked or framed.
 * @param connect origins beside its own that the page may talk to.
 * @param form origins that it may send forms to.
 * @returns headers by their names in lower case.
 */
export function pageSecurityHeaders({ connect, form }: { connect: readonly string[]; form: readonly string[] }) {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    `form-action ${["'self'", ...form].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    // With none at all, a browser would name no origin when a form is sent.
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  } as const;
}
