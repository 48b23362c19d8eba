import { metricNames } from '../../domain/names.ts';
import type { HttpApi } from '../api.ts';
import type { GatehouseFunction } from '../function.ts';
import { type AlarmDefinition, minuteS, ownMetric } from './definition.ts';

export function ofApi(api: GatehouseFunction, httpApi: HttpApi): AlarmDefinition[] {
  const ofGateway = (name: string) => ({ namespace: 'AWS/ApiGateway', name, dimensions: { ApiId: httpApi.id } });
  return [
    {
      name: 'gatehouse-api-errors',
      means: 'The API answers that something went wrong; guards cannot handle alerts',
      metric: ofGateway('5xx'),
      statistic: 'Sum',
      limit: { atLeast: 5 },
      periodS: 5 * minuteS,
    },
    {
      name: 'gatehouse-api-slow',
      means: 'One request in a hundred takes longer than three seconds',
      metric: ofGateway('Latency'),
      statistic: 'p99',
      limit: { atLeast: 3_000 },
      periodS: 5 * minuteS,
      periods: 3,
    },
    {
      name: 'gatehouse-api-throttles',
      means: 'Lambda holds the API back; requests are refused',
      metric: { namespace: 'AWS/Lambda', name: 'Throttles', dimensions: { FunctionName: api.functionName } },
      statistic: 'Sum',
      limit: { atLeast: 10 },
      periodS: 5 * minuteS,
    },
  ];
}

export function ofConsoles(authorizer: GatehouseFunction): AlarmDefinition[] {
  const watch = (metric: AlarmDefinition['metric'], atLeast: number) => ({
    metric,
    statistic: 'Sum',
    limit: { atLeast },
    periodS: 5 * minuteS,
  });
  const ofLambda = (name: string) => ({
    namespace: 'AWS/Lambda',
    name,
    dimensions: { FunctionName: authorizer.functionName },
  });
  return [
    {
      name: 'gatehouse-consoles-refused',
      means: 'Many connections of consoles are refused: their tokens are no good, or somebody is trying',
      ...watch(ownMetric(authorizer, metricNames.consolesRefused), 100),
    },
    {
      name: 'gatehouse-consoles-errors',
      means: 'Nobody can say whether consoles may connect, and so they may not; pages fall back to asking the API',
      ...watch(ofLambda('Errors'), 5),
    },
    {
      name: 'gatehouse-consoles-throttles',
      means: 'More consoles want to connect than Lambda lets us ask about',
      ...watch(ofLambda('Throttles'), 50),
    },
  ];
}

/** A tick that failed is made good by the next. */
export function ofEscalations(escalate: GatehouseFunction): AlarmDefinition[] {
  const watch = (name: string) => ({ metric: ownMetric(escalate, name), periodS: 5 * minuteS });
  return [
    {
      name: 'gatehouse-escalations-unheard',
      means: 'Nobody sees to an alert, and nobody of the rosters could be told',
      statistic: 'Sum',
      limit: { atLeast: 1 },
      ...watch(metricNames.escalationsUnheard),
    },
    {
      name: 'gatehouse-escalations-late',
      means: 'People are told two minutes late of alerts that nobody sees to',
      statistic: 'Maximum',
      limit: { atLeast: 2 * minuteS * 1_000 },
      ...watch(metricNames.escalationLatenessMs),
    },
    {
      name: 'gatehouse-messages-failed',
      means: 'Messages to phones, browsers or webhooks are not taken; those people are not told',
      statistic: 'Sum',
      limit: { atLeast: 5 },
      ...watch(metricNames.messagesFailed),
    },
    {
      name: 'gatehouse-escalate-errors',
      means: 'escalate keeps failing; nobody beside the guards hears of alerts',
      metric: { namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: escalate.functionName } },
      statistic: 'Sum',
      limit: { atLeast: 3 },
      periodS: 5 * minuteS,
    },
  ];
}
