import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../../clock.ts';
import { secretLimits } from '../../limits.ts';
import type { SecretPlan } from '../../template/plan.ts';
import { authorise } from '../authorise.ts';
import { AwsError } from '../aws-error.ts';
import { type JsonOperation, jsonOperation, jsonService } from '../json-service.ts';
import type { AwsService, Caller } from '../service.ts';
import { firstValue } from './password.ts';
import { createSecretStore, currentStage, type SecretStore, type SecretVersion } from './store.ts';

interface Secret {
  plan: SecretPlan;
  store: SecretStore;
}
type Find = (id: string, caller: Caller, action: string) => Secret;

const getInput = z.strictObject({
  SecretId: z.string(),
  VersionId: z.string().optional(),
  VersionStage: z.string().optional(),
});

const putInput = z
  .strictObject({
    SecretId: z.string(),
    ClientRequestToken: z.string().min(32).max(64).optional(),
    SecretString: z.string().min(1).max(secretLimits.valueMaxBytes).optional(),
    SecretBinary: z.base64().min(1).max(secretLimits.valueMaxBytes).optional(),
    VersionStages: z.array(z.string().min(1).max(256)).min(1).max(secretLimits.stagesMax).default([currentStage]),
  })
  .refine(({ SecretString, SecretBinary }) => (SecretString === undefined) !== (SecretBinary === undefined), {
    message: 'You must provide either SecretString or SecretBinary.',
  });

/**
 * The secrets of a stack, each in a file of `folder`. A secret that has no value yet is given its first one.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html
 */
export function createSecretService(options: {
  secrets: readonly SecretPlan[];
  folder: string;
  clock: Clock;
}): AwsService {
  const { clock, folder } = options;
  const secrets = options.secrets.map((plan) => ({ plan, store: createSecretStore(folder, plan.arn) }));
  for (const { plan, store } of secrets) {
    if (store.versions().length > 0) continue;
    store.add({ id: randomUUID(), text: firstValue(plan.generate), stages: [currentStage], createdAt: clock.now() });
  }
  const find: Find = (id, caller, action) => {
    const secret = secrets.find(({ plan }) => id === plan.arn || id === plan.name);
    if (secret === undefined) throw notFound("Secrets Manager can't find the specified secret.");
    authorise(caller, `secretsmanager:${action}`, secret.plan.arn);
    return secret;
  };
  return jsonService({
    signingName: 'secretsmanager',
    targetPrefix: 'secretsmanager',
    operations: { ...reading(find), PutSecretValue: putting(find, clock) },
  });
}

function reading(find: Find): Record<string, JsonOperation> {
  return {
    GetSecretValue: jsonOperation(getInput, ({ SecretId, VersionId, VersionStage }, caller) => {
      const { plan, store } = find(SecretId, caller, 'GetSecretValue');
      const stage = VersionStage ?? (VersionId === undefined ? currentStage : undefined);
      const version = store
        .versions()
        .find(({ id, stages }) => (VersionId ?? id) === id && (stage === undefined || stages.includes(stage)));
      if (version === undefined) {
        throw notFound(
          `Secrets Manager can't find the specified secret value for ${VersionId ?? `staging label: ${stage}`}`,
        );
      }
      return {
        ...identified(plan),
        VersionId: version.id,
        SecretString: version.text,
        SecretBinary: version.binary,
        VersionStages: version.stages,
        CreatedDate: version.createdAt / 1000,
      };
    }),
    DescribeSecret: jsonOperation(z.strictObject({ SecretId: z.string() }), ({ SecretId }, caller) => {
      const { plan, store } = find(SecretId, caller, 'DescribeSecret');
      const staged = store.versions().filter(({ stages }) => stages.length > 0);
      return {
        ...identified(plan),
        VersionIdsToStages: Object.fromEntries(staged.map(({ id, stages }) => [id, stages])),
      };
    }),
  };
}

function putting(find: Find, clock: Clock): JsonOperation {
  return jsonOperation(putInput, (input, caller) => {
    const { plan, store } = find(input.SecretId, caller, 'PutSecretValue');
    const version: SecretVersion = {
      id: input.ClientRequestToken ?? randomUUID(),
      text: input.SecretString,
      binary: input.SecretBinary,
      stages: [...new Set(input.VersionStages)],
      createdAt: clock.now(),
    };
    const known = store.versions().find(({ id }) => id === version.id);
    if (known === undefined) store.add(version);
    else if (known.text !== version.text || known.binary !== version.binary) {
      throw new AwsError(
        'ResourceExistsException',
        `You can't use ClientRequestToken ${version.id} because that value is already in use for a version of this secret.`,
      );
    }
    return { ...identified(plan), VersionId: version.id, VersionStages: (known ?? version).stages };
  });
}

function identified({ arn, name }: SecretPlan): { ARN: string; Name: string } {
  return { ARN: arn, Name: name };
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}
