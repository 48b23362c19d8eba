import { join } from 'node:path';
import type { Endpoints } from '../domain/endpoints.ts';
import { createAwsServer } from './aws/server.ts';
import { createQueues } from './aws/sqs/queues.ts';
import { createCallers } from './callers.ts';
import { systemClock } from './clock.ts';
import { createDynamoDb } from './dynamodb/dynamodb.ts';
import { removeEndpoints, writeEndpoints } from './endpoints-file.ts';
import { createExecution, type FunctionLine } from './execution.ts';
import { createFront } from './front.ts';
import { createCertificateAuthority } from './iot/authority.ts';
import { createBroker } from './iot/broker.ts';
import { createRegistry } from './iot/registry.ts';
import type { Place } from './policy/arn.ts';
import { portOrFree } from './ports.ts';
import { createServices } from './services.ts';
import type { Settings } from './settings.ts';
import { openDatabase } from './store/database.ts';
import { readStack } from './template/read-stack.ts';

export interface LocalStackOptions {
  /** The cloud assembly to run. */
  assemblyFolder: string;
  settings: Settings;
  onFunctionLine(line: FunctionLine): void;
  /** What an operator should see: refusals, failures. One line. */
  log(line: string): void;
  /** Something that the stack cannot go on without has ended. */
  onFailure(reason: Error): void;
}

export interface LocalStack {
  /**
   * Starts every part of the template. Resolves when everything listens and `endpoints.json` is written.
   * @throws UsageError on a template that is not understood, a port that is taken, a state folder that is damaged.
   */
  start(): Promise<Endpoints>;
  /** Ends in the reverse order: no new messages, then what runs, then what it stands on. */
  stop(): Promise<void>;
}

const place = { partition: 'aws', region: 'local-1', account: '000000000000' } as const satisfies Place;
const host = '127.0.0.1';

/** Runs a synthesised template on this machine. Time: the system's. */
export function createLocalStack(options: LocalStackOptions): LocalStack {
  const stops: (() => void | Promise<void>)[] = [];
  const stop = async () => {
    for (const stopOne of stops.splice(0).toReversed()) await stopOne();
  };
  return {
    start: async () => {
      try {
        return await startParts(options, (stopOne) => stops.push(stopOne));
      } catch (error) {
        await stop();
        throw error;
      }
    },
    stop,
  };
}

async function startParts(
  { assemblyFolder, settings, onFunctionLine, log, onFailure }: LocalStackOptions,
  onStop: (stop: () => void | Promise<void>) => void,
): Promise<Endpoints> {
  const { home, ports } = settings;
  const clock = systemClock;
  // Messages, keys and passes lie below: for nobody else on this machine.
  process.umask(0o077);
  const database = openDatabase(join(home, 'stack.sqlite'));
  onStop(database.close);
  // Queue URLs and issuers contain ports, so they have to be known before the template is read.
  const awsPort = await portOrFree(ports.aws);
  const httpPort = await portOrFree(ports.http);
  const plan = readStack({ assemblyFolder, ...place, awsPort, httpPort });
  const callers = createCallers(plan);

  const dynamodb = createDynamoDb({
    setting: settings.dynamodb,
    localJar: settings.dynamodbLocalJar,
    folder: join(home, 'dynamodb'),
    port: ports.dynamodb,
    tables: plan.tables,
    callers: callers.byAccessKeyId,
    clock,
    log,
    onFailure,
  });
  const dynamodbUrl = `http://${host}:${(await dynamodb.start()).port}`;
  onStop(dynamodb.stop);

  const queues = createQueues({ queues: plan.queues, database, clock });
  const registry = createRegistry(database);
  const authority = await createCertificateAuthority(home, clock);
  const endpointUrls = { AWS_ENDPOINT_URL: `http://${host}:${awsPort}`, AWS_ENDPOINT_URL_DYNAMODB: dynamodbUrl };
  const base = { plan, place, database, clock, log, home, registry, authority, queues };
  const execution = createExecution({ ...base, callers, endpointUrls, settings, onFunctionLine });
  const { runtime, rules, authorizers } = execution;
  const broker = createBroker({
    ...base,
    policies: plan.iotPolicies,
    authorizers,
    port: ports.mqtts,
    accept: rules.accept,
  });
  const front = await createFront({ ...base, httpPort, pageFolder: settings.pageFolder, runtime, broker });
  const services = createServices({ ...base, broker, runtime, pools: front.pools });
  const aws = createAwsServer({ services, callers: (id) => callers.byAccessKeyId.get(id), port: awsPort, log });
  await aws.start();
  onStop(aws.stop);
  await front.server.start();
  onStop(front.server.stop);
  await execution.start();
  onStop(execution.stop);
  const mqtts = await broker.start();
  onStop(broker.stop);

  const endpoints: Endpoints = {
    pid: process.pid,
    startedAt: new Date(clock.now()).toISOString(),
    mqtts: { host, port: mqtts.port, caFile: authority.caPath },
    http: { url: `http://${host}:${httpPort}` },
    aws: { url: `http://${host}:${awsPort}`, region: place.region },
    dynamodb: { url: dynamodbUrl },
    credentials: callers.operator,
    outputs: plan.outputs,
  };
  writeEndpoints(home, endpoints);
  onStop(() => removeEndpoints(home));
  return endpoints;
}
