import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { createSecretsManager } from '../shared/aws-clients.ts';
import { compose } from '../shared/compose.ts';
import { readEnvironment } from '../shared/environment.ts';
import { createRetry } from '../shared/retry.ts';
import { createIngest } from './ingest.ts';
import { createPassesStore } from './passes-store.ts';
import { createPseudonymKeys } from './pseudonym-keys.ts';

const environment = readEnvironment('passesTable', 'stateTable', 'operatorTopicArn', 'pseudonymSecretArn', 'timeZone');
const common = compose(environment);
const ingest = createIngest({
  ...common,
  timeZone: environment.timeZone,
  pseudonymKeys: createPseudonymKeys(createSecretsManager(), environment.pseudonymSecretArn, common.clock),
  passes: createPassesStore({ client: common.client, name: environment.passesTable }),
});

/** Invoked by the topic rule of the `passes` channel, asynchronously, with one message. */
export const handler = middy<unknown, void>()
  .use(common.metrics.flush)
  .handler((event, context: Context) =>
    ingest(
      event,
      createRetry(common.clock, () => context.getRemainingTimeInMillis()),
    ),
  );
