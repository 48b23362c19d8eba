import * as z from 'zod';
import { iotArns } from '../../policy/arn.ts';
import { iotService } from '../../policy/services.ts';
import type { RolePlan, RuleActionPlan, RulePlan } from '../plan.ts';
import type { Path } from '../problems.ts';
import { resourceType } from '../resource-type.ts';
import type { TemplateReader } from '../template-reader.ts';
import { whyNotAssumed } from './iam-role.ts';
import { lambdaFunction } from './lambda-function.ts';
import { queue } from './sqs-queue.ts';

const action = z
  .strictObject({
    Lambda: z.strictObject({ FunctionArn: z.string() }).optional(),
    Sqs: z.strictObject({ QueueUrl: z.string(), RoleArn: z.string(), UseBase64: z.boolean() }).optional(),
  })
  .refine((kinds) => Object.keys(kinds).length === 1, 'an action is one of Lambda and Sqs');

export const topicRule = resourceType({
  type: 'AWS::IoT::TopicRule',
  // No hyphen: a rule's name stands in SQL and in the topics of Basic Ingest.
  name: { property: 'RuleName', pattern: /^[A-Za-z0-9_]+$/, lengthMax: 128, separator: '_' },
  identify: (name, place) => ({ ref: name, arn: iotArns(place).rule(name) }),
  schema: z.strictObject({
    TopicRulePayload: z.strictObject({
      Sql: z.string(),
      // Without it the dialect of 2015 would apply, which few expect.
      AwsIotSqlVersion: z.literal('2016-03-23'),
      RuleDisabled: z.boolean().optional(),
      Actions: z.array(action).min(1).max(10),
      ErrorAction: action.optional(),
    }),
  }),
});

export function planRules(reader: TemplateReader, roles: readonly RolePlan[]): RulePlan[] {
  return reader.resources(topicRule).map(({ name, arn, properties, refuse }) => {
    const { TopicRulePayload: payload } = properties;
    const planAction = (written: z.output<typeof action>, path: Path): RuleActionPlan[] => {
      for (const [property, message] of problemsOf(written, { reader, roles, ruleArn: arn })) {
        refuse(['TopicRulePayload', ...path, ...property], message);
      }
      return toPlan(written);
    };
    const [errorAction] = payload.ErrorAction === undefined ? [] : planAction(payload.ErrorAction, ['ErrorAction']);
    return {
      name,
      arn,
      sql: payload.Sql,
      sqlVersion: payload.AwsIotSqlVersion,
      enabled: payload.RuleDisabled !== true,
      actions: payload.Actions.flatMap((written, index) => planAction(written, ['Actions', index])),
      ...(errorAction === undefined ? {} : { errorAction }),
    };
  });
}

function toPlan({ Lambda, Sqs }: z.output<typeof action>): RuleActionPlan[] {
  if (Lambda !== undefined) return [{ kind: 'lambda', functionArn: Lambda.FunctionArn }];
  if (Sqs === undefined) return [];
  return [{ kind: 'sqs', queueUrl: Sqs.QueueUrl, useBase64: Sqs.UseBase64, roleArn: Sqs.RoleArn }];
}

/** Whether the function may be invoked is not asked here: without a permission the action fails when it runs. */
function* problemsOf(
  { Lambda, Sqs }: z.output<typeof action>,
  { reader, roles, ruleArn }: { reader: TemplateReader; roles: readonly RolePlan[]; ruleArn: string },
): Generator<[path: Path, message: string]> {
  if (Lambda !== undefined && reader.find(lambdaFunction, { arn: Lambda.FunctionArn }) === undefined) {
    yield [['Lambda', 'FunctionArn'], `${Lambda.FunctionArn} is no function of this template`];
  }
  if (Sqs === undefined) return;
  if (reader.find(queue, { ref: Sqs.QueueUrl }) === undefined) {
    yield [['Sqs', 'QueueUrl'], `${Sqs.QueueUrl} is no queue of this template`];
  }
  const source = { 'aws:SourceArn': ruleArn, 'aws:SourceAccount': reader.place.account };
  const why = whyNotAssumed(reader, roles, { roleArn: Sqs.RoleArn, service: iotService, source });
  if (why !== undefined) yield [['Sqs', 'RoleArn'], why];
}
