import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { alertingEnvironment, compose } from '../shared/compose.ts';
import { readEnvironment } from '../shared/environment.ts';
import { createRetry } from '../shared/retry.ts';
import { createAudit } from './audit.ts';
import { createCommunitiesStore } from './communities-store.ts';
import { createReadDay } from './day-passes.ts';
import { createReplaysStore } from './replays-store.ts';

const environment = readEnvironment(...alertingEnvironment, 'passesTable', 'timeZone');
const common = compose(environment);
const audit = createAudit({
  ...common,
  readDay: createReadDay({ client: common.client, name: environment.passesTable }),
  replays: createReplaysStore(common.state),
  communities: createCommunitiesStore(common.state),
  timeZone: environment.timeZone,
});

/** Invoked once a minute by the schedule, with any event. */
export const handler = middy<unknown, void>()
  .use(common.metrics.flush)
  .handler((_event, context: Context) => {
    const remainingMs = () => context.getRemainingTimeInMillis();
    return audit(createRetry(common.clock, remainingMs), remainingMs);
  });
