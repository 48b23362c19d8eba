import type { IncomingHttpHeaders } from 'node:http';

/** The names of this machine to itself, as they stand in URLs. */
export const loopbackNames: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Whether a request can come from a program on this machine that was meant to talk to this port. A web page can not
 * read our answers, but it can send: its browser names the page as the `Origin`, or, when the page's own name has been
 * pointed at 127.0.0.1 (DNS rebinding), that name as the `Host`. No AWS client sends an `Origin`.
 */
export function isFromThisMachine(headers: IncomingHttpHeaders): boolean {
  return headers.origin === undefined && isLoopbackHost(headers.host);
}

/** Whether a `Host` header names this machine, with or without a port. */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && loopbackNames.has(host.replace(/:\d{1,5}$/, '').toLowerCase());
}

/** Whether a URL leads to a port of this machine. */
export function isLoopbackUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === 'http:' && loopbackNames.has(url.hostname);
}

const authorization =
  /^AWS4-HMAC-SHA256\s+Credential=([A-Za-z0-9]{16,128})\/\d{8}\/[a-z0-9-]{1,64}\/([a-z0-9-]{1,64})\/aws4_request\b/;

/**
 * The access key id and the service's signing name of a signed request. The id is random in each run and so is itself
 * the secret; the signature is not looked at.
 */
export function credentialOf(headers: IncomingHttpHeaders): { accessKeyId: string; service: string } | undefined {
  const [, accessKeyId, service] = authorization.exec(headers.authorization ?? '') ?? [];
  return accessKeyId === undefined || service === undefined ? undefined : { accessKeyId, service };
}
