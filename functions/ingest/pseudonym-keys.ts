import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ingestLimits } from '../../domain/limits/functions.ts';
import { type PseudonymKeys, readPseudonymKeys } from '../../platform/pseudonym.ts';
import { createCached } from '../shared/cached.ts';
import type { Clock } from '../shared/clock.ts';
import type { Retry } from '../shared/retry.ts';

/** The keys, at most five minutes old; an operator adds a key for a day to come, so that none misses it. */
export type CurrentPseudonymKeys = (retry: Retry) => PseudonymKeys | Promise<PseudonymKeys>;

export function createPseudonymKeys(
  client: SecretsManagerClient,
  secretArn: string,
  clock: Clock,
): CurrentPseudonymKeys {
  return createCached(clock, ingestLimits.pseudonymKeyMaxAgeMs, async (retry: Retry) => {
    const { SecretString = '' } = await retry(() => client.send(new GetSecretValueCommand({ SecretId: secretArn })));
    return readPseudonymKeys(SecretString);
  });
}
