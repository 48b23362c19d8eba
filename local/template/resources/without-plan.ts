import * as z from 'zod';
import { formatArn } from '../../policy/arn.ts';
import { namedBy, resourceType } from '../resource-type.ts';
import type { TemplateReader } from '../template-reader.ts';

// Types of which nothing runs here. They are known because other resources refer to them; all their properties are
// in no-local-meaning.ts, so a new one is refused until somebody has said what it means.

export const logGroup = resourceType({
  type: 'AWS::Logs::LogGroup',
  name: { ...namedBy('LogGroupName', 512), pattern: /^[A-Za-z0-9_./#-]+$/ },
  identify: (name, place) => ({ ref: name, arn: formatArn(place, 'logs', `log-group:${name}:*`) }),
  schema: z.strictObject({}),
});

export const alarm = resourceType({
  type: 'AWS::CloudWatch::Alarm',
  name: { ...namedBy('AlarmName', 255), pattern: /^[^<>:&]+$/ },
  identify: (name, place) => ({ ref: name, arn: formatArn(place, 'cloudwatch', `alarm:${name}`) }),
  schema: z.strictObject({}),
});

/** Reads them for what is wrong with them. */
export function checkWithoutPlan(reader: TemplateReader): void {
  for (const type of [logGroup, alarm]) reader.resources(type);
}
