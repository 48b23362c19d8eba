import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { awsLimits } from '../limits.ts';
import { AccessDenied, AwsError } from './aws-error.ts';
import { bodyOf } from './body.ts';
import { credentialOf, isFromThisMachine } from './guard.ts';
import { listenOnLoopback } from './listen.ts';
import { errorResponse } from './protocol.ts';
import type { AwsRequest, AwsResponse, Caller } from './service.ts';

export interface Endpoint {
  /** Resolves with the port when it listens. Rejects with a UsageError when the port is taken. */
  start(): Promise<{ port: number }>;
  /** Lets what is running end (bounded) and closes. */
  stop(): Promise<void>;
}

export interface EndpointOptions {
  /** Answers a request of a known caller; throws an AwsError for what it refuses. `service`: the signing name. */
  answer(request: AwsRequest, caller: Caller, service: string): Promise<AwsResponse>;
  /** Finds who owns an access key id. */
  callers: (accessKeyId: string) => Caller | undefined;
  port: number;
  /** Who listens, and the setting that would choose another port: for the line about a taken one. */
  names: { what: string; variable: string };
  bodyMaxBytes: number;
  /** Gets one line for each refusal by a policy and for each failure of ours. */
  log: (line: string) => void;
}

/** A loopback port that speaks as AWS does, to programs on this machine that hold a key of this run. */
export function createEndpoint(options: EndpointOptions): Endpoint {
  const underWay = new Set<AbortController>();
  let stopping = false;

  const server = createServer(
    {
      keepAliveTimeout: awsLimits.keepAliveMs,
      headersTimeout: awsLimits.headersMs,
      requestTimeout: awsLimits.requestMs,
      maxHeaderSize: awsLimits.headerMaxBytes,
    },
    (incoming, outgoing) => {
      void respond(incoming, outgoing);
    },
  );
  server.maxConnections = awsLimits.connectionsMax;

  const respond = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const requestId = randomUUID();
    if (!isFromThisMachine(incoming.headers)) return send(outgoing, { status: 403, body: '' }, requestId, true);
    const response = await answer(incoming, outgoing, requestId).catch((error: unknown) => {
      if (error instanceof AccessDenied) {
        options.log(`denied: ${error.principal} ${error.action} ${error.resourceArn}`);
      } else if (!(error instanceof AwsError)) {
        options.log(`failed: ${incoming.method} ${incoming.headers['x-amz-target'] ?? ''} ${String(error)}`);
      }
      return errorResponse(error instanceof AwsError ? error : internalFailure(), incoming.headers, requestId);
    });
    // What was not read to its end would be taken for the next request of this connection.
    send(outgoing, response, requestId, !incoming.complete || stopping);
  };

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse, id: string): Promise<AwsResponse> => {
    const { headers, method = 'GET' } = incoming;
    const credential = credentialOf(headers);
    const caller = credential && options.callers(credential.accessKeyId);
    if (!credential || !caller) throw unrecognisedClient();
    const ending = new AbortController();
    underWay.add(ending);
    outgoing.once('close', () => {
      underWay.delete(ending);
      ending.abort();
    });
    const body = await bodyOf(incoming, options.bodyMaxBytes);
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    return options.answer({ id, method, url, headers, body, signal: ending.signal }, caller, credential.service);
  };

  return {
    start: () => listenOnLoopback(server, options.port, options.names),
    stop: async () => {
      stopping = true;
      for (const ending of underWay) ending.abort();
      const overdue = setTimeout(() => server.closeAllConnections(), awsLimits.stopMs);
      await new Promise<void>((resolve) => server.close(() => resolve()));
      clearTimeout(overdue);
    },
  };
}

function send(outgoing: ServerResponse, response: AwsResponse, requestId: string, closing: boolean): void {
  if (closing) outgoing.shouldKeepAlive = false;
  outgoing.writeHead(response.status, {
    ...response.headers,
    'content-length': Buffer.byteLength(response.body),
    'x-amzn-requestid': requestId,
  });
  outgoing.end(response.body);
}

/** The same for no signature, an unknown key and a key of another run: it tells nothing. */
function unrecognisedClient(): AwsError {
  return new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.', {
    status: 403,
  });
}

/** The reason is in our log only. */
function internalFailure(): AwsError {
  return new AwsError('InternalFailure', 'The request failed; the log of the local runtime says why.', { status: 500 });
}
