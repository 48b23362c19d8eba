import * as z from 'zod';
import { formatArn } from '../../policy/arn.ts';
import type { QueuePlan } from '../plan.ts';
import { namedBy, resourceType } from '../resource-type.ts';
import type { TemplateReader } from '../template-reader.ts';
import { attachPolicies } from './attached-policies.ts';
import { queuePolicy } from './sqs-queue-policy.ts';

export const queue = resourceType({
  type: 'AWS::SQS::Queue',
  name: namedBy('QueueName', 80),
  identify: (name, place) => ({
    // The SDK sends to whatever host the URL names, so it has to be the local one.
    ref: `http://127.0.0.1:${place.awsPort}/${place.account}/${name}`,
    arn: formatArn(place, 'sqs', name),
    attributes: { QueueName: name },
  }),
  schema: z.strictObject({
    VisibilityTimeout: z.int().min(0).max(43_200).default(30),
    MessageRetentionPeriod: z.int().min(60).max(1_209_600).default(345_600),
    DelaySeconds: z.int().min(0).max(900).default(0),
    RedrivePolicy: z
      .strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.int().min(1).max(1_000) })
      .optional(),
  }),
});

export function planQueues(reader: TemplateReader): QueuePlan[] {
  const policies = attachPolicies(reader, reader.resources(queuePolicy), {
    property: 'Queues',
    type: queue,
    read: ({ Queues, PolicyDocument }) => ({ targets: Queues, statements: PolicyDocument }),
  });
  return reader.resources(queue).map(({ logicalId, name, ref, arn, properties, refuse }) => {
    const redrive = properties.RedrivePolicy;
    if (redrive !== undefined && reader.find(queue, { arn: redrive.deadLetterTargetArn }) === undefined) {
      refuse(['RedrivePolicy', 'deadLetterTargetArn'], `${redrive.deadLetterTargetArn} is no queue of this template`);
    }
    return {
      logicalId,
      name,
      arn,
      url: ref,
      visibilityTimeoutS: properties.VisibilityTimeout,
      retentionS: properties.MessageRetentionPeriod,
      delayS: properties.DelaySeconds,
      ...(redrive === undefined
        ? {}
        : { deadLetter: { targetArn: redrive.deadLetterTargetArn, maxReceives: redrive.maxReceiveCount } }),
      policy: policies.get(logicalId) ?? [],
    };
  });
}
