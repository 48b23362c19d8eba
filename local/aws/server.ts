import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { awsLimits } from '../limits.ts';
import { AccessDenied, AwsError } from './aws-error.ts';
import { bodyOf } from './body.ts';
import { credentialOf, isFromThisMachine } from './guard.ts';
import { listenOnLoopback } from './listen.ts';
import { errorResponse } from './protocol.ts';
import type { AwsResponse, AwsService, Caller } from './service.ts';

export interface AwsServer {
  /** Resolves with the port when it listens. Rejects with a UsageError when the port is taken. */
  start(): Promise<{ port: number }>;
  /** Lets what is running end (bounded) and closes. */
  stop(): Promise<void>;
}

/**
 * The endpoint of all AWS services but DynamoDB: one loopback port, on which the service is told by the request's
 * signature. `log` gets one line for each refusal by a policy and for each failure of ours.
 */
export function createAwsServer(options: {
  services: readonly AwsService[];
  /** Finds who owns an access key id. */
  callers: (accessKeyId: string) => Caller | undefined;
  port: number;
  log: (line: string) => void;
}): AwsServer {
  const services = new Map(options.services.map((service) => [service.signingName, service]));
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
    const service = services.get(credential.service);
    if (!service) throw new AwsError('UnknownOperationException', `There is no local ${credential.service} service.`);
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const ending = new AbortController();
    underWay.add(ending);
    outgoing.once('close', () => {
      underWay.delete(ending);
      ending.abort();
    });
    const body = await bodyOf(incoming, awsLimits.bodyMaxBytes);
    return service.handle({ id, method, url, headers, body, signal: ending.signal }, caller);
  };

  return {
    start: () => listenOnLoopback(server, options.port, { what: 'the AWS endpoints', variable: 'GATEHOUSE_AWS_PORT' }),
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
