import { createHmac } from 'node:crypto';
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ingestLimits } from '../../domain/limits/functions.ts';
import { createCached } from './cached.ts';
import type { Clock } from './clock.ts';
import type { Retry } from './retry.ts';

/**
 * The key that signs what a webhook is sent, in hexadecimal: made from one secret and the webhook's address, so that
 * nobody who receives messages can sign those of others.
 */
export type WebhookKeyOf = (webhook: string, retry: Retry) => Promise<string>;

export function createWebhookKeys(client: SecretsManagerClient, secretArn: string, clock: Clock): WebhookKeyOf {
  const current = createCached(clock, ingestLimits.pseudonymKeyMaxAgeMs, async (retry: Retry) => {
    const { SecretString = '' } = await retry(() => client.send(new GetSecretValueCommand({ SecretId: secretArn })));
    return SecretString;
  });
  return async (webhook, retry) =>
    createHmac('sha256', await current(retry))
      .update(webhook)
      .digest('hex');
}
