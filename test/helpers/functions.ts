import { generateKeyPairSync } from 'node:crypto';
import type { SQSBatchResponse } from 'aws-lambda';
import { vi } from 'vitest';
import { gateKey } from '../../domain/state-keys.ts';
import { gateTopic } from '../../domain/topics.ts';
import { startServices, type TestServices } from './aws-services.ts';
import { localCredentials, startTables, type TestTables } from './dynalite.ts';

/** The functions as Lambda runs them, with real tables and services behind the SDK's own settings. */
export interface FunctionsUnderTest {
  tables: TestTables;
  services: TestServices;
  /** All that the functions have written to their logs, metrics included. */
  logged: string[];
  /** Loads the handler as a new instance does: nothing is kept from an earlier one. */
  coldStart(name: keyof typeof handlers): Promise<(event: unknown) => Promise<void>>;
  /** The API's handler, as a new instance loads it; its result is what API Gateway is given. */
  coldStartApi(): Promise<(event: unknown) => Promise<unknown>>;
  /** The function of escalations, as a new instance loads it; its result is what SQS is told. */
  coldStartEscalate(): Promise<(event: unknown) => Promise<SQSBatchResponse>>;
  /** The consoles' authorizer, as a new instance loads it; its result is what IoT Core is given. */
  coldStartAuthorizer(): Promise<(event: unknown) => Promise<unknown>>;
  enrol(gate: string): Promise<void>;
  stop(): Promise<void>;
}

export const place = { district: 'yuhang', community: 'xixi' };
export const timeZone = 'Asia/Shanghai';
/** Key pairs in KMS by their ids: an old one and its successor. */
export const signingKeys = { old: newKeyPair(), new: newKeyPair() };
function newKeyPair() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}
/** How long alerts wait until others hear of them. */
export const waits = { officerMs: 60_000, districtMs: 300_000 };
export const pseudonymSecret = JSON.stringify({ '1970-01-01': 'k'.repeat(64) });

export async function startFunctions(): Promise<FunctionsUnderTest> {
  const tables = await startTables();
  const services = await startServices({ secret: pseudonymSecret, signingKeys });
  const environment = {
    AWS_REGION: 'local-1',
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: tables.url,
    AWS_ENDPOINT_URL_IOT_DATA_PLANE: services.url,
    AWS_ENDPOINT_URL_SNS: services.url,
    AWS_ENDPOINT_URL_SQS: services.url,
    AWS_ENDPOINT_URL_KMS: services.url,
    AWS_ENDPOINT_URL_LAMBDA: services.url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: services.url,
    PASSES_TABLE: tables.passesTable,
    STATE_TABLE: tables.stateTable,
    OPERATOR_TOPIC_ARN: 'arn:aws:sns:local-1:000000000000:operators',
    PSEUDONYM_SECRET_ARN: 'arn:aws:secretsmanager:local-1:000000000000:secret:keys',
    FINDINGS_FUNCTION: 'findings',
    TIME_ZONE: timeZone,
    SIGNING_KEY_IDS: Object.keys(signingKeys).join(','),
    ESCALATE_AFTER_S: `${waits.officerMs / 1_000},${waits.districtMs / 1_000}`,
    ESCALATIONS_QUEUE_URL: `${services.url}/000000000000/escalations`,
    CHANNELS: 'push,sms,mail,webhook',
    MAIL_TOPIC_ARN: 'arn:aws:sns:local-1:000000000000:mail',
    CONTACTS_KEY_ID: 'contacts',
    PUSH_KEY_ID: 'new',
    WEBHOOK_SECRET_ARN: 'arn:aws:secretsmanager:local-1:000000000000:secret:webhooks',
    PRIVATE_RECEIVERS: 'none',
    CONSOLE_URL: 'https://gatehouse.example.com/',
    POWERTOOLS_SERVICE_NAME: 'test',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const { logged, restore } = captureOutput();
  return {
    tables,
    services,
    logged,
    async coldStart(name) {
      vi.resetModules();
      const { handler } = await handlers[name]();
      return async (event) => {
        await handler(event, lambdaContext);
      };
    },
    async coldStartApi() {
      vi.resetModules();
      const { handler } = await import('../../functions/api/handler.ts');
      return (event) => handler(event, lambdaContext);
    },
    async coldStartEscalate() {
      vi.resetModules();
      const { handler } = await import('../../functions/escalate/handler.ts');
      return (event) => handler(event, lambdaContext);
    },
    async coldStartAuthorizer() {
      vi.resetModules();
      const { handler } = await import('../../functions/guard-authorizer/handler.ts');
      return (event) => handler(event, lambdaContext);
    },
    enrol: (gate) => tables.putState({ ...gateKey(gate), gate, ...place }),
    async stop() {
      restore();
      vi.unstubAllEnvs();
      await services.stop();
      await tables.stop();
    },
  };
}

const handlers = {
  ingest: () => import('../../functions/ingest/handler.ts'),
  status: () => import('../../functions/status/handler.ts'),
  lists: () => import('../../functions/lists/handler.ts'),
  findings: () => import('../../functions/findings/handler.ts'),
  audit: () => import('../../functions/audit/handler.ts'),
  reconcile: () => import('../../functions/reconcile/handler.ts'),
};

const lambdaContext = {
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'test',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:local-1:000000000000:function:test',
  memoryLimitInMB: '1024',
  awsRequestId: '00000000-0000-0000-0000-000000000000',
  logGroupName: 'test',
  logStreamName: 'test',
  getRemainingTimeInMillis: () => 30_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
};

function captureOutput() {
  const logged: string[] = [];
  const streams = [process.stdout, process.stderr];
  const originals = streams.map((stream) => stream.write);
  for (const stream of streams) {
    stream.write = (chunk: string | Uint8Array) => {
      logged.push(chunk.toString());
      return true;
    };
  }
  const restore = () => {
    for (const [index, stream] of streams.entries()) {
      const original = originals[index];
      if (original) stream.write = original;
    }
  };
  return { logged, restore };
}

/** The event that a topic rule makes of a message. */
export function messageEvent(
  gate: string,
  channel: 'passes' | 'status' | 'replies',
  payload: object | string | Uint8Array,
  { receivedAt = now, clientId = gate }: { receivedAt?: number; clientId?: string } = {},
) {
  const bytes =
    typeof payload === 'string' || payload instanceof Uint8Array ? Buffer.from(payload) : JSON.stringify(payload);
  return {
    payload: Buffer.from(bytes).toString('base64'),
    topic: gateTopic({ community: place.community, gate }, channel),
    clientId,
    principal: 'c0ffee',
    receivedAt,
  };
}

/** When messages of these tests arrive unless they say otherwise. */
export const now = Date.parse('2026-11-24T03:04:05.678Z');
