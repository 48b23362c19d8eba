import type { Failures } from '../failures.ts';
import type { GatehouseFunction } from '../function.ts';
import { type AlarmDefinition, dayS, minuteS } from './definition.ts';

export function ofFunction(fn: GatehouseFunction, name: string): AlarmDefinition[] {
  const watch = (metricName: string) => ({
    metric: { namespace: 'AWS/Lambda', name: metricName, dimensions: { FunctionName: fn.functionName } },
    statistic: 'Sum',
    periodS: 5 * minuteS,
  });
  return [
    {
      name: `gatehouse-${name}-errors`,
      means: `${name} keeps failing; what fails three times goes into the failures queue`,
      limit: { atLeast: 5 },
      ...watch('Errors'),
    },
    {
      name: `gatehouse-${name}-throttles`,
      means: `Lambda holds ${name} back; messages wait, up to the age that they may have`,
      limit: { atLeast: 10 },
      ...watch('Throttles'),
    },
    {
      name: `gatehouse-${name}-undelivered`,
      means: `A failed message of ${name} could not be put into the failures queue and is lost`,
      limit: { atLeast: 1 },
      ...watch('DestinationDeliveryFailures'),
    },
  ];
}

export function ofFailures(failures: Failures): AlarmDefinition[] {
  const watch = (metricName: string) => ({
    metric: { namespace: 'AWS/SQS', name: metricName, dimensions: { QueueName: failures.queue.queueName } },
    statistic: 'Maximum',
    periodS: 5 * minuteS,
  });
  return [
    {
      name: 'gatehouse-failures-not-empty',
      means: 'Messages wait in the failures queue to be looked at and put through again',
      limit: { atLeast: 1 },
      ...watch('ApproximateNumberOfMessagesVisible'),
    },
    {
      name: 'gatehouse-failures-old',
      means: 'A message has been in the failures queue for ten days; after fourteen SQS deletes it',
      limit: { atLeast: 10 * dayS },
      ...watch('ApproximateAgeOfOldestMessage'),
    },
  ];
}
