import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { AlarmDefinition } from './definition.ts';
import { alarmDefinitions, type Watched } from './every-alarm.ts';

/** The alarms, all of which go to the operators' topic: when they go off, and when they are over. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, props: { watched: Watched; topic: sns.Topic }) {
    super(scope, id);
    for (const definition of alarmDefinitions(props.watched)) this.alarm(definition, props.topic.topicArn);
  }

  private alarm(definition: AlarmDefinition, topicArn: string): void {
    const { name, metric, limit } = definition;
    new cloudwatch.CfnAlarm(this, name, {
      alarmName: name,
      alarmDescription: `${definition.means}. What to do: docs/runbook.md, section ${name}.`,
      namespace: metric.namespace,
      metricName: metric.name,
      dimensions: Object.entries(metric.dimensions).map(([key, value]) => ({ name: key, value })),
      ...statistic(definition.statistic),
      period: definition.periodS,
      evaluationPeriods: definition.periods ?? 1,
      threshold: 'atLeast' in limit ? limit.atLeast : limit.atMost,
      comparisonOperator: 'atLeast' in limit ? 'GreaterThanOrEqualToThreshold' : 'LessThanOrEqualToThreshold',
      treatMissingData: definition.silenceIsBad ? 'breaching' : 'notBreaching',
      alarmActions: [topicArn],
      okActions: [topicArn],
    });
  }
}

/** CloudFormation has a property for simple statistics and another for percentiles. */
function statistic(name: string): { statistic: string } | { extendedStatistic: string } {
  return name.startsWith('p') ? { extendedStatistic: name } : { statistic: name };
}
