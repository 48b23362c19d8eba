import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { createDynamoDb } from '../shared/aws-clients.ts';
import { systemClock } from '../shared/clock.ts';
import { readEnvironment } from '../shared/environment.ts';
import { createLog } from '../shared/log.ts';
import { createMetrics } from '../shared/metrics.ts';
import { createRetry } from '../shared/retry.ts';
import { createSessions } from '../shared/sessions.ts';
import { type Answer, createAuthorize } from './authorize.ts';
import { createCheckToken } from './check-token.ts';
import { createIssuerKeys } from './issuer-keys.ts';
import { createFindPlaces } from './places-store.ts';

const environment = readEnvironment('stateTable', 'tokenIssuer', 'tokenAudience');
const clock = systemClock;
const state = { client: createDynamoDb(), name: environment.stateTable };
const metrics = createMetrics();
const log = createLog();
const expected = { issuer: environment.tokenIssuer, audience: environment.tokenAudience };
const authorize = createAuthorize({
  checkToken: createCheckToken(expected, createIssuerKeys(expected.issuer, clock)),
  findPlaces: createFindPlaces(state),
  sessions: createSessions(state),
});

/** Invoked by IoT Core when a console connects. Who is refused learns nothing; the log learns the reason. */
export const handler = middy<unknown, Answer>()
  .use(metrics.flush)
  .handler(async (event, context: Context) => {
    const iotArn = arnLike(context.invokedFunctionArn);
    const retry = createRetry(clock, () => context.getRemainingTimeInMillis());
    const answer = await authorize(event, { iotArn, nowMs: clock.now(), retry });
    if (!('refused' in answer)) return answer;
    log.warn('a console was refused', { reason: answer.refused });
    metrics.count('consolesRefused', 1);
    return { isAuthenticated: false };
  });

/** Clients and topics are where this function is: `arn:aws:iot:us-east-1:123456789012:`. */
function arnLike(functionArn: string): string {
  const [arn, partition, , region, account] = functionArn.split(':');
  return `${[arn, partition, 'iot', region, account].join(':')}:`;
}
