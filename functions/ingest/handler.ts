import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { createAlerting } from '../shared/alerting.ts';
import { createAlertsStore } from '../shared/alerts-store.ts';
import { createDynamoDb, createIotData, createSecretsManager, createSns } from '../shared/aws-clients.ts';
import { systemClock } from '../shared/clock.ts';
import { createConfigs } from '../shared/configs.ts';
import { createDisabledGates } from '../shared/disabled-gates.ts';
import { readEnvironment } from '../shared/environment.ts';
import { createLog } from '../shared/log.ts';
import { createMetrics } from '../shared/metrics.ts';
import { createNotifyOperator } from '../shared/operator-notice.ts';
import { createPlaces } from '../shared/places.ts';
import { createPublishAlert } from '../shared/publisher.ts';
import { createQuarantine } from '../shared/quarantine.ts';
import { createQuarantineStore } from '../shared/quarantine-store.ts';
import { createRetry } from '../shared/retry.ts';
import { createIngest } from './ingest.ts';
import { createPassesStore } from './passes-store.ts';
import { createPseudonymKeys } from './pseudonym-keys.ts';

/** Invoked by the topic rule of the `passes` channel, asynchronously, with one message. */

const environment = readEnvironment('passesTable', 'stateTable', 'operatorTopicArn', 'pseudonymSecretArn', 'timeZone');
const clock = systemClock;
const client = createDynamoDb();
const state = { client, name: environment.stateTable };
const metrics = createMetrics();
const alerting = createAlerting({
  store: createAlertsStore(state),
  places: createPlaces(state, clock),
  publish: createPublishAlert(createIotData()),
  notifyOperator: createNotifyOperator(createSns(), environment.operatorTopicArn),
});

const ingest = createIngest({
  clock,
  timeZone: environment.timeZone,
  disabledGates: createDisabledGates(state, clock),
  configs: createConfigs(state),
  pseudonymKeys: createPseudonymKeys(createSecretsManager(), environment.pseudonymSecretArn, clock),
  passes: createPassesStore({ client, name: environment.passesTable }),
  alerting,
  quarantine: createQuarantine({ store: createQuarantineStore(state), state, alerting, log: createLog() }),
  metrics,
});

export const handler = middy<unknown, void>()
  .use(metrics.flush)
  .handler((event, context: Context) =>
    ingest(
      event,
      createRetry(clock, () => context.getRemainingTimeInMillis()),
    ),
  );
