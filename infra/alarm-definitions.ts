import { metricNames, metricsNamespace, ruleNames } from '../domain/names.ts';
import type { HttpApi } from './api.ts';
import type { Failures } from './failures.ts';
import type { GatehouseFunction } from './function.ts';
import type { Storage } from './storage.ts';

export interface AlarmDefinition {
  /** The alarm's name, and the heading of its section in docs/runbook.md. */
  name: string;
  /** One line for whoever is woken by it. */
  means: string;
  metric: { namespace: string; name: string; dimensions: Record<string, string> };
  /** `Sum`, `Maximum` or a percentile such as `p99`. */
  statistic: string;
  /** Goes off when the statistic is at least, or with `atMost` at most, so much. */
  limit: { atLeast: number } | { atMost: number };
  periodS: number;
  /** So many periods in a row; 1 when absent. */
  periods?: number;
  /** Set where silence is the alarm; otherwise a period without data is a good one. */
  silenceIsBad?: boolean;
}

export interface Watched {
  ingest: GatehouseFunction;
  findings: GatehouseFunction;
  status: GatehouseFunction;
  lists: GatehouseFunction;
  audit: GatehouseFunction;
  reconcile: GatehouseFunction;
  api: GatehouseFunction;
  httpApi: HttpApi;
  guardAuthorizer: GatehouseFunction;
  failures: Failures;
  storage: Storage;
}

const minuteS = 60;
const hourS = 60 * minuteS;
const dayS = 24 * hourS;

/** Every alarm. What each means and what to do about it: docs/runbook.md, one section for each name. */
export function alarmDefinitions(watched: Watched): AlarmDefinition[] {
  return [
    ...ofFunction(watched.ingest, 'ingest'),
    ...ofFunction(watched.findings, 'findings'),
    ...ofFunction(watched.status, 'status'),
    ...ofLists(watched.lists),
    ...ofAudit(watched.audit),
    ...ofLedger(watched.reconcile),
    ...ofApi(watched.api, watched.httpApi),
    ...ofConsoles(watched.guardAuthorizer),
    ...ofTheWayOfAPass(watched.ingest, watched.status),
    ...ofFailures(watched.failures),
    ...ofQuarantine(watched.ingest, watched.status),
    tableThrottled('gatehouse-passes-throttled', watched.storage.passes.tableName),
    tableThrottled('gatehouse-state-throttled', watched.storage.state.tableName),
    ruleThrottled('gatehouse-passes-rule-throttled', ruleNames.passes),
    ruleThrottled('gatehouse-status-rule-throttled', ruleNames.status),
  ];
}

function ofFunction(fn: GatehouseFunction, name: string): AlarmDefinition[] {
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

function ofTheWayOfAPass(ingest: GatehouseFunction, status: GatehouseFunction): AlarmDefinition[] {
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

/** What makes `lists` fail also keeps it from saying that lists are current, and a tick that failed is made good by the next. */
function ofLists(lists: GatehouseFunction): AlarmDefinition[] {
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
function ofAudit(audit: GatehouseFunction): AlarmDefinition[] {
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
function ofLedger(reconcile: GatehouseFunction): AlarmDefinition[] {
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

function ofApi(api: GatehouseFunction, httpApi: HttpApi): AlarmDefinition[] {
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

function ofConsoles(authorizer: GatehouseFunction): AlarmDefinition[] {
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

function ofFailures(failures: Failures): AlarmDefinition[] {
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

function ofQuarantine(ingest: GatehouseFunction, status: GatehouseFunction): AlarmDefinition[] {
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

function tableThrottled(name: string, tableName: string): AlarmDefinition {
  return {
    name,
    means: 'DynamoDB refuses writes; they are tried again, and what does not get through ends in the failures queue',
    metric: { namespace: 'AWS/DynamoDB', name: 'WriteThrottleEvents', dimensions: { TableName: tableName } },
    statistic: 'Sum',
    limit: { atLeast: 100 },
    periodS: 5 * minuteS,
  };
}

function ruleThrottled(name: string, ruleName: string): AlarmDefinition {
  return {
    name,
    means: 'IoT Core drops messages that it has acknowledged, because the rules engine is over its limit',
    metric: { namespace: 'AWS/IoT', name: 'RuleMessageThrottled', dimensions: { RuleName: ruleName } },
    statistic: 'Sum',
    limit: { atLeast: 1 },
    periodS: 5 * minuteS,
  };
}

/** A metric that the function writes; its one dimension is the service, as Powertools for AWS Lambda has it. */
function ownMetric(fn: GatehouseFunction, name: string): AlarmDefinition['metric'] {
  return { namespace: metricsNamespace, name, dimensions: { service: fn.serviceName } };
}
