import type { IncomingHttpHeaders } from 'node:http';
import { isLoopbackHost, loopbackNames } from '../aws/guard.ts';

/** Who may talk to the port: programs of this machine, pages that it serves itself, and pages that the template names. */
export interface Origins {
  /** The origins of pages that come from this port, by each name of loopback. */
  own: readonly string[];
  /**
   * Whether a request was meant for this port. Another page's browser names that page as the `Origin`, or, when the
   * page's own name has been pointed at 127.0.0.1 (DNS rebinding), that name as the `Host`.
   */
  admits(headers: IncomingHttpHeaders): boolean;
}

/** @param named origins that the API's CORS configuration allows; a `*` there lets in nobody here. */
export function createOrigins(port: number, named: readonly string[]): Origins {
  const own = [...loopbackNames].map((name) => `http://${name}:${port}`);
  const admitted = new Set([...own, ...named.filter((origin) => origin !== '*')]);
  return {
    own,
    admits: ({ host, origin }) => isLoopbackHost(host) && (origin === undefined || admitted.has(origin)),
  };
}
