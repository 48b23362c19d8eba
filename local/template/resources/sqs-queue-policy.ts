import * as z from 'zod';
import { resourcePolicySchema } from '../../policy/document.ts';
import { nameless, resourceType } from '../resource-type.ts';

/** Who may send to a queue or read it: its part of the plan is in sqs-queue.ts. */
export const queuePolicy = resourceType({
  type: 'AWS::SQS::QueuePolicy',
  name: nameless,
  identify: (name) => ({ ref: name }),
  schema: z.strictObject({ PolicyDocument: resourcePolicySchema, Queues: z.array(z.string()).min(1) }),
});
