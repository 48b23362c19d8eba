import type { QueuePlan } from '../../../../local/template/plan.ts';
import { account, arn } from './endpoint.ts';

const fourDaysS = 4 * 86_400;

/** A queue as SQS makes it by default. */
export function queuePlan(name: string, more: Partial<QueuePlan> = {}): QueuePlan {
  return {
    logicalId: name,
    name,
    arn: arn('sqs', name),
    url: `http://127.0.0.1:8790/${account}/${name}`,
    visibilityTimeoutS: 30,
    retentionS: fourDaysS,
    delayS: 0,
    policy: [],
    ...more,
  };
}
