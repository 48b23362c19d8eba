import { join } from 'node:path';
import { createIotService } from './aws/iot/service.ts';
import { createIotDataService } from './aws/iot-data.ts';
import { createKeyService } from './aws/kms/service.ts';
import { createLambdaService } from './aws/lambda.ts';
import { createSecretService } from './aws/secrets/service.ts';
import type { AwsService } from './aws/service.ts';
import { createTopicService } from './aws/sns/operations.ts';
import type { Queues } from './aws/sqs/queues.ts';
import type { Clock } from './clock.ts';
import type { UserPool } from './cognito/pool.ts';
import { createUserPoolService } from './cognito/service.ts';
import type { CertificateAuthority } from './iot/authority.ts';
import type { Broker } from './iot/broker.ts';
import type { Registry } from './iot/registry.ts';
import type { LambdaRuntime } from './lambda/runtime.ts';
import type { Place } from './policy/arn.ts';
import type { Database } from './store/database.ts';
import type { StackPlan } from './template/plan.ts';

/** Every AWS service behind the local endpoint, for the resources of one stack. */
export function createServices(parts: {
  plan: StackPlan;
  place: Place;
  database: Database;
  clock: Clock;
  log: (line: string) => void;
  home: string;
  queues: Queues;
  registry: Registry;
  authority: CertificateAuthority;
  broker: Broker;
  runtime: LambdaRuntime;
  pools: readonly UserPool[];
}): AwsService[] {
  const { plan, home, queues, broker } = parts;
  return [
    createIotService({ ...parts, policies: plan.iotPolicies, deviceHost: '127.0.0.1' }),
    createIotDataService({ ...parts, broker }),
    createLambdaService({ ...parts, functions: plan.functions }),
    queues.service,
    createTopicService({ ...parts, topics: plan.topics }),
    createKeyService({ keys: plan.keys, folder: join(home, 'kms') }),
    createUserPoolService(parts.pools),
    createSecretService({ ...parts, secrets: plan.secrets, folder: join(home, 'secrets') }),
  ];
}
