import { resolve } from 'node:path';
import { defaultHome } from '../domain/endpoints.ts';
import { UsageError } from '../domain/errors.ts';
import { jarVariable } from './dynamodb/dynamodb-local.ts';

/** What a user may set of the local runtime, read once at start; everything else comes from the template. */
export interface Settings {
  /** Where state lives and survives a restart. */
  home: string;
  ports: { mqtts: number; http: number; dynamodb: number; aws: number };
  /** What is served beside the HTTP API: the console's build. */
  pageFolder: string | undefined;
  /** `dynalite`, `local` (DynamoDB Local), `aws`, or the URL of an engine that runs already. */
  dynamodb: string;
  /** Path of DynamoDBLocal.jar, for `local`. */
  dynamodbLocalJar: string | undefined;
  /** Pauses before Lambda's first and second asynchronous retry. */
  retryDelaysMs: readonly number[];
}

/** @throws UsageError that names the variable and what it takes. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  return {
    home: resolve(environment['GATEHOUSE_HOME'] ?? defaultHome),
    ports: {
      mqtts: readPort(environment, 'GATEHOUSE_MQTTS_PORT', 8883),
      http: readPort(environment, 'GATEHOUSE_HTTP_PORT', 8787),
      dynamodb: readPort(environment, 'GATEHOUSE_DYNAMODB_PORT', 8000),
      aws: readPort(environment, 'GATEHOUSE_AWS_PORT', 8790),
    },
    pageFolder: readFolder(environment['GATEHOUSE_CONSOLE']),
    dynamodb: environment['GATEHOUSE_DYNAMODB'] ?? 'dynalite',
    dynamodbLocalJar: environment[jarVariable],
    retryDelaysMs: readDelays(environment['GATEHOUSE_LAMBDA_RETRY_S'] ?? '60,120'),
  };
}

function readFolder(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(path);
}

function readPort(environment: NodeJS.ProcessEnv, name: string, standard: number): number {
  const text = environment[name];
  if (text === undefined) return standard;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new UsageError(`${name} is "${text}"; it takes a port from 1 to 65535, or 0 for a free one.`);
}

/** As AWS does unless it is told otherwise: a minute, then two. Shorter ones make a failing function quick to watch. */
function readDelays(text: string): number[] {
  const delays = text.split(',').map((part) => (/^\d+(\.\d+)?$/.test(part) ? Number(part) * 1000 : Number.NaN));
  if (delays.length === 2 && delays.every((delay) => delay <= 3_600_000)) return delays;
  throw new UsageError(`GATEHOUSE_LAMBDA_RETRY_S is "${text}"; it takes two numbers of seconds, like 60,120.`);
}
