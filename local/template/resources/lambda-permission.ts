import * as z from 'zod';
import { nameless, resourceType } from '../resource-type.ts';

/** Who may invoke a function: its part of the plan is in lambda-function.ts. */
export const permission = resourceType({
  type: 'AWS::Lambda::Permission',
  name: nameless,
  identify: (name) => ({ ref: name }),
  schema: z.strictObject({
    Action: z.literal('lambda:InvokeFunction'),
    FunctionName: z.string(),
    Principal: z.string().regex(/^[a-z0-9-]+\.amazonaws\.com$/, 'is no service such as iot.amazonaws.com'),
    SourceArn: z.string().optional(),
  }),
});
