// Goal: a secret has its first value made once, keeps it over restarts, and moves its stages as Secrets Manager does.
// Method: the real client over loopback; the files are looked at for their modes.
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { expect, test } from 'vitest';
import { createSecretService } from '../../../../local/aws/secrets/service.ts';
import type { SecretPlan } from '../../../../local/template/plan.ts';
import { allow, arn, clientConfig, startEndpoint, temporaryFolder, worker, workerKey } from './endpoint.ts';
import { createManualClock } from './manual-clock.ts';

const secretArn = arn('secretsmanager', 'secret:pseudonym-AbCdEf');
const SecretId = secretArn;

async function startSecrets({
  folder = temporaryFolder(),
  generate = { length: 43, excludePunctuation: true },
}: {
  folder?: string;
  generate?: SecretPlan['generate'];
} = {}) {
  const secrets = [{ logicalId: 'S', name: 'pseudonym', arn: secretArn, generate }];
  const service = createSecretService({ secrets, folder, clock: createManualClock() });
  const asWorker = worker(allow(['secretsmanager:GetSecretValue'], [secretArn]));
  const { endpoint, lines } = await startEndpoint([service], { asWorker });
  const client = new SecretsManagerClient(clientConfig(endpoint));
  const get = (more: object = {}) => client.send(new GetSecretValueCommand({ SecretId, ...more }));
  const put = (SecretString: string, more: object = {}) =>
    client.send(new PutSecretValueCommand({ SecretId, SecretString, ...more }));
  return { folder, client, endpoint, lines, get, put };
}

test('the first value is made once, as the template says, in a file for its owner only', async () => {
  const first = await startSecrets();
  const value = await first.get();
  expect(value).toMatchObject({ ARN: secretArn, Name: 'pseudonym', VersionStages: ['AWSCURRENT'] });
  expect(value.SecretString).toMatch(/^[A-Za-z0-9]{43}$/);
  for (const file of readdirSync(first.folder)) expect(statSync(join(first.folder, file)).mode & 0o777).toBe(0o600);
  const second = await startSecrets({ folder: first.folder });
  expect((await second.get({ SecretId: 'pseudonym' })).SecretString).toBe(value.SecretString);
});

test('a generated value goes under its key into the template of the secret', async () => {
  const generate = { length: 32, excludePunctuation: false, template: '{"algorithm":"sha256"}', key: 'value' };
  const { get } = await startSecrets({ generate });
  const value = JSON.parse((await get()).SecretString ?? '');
  expect(value).toEqual({ algorithm: 'sha256', value: expect.stringMatching(/^[\x21-\x7e]{32}$/) });
});

test('a new value becomes current and the one before it previous', async () => {
  const { client, get, put } = await startSecrets();
  const first = await get();
  const second = await put('two');
  const third = await put('three');
  expect((await get()).SecretString).toBe('three');
  expect((await get({ VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('two');
  const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId }));
  expect(VersionIdsToStages).toEqual({
    [third.VersionId ?? '']: ['AWSCURRENT'],
    [second.VersionId ?? '']: ['AWSPREVIOUS'],
  });
  expect((await get({ VersionId: first.VersionId })).SecretString).toBe(first.SecretString);
});

test('a stage of its own leaves the current value alone, and the same token twice is one version', async () => {
  const { get, put } = await startSecrets();
  const current = (await get()).SecretString;
  const ClientRequestToken = '0123456789abcdef0123456789abcdef';
  await put('pending', { VersionStages: ['AWSPENDING'], ClientRequestToken });
  await put('pending', { VersionStages: ['AWSPENDING'], ClientRequestToken });
  expect((await get()).SecretString).toBe(current);
  expect((await get({ VersionStage: 'AWSPENDING' })).SecretString).toBe('pending');
  await expect(put('other', { ClientRequestToken })).rejects.toMatchObject({ name: 'ResourceExistsException' });
});

test('what is not there, not allowed or not supported is refused', async () => {
  const { client, get, endpoint, lines } = await startSecrets();
  await expect(get({ SecretId: 'other' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(get({ VersionStage: 'NOPE' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(client.send(new ListSecretsCommand({}))).rejects.toThrow('secretsmanager:ListSecrets is not supported');
  const asWorker = new SecretsManagerClient(clientConfig(endpoint, workerKey));
  await asWorker.send(new GetSecretValueCommand({ SecretId }));
  const denied = asWorker.send(new PutSecretValueCommand({ SecretId, SecretString: 'mine' }));
  await expect(denied).rejects.toMatchObject({ name: 'AccessDeniedException' });
  expect(lines.join()).toContain(`secretsmanager:PutSecretValue ${secretArn}`);
});

test('a broken file is one clear line', async () => {
  const { folder } = await startSecrets();
  for (const file of readdirSync(folder)) writeFileSync(join(folder, file), '{');
  await expect(startSecrets({ folder })).rejects.toMatchObject({ name: 'UsageError' });
});
