import { metricNames } from '../../domain/names.ts';
import type { GatehouseFunction } from '../function.ts';
import { type AlarmDefinition, hourS, minuteS, ownMetric } from './definition.ts';

/** What makes `lists` fail also keeps it from saying that lists are current, and a tick that failed is made good by the next. */
export function ofLists(lists: GatehouseFunction): AlarmDefinition[] {
  return [
    {
      name: 'gatehouse-lists-refused',
      means:
        'A list would be too long for gates to take; they keep the last good one, and new revocations do not reach them',
      metric: ownMetric(lists, metricNames.listsRefused),
      statistic: 'Sum',
      limit: { atLeast: 1 },
      periodS: 5 * minuteS,
    },
    {
      name: 'gatehouse-lists-silent',
      means: 'No gate was told for a quarter of an hour that its lists are current',
      metric: ownMetric(lists, metricNames.listsIndexed),
      statistic: 'Sum',
      limit: { atMost: 0 },
      periodS: 15 * minuteS,
      silenceIsBad: true,
    },
  ];
}

/** Nothing waits for an audit, and a tick that failed is made good by the next. */
export function ofAudit(audit: GatehouseFunction): AlarmDefinition[] {
  return [
    {
      name: 'gatehouse-audit-overdue',
      means: 'Communities are not audited for more than a day; gates that lie or drift are not noticed there',
      metric: ownMetric(audit, metricNames.auditsOverdue),
      statistic: 'Sum',
      limit: { atLeast: 1 },
      periodS: hourS,
      periods: 3,
    },
    {
      name: 'gatehouse-audit-cut',
      means: 'A community has more passes in a day than are audited; the rest of that day goes unnoticed',
      metric: ownMetric(audit, metricNames.auditsCut),
      statistic: 'Sum',
      limit: { atLeast: 1 },
      periodS: hourS,
    },
  ];
}

/** A tick that failed is made good by the next. */
export function ofLedger(reconcile: GatehouseFunction): AlarmDefinition[] {
  return [
    {
      name: 'gatehouse-ledger-behind',
      means: 'The ledgers of gates are half an hour behind: lost passes go unnoticed, and gates keep what is stored',
      metric: ownMetric(reconcile, metricNames.ledgerAgeMs),
      statistic: 'Maximum',
      limit: { atLeast: 30 * minuteS * 1_000 },
      periodS: 15 * minuteS,
      periods: 2,
      silenceIsBad: true,
    },
    {
      // One gate has an alert of its own; many at once lose passes on a way that they share.
      name: 'gatehouse-passes-missing',
      means: 'Passes of ten gates or more were acknowledged and have not arrived, within a quarter of an hour',
      metric: ownMetric(reconcile, metricNames.gatesMissingPasses),
      statistic: 'Sum',
      limit: { atLeast: 10 },
      periodS: 15 * minuteS,
    },
    {
      name: 'gatehouse-passes-given-up',
      means: 'Passes are lost: their gates were asked for them in vain',
      metric: ownMetric(reconcile, metricNames.passesGivenUp),
      statistic: 'Sum',
      limit: { atLeast: 1 },
      periodS: hourS,
    },
    {
      name: 'gatehouse-ledger-full',
      means: 'A gate skips so many numbers that its ledger has no room for more',
      metric: ownMetric(reconcile, metricNames.receiptsNotTaken),
      statistic: 'Sum',
      limit: { atLeast: 1 },
      periodS: hourS,
    },
  ];
}
