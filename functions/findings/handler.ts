import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { alertingEnvironment, compose } from '../shared/compose.ts';
import { readEnvironment } from '../shared/environment.ts';
import { createRetry } from '../shared/retry.ts';
import { createFindings } from './findings.ts';
import { createFirstUses } from './first-uses.ts';
import { createNeighbours } from './neighbours.ts';
import { createFindPosition } from './positions.ts';

const environment = readEnvironment(...alertingEnvironment, 'passesTable');
const common = compose(environment);
const findings = createFindings({
  ...common,
  neighbours: createNeighbours({ client: common.client, name: environment.passesTable }),
  findPosition: createFindPosition(common.state, common.clock),
  firstUses: createFirstUses(common.state, common.clock),
});

/** Invoked by `ingest`, asynchronously, with the passes of one message that are worth a look. */
export const handler = middy<unknown, void>()
  .use(common.metrics.flush)
  .handler((event, context: Context) =>
    findings(
      event,
      createRetry(common.clock, () => context.getRemainingTimeInMillis()),
    ),
  );
