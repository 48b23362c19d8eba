import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { formatArn } from '../../policy/arn.ts';
import { lambdaService } from '../../policy/services.ts';
import type { Assembly } from '../assembly.ts';
import type { FunctionPlan, RolePlan } from '../plan.ts';
import { namedBy, resourceType } from '../resource-type.ts';
import type { Resource, TemplateReader } from '../template-reader.ts';
import { whyNotAssumed } from './iam-role.ts';
import { eventInvokeConfig } from './lambda-event-invoke-config.ts';
import { permission } from './lambda-permission.ts';
import { queue } from './sqs-queue.ts';

/** Names that Lambda keeps for itself. */
const reservedVariable = /^(AWS_|LAMBDA_|_HANDLER$|_X_AMZN_)/;

const variables = z.record(z.string(), z.string()).superRefine((values, refusal) => {
  for (const name of Object.keys(values)) {
    const refuse = (message: string) => refusal.addIssue({ code: 'custom', path: [name], message });
    if (reservedVariable.test(name)) refuse('is a variable that Lambda sets');
    else if (!/^[A-Za-z][A-Za-z0-9_]+$/.test(name)) refuse('is no name of a variable');
  }
});

export const lambdaFunction = resourceType({
  type: 'AWS::Lambda::Function',
  name: namedBy('FunctionName', 64),
  identify: (name, place) => ({ ref: name, arn: formatArn(place, 'lambda', `function:${name}`) }),
  schema: z.strictObject({
    // The runtime is the Node that runs this.
    Runtime: z.literal('nodejs24.x'),
    Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
    Handler: z.string().regex(/^[^.\s]+\.[^.\s]+$/, 'is not of the form file.export'),
    MemorySize: z.int().min(128).max(10_240),
    Timeout: z.int().min(1).max(900),
    ReservedConcurrentExecutions: z.int().min(0).optional(),
    Environment: z.strictObject({ Variables: variables }).optional(),
    Role: z.string(),
  }),
});

type WrittenFunction = Resource<z.output<typeof lambdaFunction.schema>> & { arn: string };

/** What Lambda does with a function for which the template says nothing about asynchronous invocations. */
const asynchronousDefaults: FunctionPlan['asynchronous'] = { maxRetries: 2, maxAgeS: 21_600 };

export function planFunctions(
  reader: TemplateReader,
  given: { roles: readonly RolePlan[]; folderOf: Assembly['folderOf'] },
): FunctionPlan[] {
  const permissions = planPermissions(reader);
  const asynchronous = planAsynchronous(reader);
  return reader.resources(lambdaFunction).map((written) => {
    const { logicalId, name, arn, properties } = written;
    const why = whyNotAssumed(reader, given.roles, { roleArn: properties.Role, service: lambdaService, source: {} });
    if (why !== undefined) written.refuse(['Role'], why);
    return {
      logicalId,
      name,
      arn,
      handler: properties.Handler,
      codeDirectory: findCode(written, given.folderOf),
      environment: properties.Environment?.Variables ?? {},
      memoryMb: properties.MemorySize,
      timeoutS: properties.Timeout,
      ...(properties.ReservedConcurrentExecutions === undefined
        ? {}
        : { reservedConcurrency: properties.ReservedConcurrentExecutions }),
      roleArn: properties.Role,
      asynchronous: asynchronous.get(logicalId) ?? asynchronousDefaults,
      permissions: permissions.get(logicalId) ?? [],
    };
  });
}

function findCode({ properties, refuse }: WrittenFunction, folderOf: Assembly['folderOf']): string {
  const { S3Bucket: bucket, S3Key: key } = properties.Code;
  const folder = folderOf({ bucket, key });
  if (folder === undefined) {
    refuse(['Code'], `${key} in ${bucket} is no asset of this app`);
    return '';
  }
  const [file = ''] = properties.Handler.split('.');
  if (!['.mjs', '.js', '.cjs'].some((extension) => existsSync(join(folder, file + extension)))) {
    refuse(['Handler'], `there is no ${file}.mjs in the asset ${folder}`);
  }
  return folder;
}

function planPermissions(reader: TemplateReader): Map<string, FunctionPlan['permissions']> {
  const byFunction = new Map<string, FunctionPlan['permissions']>();
  for (const { properties, refuse } of reader.resources(permission)) {
    const { FunctionName, Principal, SourceArn } = properties;
    const logicalId = findFunction(reader, FunctionName, refuse);
    if (logicalId === undefined) continue;
    const planned = {
      principal: Principal,
      ...(SourceArn === undefined ? {} : { sourceArn: SourceArn }),
    };
    byFunction.set(logicalId, [...(byFunction.get(logicalId) ?? []), planned]);
  }
  return byFunction;
}

function planAsynchronous(reader: TemplateReader): Map<string, FunctionPlan['asynchronous']> {
  const byFunction = new Map<string, FunctionPlan['asynchronous']>();
  for (const { properties, refuse } of reader.resources(eventInvokeConfig)) {
    const logicalId = findFunction(reader, properties.FunctionName, refuse);
    if (logicalId === undefined) continue;
    if (byFunction.has(logicalId)) refuse(['FunctionName'], 'the function has two of these');
    const onFailureArn = properties.DestinationConfig?.OnFailure.Destination;
    if (onFailureArn !== undefined && reader.find(queue, { arn: onFailureArn }) === undefined) {
      refuse(['DestinationConfig', 'OnFailure', 'Destination'], `${onFailureArn} is no queue of this template`);
    }
    byFunction.set(logicalId, {
      maxRetries: properties.MaximumRetryAttempts,
      maxAgeS: properties.MaximumEventAgeInSeconds,
      ...(onFailureArn === undefined ? {} : { onFailureArn }),
    });
  }
  return byFunction;
}

function findFunction(reader: TemplateReader, nameOrArn: string, refuse: WrittenFunction['refuse']) {
  const found = reader.find(lambdaFunction, { ref: nameOrArn }) ?? reader.find(lambdaFunction, { arn: nameOrArn });
  if (found === undefined) refuse(['FunctionName'], `${nameOrArn} is no function of this template`);
  return found;
}
