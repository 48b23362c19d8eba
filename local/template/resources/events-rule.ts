import * as z from 'zod';
import { formatArn } from '../../policy/arn.ts';
import type { SchedulePlan } from '../plan.ts';
import { namedBy, resourceType } from '../resource-type.ts';
import type { TemplateReader } from '../template-reader.ts';
import { lambdaFunction } from './lambda-function.ts';

const secondsPerUnit = { minute: 60, hour: 3_600, day: 86_400 } as const;

/** `rate(1 minute)`, `rate(5 minutes)`: EventBridge wants the plural exactly when it is not one. */
const rate = z.string().transform((expression, refusal) => {
  for (const [unit, seconds] of Object.entries(secondsPerUnit)) {
    if (expression === `rate(1 ${unit})`) return seconds;
    const count = new RegExp(`^rate\\(([1-9]\\d{0,5}) ${unit}s\\)$`).exec(expression)?.[1];
    if (count !== undefined && count !== '1') return Number(count) * seconds;
  }
  refusal.addIssue(`${expression} is not known to the local runtime, only a rate such as rate(5 minutes)`);
  return z.NEVER;
});

export const eventsRule = resourceType({
  type: 'AWS::Events::Rule',
  name: namedBy('Name', 64),
  identify: (name, place) => ({ ref: name, arn: formatArn(place, 'events', `rule/${name}`) }),
  schema: z.strictObject({
    ScheduleExpression: rate,
    State: z.enum(['ENABLED', 'DISABLED']),
    // With no Input, EventBridge would send an event of its own making.
    Targets: z.tuple([z.strictObject({ Arn: z.string(), Input: z.string() })]),
  }),
});

export function planSchedules(reader: TemplateReader): SchedulePlan[] {
  return reader.resources(eventsRule).map(({ name, arn, properties, refuse }) => {
    const [target] = properties.Targets;
    if (reader.find(lambdaFunction, { arn: target.Arn }) === undefined) {
      refuse(['Targets', 0, 'Arn'], `${target.Arn} is no function of this template`);
    }
    return {
      name,
      arn,
      everyS: properties.ScheduleExpression,
      enabled: properties.State === 'ENABLED',
      target: { functionArn: target.Arn, input: target.Input },
    };
  });
}
