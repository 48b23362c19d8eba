import { metricNames } from '../../domain/names.ts';
import type { GatehouseFunction } from '../function.ts';
import { type AlarmDefinition, hourS, minuteS, ownMetric } from './definition.ts';

export function ofTheWayOfAPass(ingest: GatehouseFunction, status: GatehouseFunction): AlarmDefinition[] {
  return [
    {
      name: 'gatehouse-ingest-age',
      means: 'Passes take more than a minute from the broker to the table; guards hear of alerts late',
      metric: ownMetric(ingest, metricNames.ingestAgeMs),
      statistic: 'p99',
      limit: { atLeast: 60_000 },
      periodS: 5 * minuteS,
    },
    {
      name: 'gatehouse-no-passes',
      means: 'Not one pass was stored for two hours',
      metric: ownMetric(ingest, metricNames.passesStored),
      statistic: 'Sum',
      limit: { atMost: 0 },
      periodS: hourS,
      periods: 2,
      silenceIsBad: true,
    },
    {
      // Gates send one every ten minutes, by night too: the quickest sign that the whole path is down.
      name: 'gatehouse-no-heartbeats',
      means: 'No gate at all has sent a heartbeat for half an hour',
      metric: ownMetric(status, metricNames.heartbeats),
      statistic: 'Sum',
      limit: { atMost: 0 },
      periodS: 15 * minuteS,
      periods: 2,
      silenceIsBad: true,
    },
    {
      // One gate has an alert of its own; many at once are not a matter of gates.
      name: 'gatehouse-gates-offline',
      means: 'Ten gates or more were found to be offline within five minutes',
      metric: ownMetric(status, metricNames.gatesOffline),
      statistic: 'Sum',
      limit: { atLeast: 10 },
      periodS: 5 * minuteS,
    },
  ];
}

export function ofQuarantine(ingest: GatehouseFunction, status: GatehouseFunction): AlarmDefinition[] {
  const count = (fn: GatehouseFunction, metricName: string, atLeast: number) => ({
    metric: ownMetric(fn, metricName),
    statistic: 'Sum',
    limit: { atLeast },
    periodS: 15 * minuteS,
  });
  return [
    {
      name: 'gatehouse-passes-quarantined',
      means: 'Many passes cannot be understood and go into quarantine one by one',
      ...count(ingest, metricNames.passesQuarantined, 100),
    },
    {
      name: 'gatehouse-messages-quarantined',
      means: 'Many messages cannot be understood at all and go into quarantine whole',
      ...count(ingest, metricNames.messagesQuarantined, 25),
    },
    {
      name: 'gatehouse-heartbeats-quarantined',
      means: 'Many heartbeats cannot be understood; their gates will look offline',
      ...count(status, metricNames.messagesQuarantined, 25),
    },
    {
      name: 'gatehouse-messages-refused',
      means: 'Messages come from gates that are disabled or are not who their topic says',
      ...count(ingest, metricNames.messagesRefused, 25),
    },
  ];
}
