import * as z from 'zod';
import { lambdaLimits, sqsLimits } from '../../limits.ts';
import type { EventSourcePlan, FunctionPlan, QueuePlan } from '../plan.ts';
import { nameless, resourceType } from '../resource-type.ts';
import type { TemplateReader } from '../template-reader.ts';
import { lambdaFunction } from './lambda-function.ts';

export const eventSourceMapping = resourceType({
  type: 'AWS::Lambda::EventSourceMapping',
  name: nameless,
  identify: (name) => ({ ref: name }),
  schema: z.strictObject({
    EventSourceArn: z.string(),
    FunctionName: z.string(),
    Enabled: z.boolean().default(true),
    // Larger batches would need a batching window.
    BatchSize: z.int().min(1).max(sqsLimits.receiveMaxMessages).default(10),
    FunctionResponseTypes: z.tuple([z.literal('ReportBatchItemFailures')]).optional(),
    ScalingConfig: z.strictObject({ MaximumConcurrency: z.int().min(2).max(1_000) }).optional(),
  }),
});

/** Functions that are fed from queues. Whether a function's role may read its queue shows when it is read. */
export function planEventSources(
  reader: TemplateReader,
  planned: { queues: readonly QueuePlan[]; functions: readonly FunctionPlan[] },
): EventSourcePlan[] {
  return reader.resources(eventSourceMapping).map(({ name, properties, refuse }) => {
    const { EventSourceArn: queueArn, FunctionName } = properties;
    const functionId =
      reader.find(lambdaFunction, { ref: FunctionName }) ?? reader.find(lambdaFunction, { arn: FunctionName });
    if (functionId === undefined) refuse(['FunctionName'], `${FunctionName} is no function of this template`);
    const fn = planned.functions.find(({ logicalId }) => logicalId === functionId);
    const queue = planned.queues.find(({ arn }) => arn === queueArn);
    if (queue === undefined) refuse(['EventSourceArn'], `${queueArn} is no queue of this template`);
    else if (fn !== undefined && queue.visibilityTimeoutS < fn.timeoutS) {
      refuse(['EventSourceArn'], `${queue.name} is visible again before ${fn.name} times out`);
    }
    return {
      name,
      queueArn,
      functionArn: fn?.arn ?? FunctionName,
      enabled: properties.Enabled,
      batchSize: properties.BatchSize,
      concurrency: properties.ScalingConfig?.MaximumConcurrency ?? lambdaLimits.pollersDefault,
      reportsFailures: properties.FunctionResponseTypes !== undefined,
    };
  });
}
