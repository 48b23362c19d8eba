import { type AlarmDefinition, minuteS } from './definition.ts';

export function tableThrottled(name: string, tableName: string): AlarmDefinition {
  return {
    name,
    means: 'DynamoDB refuses writes; they are tried again, and what does not get through ends in the failures queue',
    metric: { namespace: 'AWS/DynamoDB', name: 'WriteThrottleEvents', dimensions: { TableName: tableName } },
    statistic: 'Sum',
    limit: { atLeast: 100 },
    periodS: 5 * minuteS,
  };
}

export function ruleThrottled(name: string, ruleName: string): AlarmDefinition {
  return {
    name,
    means: 'IoT Core drops messages that it has acknowledged, because the rules engine is over its limit',
    metric: { namespace: 'AWS/IoT', name: 'RuleMessageThrottled', dimensions: { RuleName: ruleName } },
    statistic: 'Sum',
    limit: { atLeast: 1 },
    periodS: 5 * minuteS,
  };
}
