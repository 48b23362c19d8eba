import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { ListVersions } from '../../domain/messages/lists.ts';
import { createDynamoDb, createIotData, createKms, createSns } from '../shared/aws-clients.ts';
import { systemClock } from '../shared/clock.ts';
import { readEnvironment } from '../shared/environment.ts';
import { createLog } from '../shared/log.ts';
import { createMetrics } from '../shared/metrics.ts';
import { createRetry } from '../shared/retry.ts';
import { createPublishLists } from './lists.ts';
import { createRefuse } from './refuse.ts';
import { createRetained } from './retained.ts';
import { createSigningKeys } from './signing-keys.ts';
import { createSources } from './sources.ts';
import { createVersionsStore } from './versions-store.ts';

const { stateTable, operatorTopicArn, signingKeyIds } = readEnvironment(
  'stateTable',
  'operatorTopicArn',
  'signingKeyIds',
);
const state = { client: createDynamoDb(), name: stateTable };
const common = { state, clock: systemClock, log: createLog(), metrics: createMetrics() };
const publishLists = createPublishLists({
  ...common,
  sources: createSources(state),
  signingKeys: createSigningKeys(createKms(), signingKeyIds.split(',')),
  versions: createVersionsStore(state),
  retained: createRetained(createIotData()),
  refuse: createRefuse({ ...common, sns: createSns(), operatorTopicArn }),
});

/** Invoked once a minute by the schedule, and by an operator's command that has changed something, with any event. */
export const handler = middy<unknown, ListVersions>()
  .use(common.metrics.flush)
  .handler((_event, context: Context) =>
    publishLists(createRetry(common.clock, () => context.getRemainingTimeInMillis())),
  );
