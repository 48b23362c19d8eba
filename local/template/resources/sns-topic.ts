import * as z from 'zod';
import { formatArn } from '../../policy/arn.ts';
import type { TopicPlan } from '../plan.ts';
import { namedBy, resourceType } from '../resource-type.ts';
import type { TemplateReader } from '../template-reader.ts';
import { attachPolicies } from './attached-policies.ts';
import { topicPolicy } from './sns-topic-policy.ts';

export const topic = resourceType({
  type: 'AWS::SNS::Topic',
  name: namedBy('TopicName', 256),
  identify: (name, place) => {
    const arn = formatArn(place, 'sns', name);
    return { ref: arn, arn, attributes: { TopicArn: arn, TopicName: name } };
  },
  schema: z.strictObject({}),
});

export function planTopics(reader: TemplateReader): TopicPlan[] {
  const policies = attachPolicies(reader, reader.resources(topicPolicy), {
    property: 'Topics',
    type: topic,
    read: ({ Topics, PolicyDocument }) => ({ targets: Topics, statements: PolicyDocument }),
  });
  return reader.resources(topic).map(({ logicalId, name, arn }) => {
    return { logicalId, name, arn, policy: policies.get(logicalId) ?? [] };
  });
}
