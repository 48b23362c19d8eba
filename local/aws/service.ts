import type { IncomingHttpHeaders } from 'node:http';
import type { PolicyStatement } from '../template/plan.ts';

/** Who sent a request, found by the access key id that it was signed with. */
export interface Caller {
  /** ARN of the role that the function runs with; the operators' commands have none. */
  roleArn: string | 'operator';
  statements: PolicyStatement[];
}

export interface AwsRequest {
  /** What the answer carries as its request id. */
  id: string;
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Aborts when the client has gone or the server stops: whoever waits (a long poll) gives up then. */
  signal: AbortSignal;
}

export interface AwsResponse {
  status: number;
  headers?: Record<string, string>;
  body: string | Buffer;
}

/** One AWS service behind the endpoint. `handle` throws an AwsError for what the service refuses. */
export interface AwsService {
  /** The service's name in the credential scope of a signature, e.g. `sqs`, `iotdata`, `secretsmanager`. */
  signingName: string;
  handle(request: AwsRequest, caller: Caller): Promise<AwsResponse>;
}
