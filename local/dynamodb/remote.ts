import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../aws/aws-error.ts';
import type { Endpoint } from '../aws/endpoint.ts';
import type { AwsResponse, Caller } from '../aws/service.ts';
import type { Clock } from '../clock.ts';
import type { TablePlan } from '../template/plan.ts';
import { createDynamoDbEndpoint } from './endpoint.ts';
import { ensureTables } from './remote-tables.ts';
import { type Credentials, signedHeaders } from './signature.ts';

/** A DynamoDB that is not in this process. */
export interface Remote {
  url: URL;
  region: string;
  credentials: () => Promise<Credentials>;
  /** Ends what was started for it. */
  close(): Promise<void>;
}

/**
 * DynamoDB somewhere else, behind the same port and the same access check as the engine in this process: functions keep
 * the credentials of this run, and their requests are signed anew.
 */
export function createRemoteDynamoDb(options: {
  connect: () => Promise<Remote>;
  tables: readonly TablePlan[];
  callers: ReadonlyMap<string, Caller>;
  port: number;
  clock: Clock;
  log: (line: string) => void;
}): Endpoint {
  let remote: Remote | undefined;
  const endpoint = createDynamoDbEndpoint({
    ...options,
    run: async (operation, _input, body) => {
      if (remote === undefined)
        throw new AwsError('InternalServerError', 'DynamoDB is not connected.', { status: 500 });
      return forward(remote, `DynamoDB_20120810.${operation}`, body, options.clock.now());
    },
  });
  return {
    start: async () => {
      remote = await options.connect();
      const { url, region, credentials } = remote;
      const client = new DynamoDBClient({ endpoint: url.href, region, credentials });
      try {
        await ensureTables(client, options.tables, options.log);
        return await endpoint.start();
      } catch (error) {
        await remote.close();
        throw error;
      } finally {
        client.destroy();
      }
    },
    stop: async () => {
      await endpoint.stop();
      await remote?.close();
    },
  };
}

async function forward(remote: Remote, target: string, body: Buffer, nowMs: number): Promise<AwsResponse> {
  const { url, region } = remote;
  const { host: _, ...headers } = signedHeaders({ url, target, body, region }, await remote.credentials(), nowMs);
  const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
  const checksum = answer.headers.get('x-amz-crc32');
  return {
    status: answer.status,
    headers: {
      'content-type': answer.headers.get('content-type') ?? 'application/x-amz-json-1.0',
      ...(checksum === null ? {} : { 'x-amz-crc32': checksum }),
    },
    body: Buffer.from(await answer.arrayBuffer()),
  };
}
