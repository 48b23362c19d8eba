import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { createCodePlatform } from '../../platform/codes.ts';
import { createLambda, createSecretsManager } from '../shared/aws-clients.ts';
import { alertingEnvironment, compose } from '../shared/compose.ts';
import { readEnvironment } from '../shared/environment.ts';
import { createLists } from '../shared/lists.ts';
import { createLeaveReceipt } from '../shared/receipts.ts';
import { createRetry } from '../shared/retry.ts';
import { createTellFindings } from '../shared/tell-findings.ts';
import { createIngest } from './ingest.ts';
import { createPassesStore } from './passes-store.ts';
import { createPseudonymKeys } from './pseudonym-keys.ts';

const environment = readEnvironment(
  ...alertingEnvironment,
  'passesTable',
  'pseudonymSecretArn',
  'findingsFunction',
  'timeZone',
);
const common = compose(environment);
const ingest = createIngest({
  ...common,
  timeZone: environment.timeZone,
  lists: createLists(common.state, common.clock),
  platform: createCodePlatform(),
  pseudonymKeys: createPseudonymKeys(createSecretsManager(), environment.pseudonymSecretArn, common.clock),
  passes: createPassesStore({ client: common.client, name: environment.passesTable }),
  leaveReceipt: createLeaveReceipt(common.state, common.clock),
  tellFindings: createTellFindings(createLambda(), environment.findingsFunction),
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
