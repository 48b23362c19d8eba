import * as z from 'zod';
import { nameless, resourceType } from '../resource-type.ts';

/** How asynchronous invocations of a function are retried: its part of the plan is in lambda-function.ts. */
export const eventInvokeConfig = resourceType({
  type: 'AWS::Lambda::EventInvokeConfig',
  name: nameless,
  identify: (name) => ({ ref: name }),
  schema: z.strictObject({
    FunctionName: z.string(),
    // Versions and aliases of a function are not known.
    Qualifier: z.literal('$LATEST'),
    MaximumRetryAttempts: z.int().min(0).max(2),
    MaximumEventAgeInSeconds: z.int().min(60).max(21_600),
    DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) }).optional(),
  }),
});
