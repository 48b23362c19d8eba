import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { alertingEnvironment, compose } from '../shared/compose.ts';
import { readEnvironment } from '../shared/environment.ts';
import { createNonces } from '../shared/nonces.ts';
import { createLeaveReceipt } from '../shared/receipts.ts';
import { createRetry } from '../shared/retry.ts';
import { createAnswersStore } from './answers-store.ts';
import { createGatesStore } from './gates-store.ts';
import { createStatus } from './status.ts';

const common = compose(readEnvironment(...alertingEnvironment));
const status = createStatus({
  ...common,
  gates: createGatesStore(common.state),
  nonces: createNonces(common.state),
  answers: createAnswersStore(common.state),
  leaveReceipt: createLeaveReceipt(common.state, common.clock),
});

/** Invoked by the topic rules of the `status` and `replies` channels and of presence events, and once a minute by the schedule. */
export const handler = middy<unknown, void>()
  .use(common.metrics.flush)
  .handler((event, context: Context) => {
    const remainingMs = () => context.getRemainingTimeInMillis();
    return status(event, createRetry(common.clock, remainingMs), remainingMs);
  });
