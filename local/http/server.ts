import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { AwsError } from '../aws/aws-error.ts';
import { bodyOf } from '../aws/body.ts';
import { listenOnLoopback } from '../aws/listen.ts';
import { httpLimits } from '../limits.ts';
import { type HttpHandler, type HttpRequest, type HttpResponse, messageAnswer } from './exchange.ts';
import type { Origins } from './origins.ts';

export interface HttpServer {
  /** Resolves with the port when it listens. Rejects with a UsageError when the port is taken. */
  start(): Promise<{ port: number }>;
  /** Lets what is running end (bounded) and closes. */
  stop(): Promise<void>;
}

/**
 * The port that browsers talk to: each request goes to the first handler that has an answer, WebSockets to `upgrade`.
 * `log` gets one line for each failure of ours.
 */
export function createHttpServer(options: {
  port: number;
  origins: Origins;
  handlers: readonly HttpHandler[];
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  log: (line: string) => void;
}): HttpServer {
  const { origins, handlers, log } = options;
  const server = createServer({
    maxHeaderSize: httpLimits.headersMaxBytes,
    headersTimeout: httpLimits.headersMs,
    requestTimeout: httpLimits.requestMs,
    keepAliveTimeout: httpLimits.keepAliveMs,
  });
  server.maxConnections = httpLimits.connectionsMax;
  const upgraded = new Set<Duplex>();
  let stopping = false;

  const answer = async (request: HttpRequest): Promise<HttpResponse> => {
    if (!origins.admits(request.headers)) return messageAnswer(403, 'Forbidden');
    for (const handler of handlers) {
      const given = await handler(request);
      if (given !== undefined) return given;
    }
    return messageAnswer(404, 'Not Found');
  };
  server.on('request', (incoming, outgoing) => {
    const request = requestOf(incoming);
    void answer(request)
      .catch((reason: unknown) => {
        log(`${request.method} failed: ${reason instanceof Error ? reason.message : String(reason)}`);
        return messageAnswer(500, 'Internal Server Error');
      })
      // What was not read to its end would be taken for the next request of this connection.
      .then((given) =>
        send(outgoing, given, { close: stopping || !incoming.complete, bare: request.method === 'HEAD' }),
      );
  });
  server.on('upgrade', (incoming, socket, head) => {
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    socket.on('error', () => socket.destroy());
    if (!origins.admits(incoming.headers)) refuseUpgrade(socket, '403 Forbidden');
    else options.upgrade(incoming, socket, head);
  });

  return {
    start: () => listenOnLoopback(server, options.port, { what: 'HTTP', variable: 'GATEHOUSE_HTTP_PORT' }),
    async stop() {
      stopping = true;
      const overdue = setTimeout(() => server.closeAllConnections(), httpLimits.stopMs);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      for (const socket of upgraded) socket.destroy();
      await closed;
      clearTimeout(overdue);
    },
  };
}

/** Answers a request for another protocol with a status line such as `404 Not Found`, and closes. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function requestOf(incoming: IncomingMessage): HttpRequest {
  const { url = '/', method = 'GET', headers, rawHeaders } = incoming;
  const at = url.indexOf('?');
  return {
    id: randomUUID(),
    method,
    path: at < 0 ? url : url.slice(0, at),
    query: at < 0 ? '' : url.slice(at + 1),
    headers,
    rawHeaders,
    ip: incoming.socket.remoteAddress ?? '',
    body: (maxBytes) =>
      bodyOf(incoming, maxBytes).catch((reason: unknown) => {
        if (reason instanceof AwsError && reason.status === 413) return undefined;
        throw reason;
      }),
  };
}

function send(
  outgoing: ServerResponse,
  { status, headers, body }: HttpResponse,
  { close, bare }: { close: boolean; bare: boolean },
): void {
  if (close) outgoing.shouldKeepAlive = false;
  for (const [name, value] of headers) outgoing.appendHeader(name, value);
  if (status !== 204 && status !== 304) outgoing.setHeader('content-length', Buffer.byteLength(body));
  outgoing.writeHead(status);
  outgoing.end(bare || status === 204 || status === 304 ? undefined : body);
}
