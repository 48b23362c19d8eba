import { crc32 } from 'node:zlib';
import { notSupported } from '../aws/aws-error.ts';
import { createEndpoint, type Endpoint } from '../aws/endpoint.ts';
import type { AwsResponse, Caller } from '../aws/service.ts';
import { dynamoDbLimits } from '../limits.ts';
import type { TablePlan } from '../template/plan.ts';
import { createAccessCheck } from './access.ts';
import { type Input, parseInput } from './request.ts';

const target = /^DynamoDB_20120810\.([A-Za-z]{1,64})$/;

/** The port of DynamoDB: lets callers in as their roles' policies say, and hands on to `run`. */
export function createDynamoDbEndpoint(options: {
  tables: readonly TablePlan[];
  callers: ReadonlyMap<string, Caller>;
  port: number;
  log: (line: string) => void;
  /** Runs an operation; `body` is the request as it came. */
  run(operation: string, input: Input, body: Buffer): Promise<AwsResponse>;
}): Endpoint {
  const checkAccess = createAccessCheck(options.tables);
  return createEndpoint({
    callers: (accessKeyId) => options.callers.get(accessKeyId),
    port: options.port,
    names: { what: 'DynamoDB', variable: 'GATEHOUSE_DYNAMODB_PORT' },
    bodyMaxBytes: dynamoDbLimits.bodyMaxBytes,
    log: options.log,
    answer: async ({ headers, body }, caller, service) => {
      const [, operation] = target.exec(String(headers['x-amz-target'])) ?? [];
      if (service !== 'dynamodb' || operation === undefined) throw notSupported('A request other than one to DynamoDB');
      const input = parseInput(body);
      checkAccess(caller, operation, input);
      return options.run(operation, input, body);
    },
  });
}

/** A result in the JSON of DynamoDB, with the checksum that some SDKs look at. */
export function jsonResponse(result: object): AwsResponse {
  const body = Buffer.from(JSON.stringify(result));
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-crc32': String(crc32(body)) },
    body,
  };
}
