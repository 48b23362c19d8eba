import { GatehouseError } from '../../domain/errors.ts';
import { requestLimits } from '../../domain/limits/functions.ts';
import type { Clock } from './clock.ts';

/** Runs a request to AWS, and runs it again while that can help. Made anew for each invocation. */
export type Retry = <T>(request: () => Promise<T>) => Promise<T>;

/** Thrown inside a `Retry` by a request that was done in part: the rest is worth another try. */
export class UnfinishedError extends GatehouseError {
  override readonly name = 'UnfinishedError';
}

/**
 * A bounded number of tries with exponential back-off and full jitter. Lambda's own first retry waits a minute,
 * which is too long for an alert; but no try begins for which the invocation has no time left.
 */
export function createRetry(clock: Clock, remainingMs: () => number): Retry {
  return async (request) => {
    for (let tries = 1; ; tries++) {
      try {
        return await request();
      } catch (error) {
        const pauseMs = clock.random() * Math.min(requestLimits.retryMaxMs, requestLimits.retryBaseMs * 2 ** tries);
        const noTimeLeft = remainingMs() < pauseMs + requestLimits.retryNeedsMs;
        if (!isTransient(error) || tries === requestLimits.triesMax || noTimeLeft) throw error;
        await clock.sleep(pauseMs);
      }
    }
  };
}

/** Status 400, and yet a question of time. */
const throttlingErrors = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
]);

const networkErrors = new Set(['EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT']);

/** Throttling, network, 5xx: what passes by itself. A lack of permission does not. */
function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof UnfinishedError || error.name === 'TimeoutError') return true;
  if (throttlingErrors.has(error.name)) return true;
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code === 'string' && networkErrors.has(code)) return true;
  const metadata: unknown = Reflect.get(error, '$metadata');
  const status: unknown =
    typeof metadata === 'object' && metadata ? Reflect.get(metadata, 'httpStatusCode') : undefined;
  return typeof status === 'number' && (status >= 500 || status === 429);
}
