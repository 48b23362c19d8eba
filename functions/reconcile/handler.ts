import { randomUUID } from 'node:crypto';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { createCommands } from '../shared/commands.ts';
import { alertingEnvironment, compose } from '../shared/compose.ts';
import { readEnvironment } from '../shared/environment.ts';
import { createNonces } from '../shared/nonces.ts';
import { createRetry } from '../shared/retry.ts';
import { createClocksStore } from './clocks-store.ts';
import { createCursorsStore } from './cursors-store.ts';
import { createLedgersStore } from './ledgers-store.ts';
import { createSendMark } from './marks.ts';
import { createReconcile } from './reconcile.ts';

const environment = readEnvironment(...alertingEnvironment, 'passesTable', 'timeZone');
const common = compose(environment);
const { client, state, clock, iotData } = common;
const reconcile = createReconcile({
  ...common,
  passes: { client, name: environment.passesTable },
  timeZone: environment.timeZone,
  cursors: createCursorsStore(state),
  ledgers: createLedgersStore(state),
  clocks: createClocksStore(state),
  commands: createCommands({ state, clock, iotData, nonces: createNonces(state), newId: () => randomUUID() }),
  sendMark: createSendMark(iotData),
});

/** Invoked every five minutes by the schedule, with any event. */
export const handler = middy<unknown, void>()
  .use(common.metrics.flush)
  .handler((_event, context: Context) => {
    const remainingMs = () => context.getRemainingTimeInMillis();
    return reconcile(createRetry(common.clock, remainingMs), remainingMs);
  });
