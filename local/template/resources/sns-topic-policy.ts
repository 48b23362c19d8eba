import * as z from 'zod';
import { resourcePolicySchema } from '../../policy/document.ts';
import { nameless, resourceType } from '../resource-type.ts';

/** Who may publish to a topic: its part of the plan is in sns-topic.ts. */
export const topicPolicy = resourceType({
  type: 'AWS::SNS::TopicPolicy',
  name: nameless,
  identify: (name) => ({ ref: name }),
  schema: z.strictObject({ PolicyDocument: resourcePolicySchema, Topics: z.array(z.string()).min(1) }),
});
