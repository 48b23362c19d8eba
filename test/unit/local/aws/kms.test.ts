// Goal: keys encrypt, decrypt and sign as KMS does, keep their material over restarts, and obey the key policy.
// Method: requests as an SDK sends them, over loopback.
import { createPublicKey, verify } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { decrypt, encrypt } from '../../../../local/aws/kms/ciphertext.ts';
import { createKeyService } from '../../../../local/aws/kms/service.ts';
import type { KeyPlan, PolicyStatement } from '../../../../local/template/plan.ts';
import {
  account,
  allow,
  arn,
  operatorKey,
  roleArn,
  startEndpoint,
  temporaryFolder,
  worker,
  workerKey,
} from './endpoint.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** The statement of a key policy that leaves the decision to the account's own policies. */
const delegation: PolicyStatement = {
  ...allow(['kms:*'], ['*']),
  principals: { AWS: [`arn:aws:iam::${account}:root`] },
};

function keyPlan(id: string, more: Partial<KeyPlan> = {}): KeyPlan {
  return {
    logicalId: id,
    id,
    arn: arn('kms', `key/${id}`),
    aliases: [`alias/${id}`],
    spec: 'SYMMETRIC_DEFAULT',
    usage: 'ENCRYPT_DECRYPT',
    policy: [delegation],
    ...more,
  };
}

const plans = [keyPlan('data'), keyPlan('codes', { spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' })];

const text = z.string().default('');
const answerSchema = z.object({
  __type: z.string().optional(),
  message: text,
  KeyId: text,
  Plaintext: text,
  CiphertextBlob: text,
  Signature: text,
  SignatureValid: z.boolean().optional(),
  PublicKey: text,
  KeySpec: text,
  KeyMetadata: z.unknown().optional(),
});

async function startKeys({ folder = temporaryFolder(), keys = plans, statements = [] as PolicyStatement[] } = {}) {
  const service = createKeyService({ keys, folder });
  const { endpoint } = await startEndpoint([service], { asWorker: worker(...statements) });
  const call = async (operation: string, input: object, accessKeyId = operatorKey) => {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `TrentService.${operation}`,
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260115/local-1/kms/aws4_request, Signature=0`,
      },
      body: JSON.stringify(input),
    });
    return answerSchema.parse(await answer.json());
  };
  return { folder, call };
}

test('what was encrypted is decrypted after a restart, with the same context only', async () => {
  const EncryptionContext = { table: 'passes', day: '1' };
  const before = await startKeys();
  const encrypted = await before.call('Encrypt', { KeyId: 'data', Plaintext: base64('体温'), EncryptionContext });
  expect(encrypted.KeyId).toBe(arn('kms', 'key/data'));
  for (const file of readdirSync(before.folder)) expect(statSync(join(before.folder, file)).mode & 0o777).toBe(0o600);

  const { call } = await startKeys({ folder: before.folder });
  const { CiphertextBlob } = encrypted;
  const swapped = { day: '1', table: 'passes' };
  expect((await call('Decrypt', { CiphertextBlob, EncryptionContext: swapped })).Plaintext).toBe(base64('体温'));
  expect((await call('Decrypt', { CiphertextBlob })).__type).toBe('InvalidCiphertextException');
  expect((await call('Decrypt', { CiphertextBlob: base64('junk') })).__type).toBe('InvalidCiphertextException');
});

test('a key goes by its id, its alias and the ARN of either', async () => {
  const { call } = await startKeys();
  for (const KeyId of ['data', arn('kms', 'key/data'), 'alias/data', arn('kms', 'alias/data')]) {
    expect((await call('Encrypt', { KeyId, Plaintext: base64('x') })).KeyId).toBe(arn('kms', 'key/data'));
  }
});

test('a data key comes in plain and encrypted', async () => {
  const { call } = await startKeys();
  const { Plaintext, CiphertextBlob } = await call('GenerateDataKey', { KeyId: 'data', KeySpec: 'AES_256' });
  expect(Buffer.from(Plaintext, 'base64')).toHaveLength(32);
  expect((await call('Decrypt', { CiphertextBlob })).Plaintext).toBe(Plaintext);
});

test('a signature is DER that anybody can verify with the public key', async () => {
  const { call } = await startKeys();
  const input = { KeyId: 'codes', Message: base64('code'), SigningAlgorithm: 'ECDSA_SHA_256', MessageType: 'RAW' };
  const { Signature } = await call('Sign', input);
  const { PublicKey, KeySpec } = await call('GetPublicKey', { KeyId: arn('kms', 'key/codes') });
  expect(KeySpec).toBe('ECC_NIST_P256');
  const key = createPublicKey({ key: Buffer.from(PublicKey, 'base64'), type: 'spki', format: 'der' });
  expect(verify('sha256', Buffer.from('code'), key, Buffer.from(Signature, 'base64'))).toBe(true);
  expect((await call('Verify', { ...input, Signature })).SignatureValid).toBe(true);
  const forged = await call('Verify', { ...input, Message: base64('other'), Signature });
  expect(forged.__type).toBe('KMSInvalidSignatureException');
});

test('a role needs its own policy and the key policy', async () => {
  const statements = [allow(['kms:Decrypt'], ['*'])];
  const decryptAs = async (policy: PolicyStatement[]) => {
    const { call } = await startKeys({ keys: [keyPlan('data', { policy })], statements });
    const { CiphertextBlob } = await call('Encrypt', { KeyId: 'data', Plaintext: base64('x') });
    return (await call('Decrypt', { CiphertextBlob }, workerKey)).__type;
  };
  expect(await decryptAs([delegation])).toBeUndefined();
  const forRoot = { ...delegation, actions: ['kms:Encrypt'] };
  expect(await decryptAs([forRoot])).toBe('AccessDeniedException');
  const forRole = { ...allow(['kms:Decrypt'], ['*']), principals: { AWS: [roleArn] } };
  expect(await decryptAs([forRoot, forRole])).toBeUndefined();
});

test('what is not there, of another usage, or not supported is refused by name', async () => {
  const { call } = await startKeys();
  expect((await call('Encrypt', { KeyId: 'other', Plaintext: base64('x') })).__type).toBe('NotFoundException');
  expect((await call('Encrypt', { KeyId: 'codes', Plaintext: base64('x') })).__type).toBe('InvalidKeyUsageException');
  expect((await call('Encrypt', { KeyId: 'data', Plaintext: base64('x'.repeat(4097)) })).__type).toBe(
    'ValidationException',
  );
  expect((await call('ScheduleKeyDeletion', { KeyId: 'data' })).message).toContain('kms:ScheduleKeyDeletion');
  expect((await call('DescribeKey', { KeyId: 'data' })).KeyMetadata).toMatchObject({
    KeyState: 'Enabled',
    AWSAccountId: account,
  });
  const rsa = keyPlan('rsa', { spec: 'RSA_2048' });
  expect(() => createKeyService({ keys: [rsa], folder: temporaryFolder() })).toThrow('RSA_2048');
});

test('law: only the same key and context open a ciphertext, and any altered byte is noticed', () => {
  const key = { id: 'data', material: Buffer.alloc(32, 1) };
  const other = { id: 'data', material: Buffer.alloc(32, 2) };
  const contexts = fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 });
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 64 }),
      contexts,
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (data, context, at, flip) => {
        const plaintext = Buffer.from(data);
        const sealed = encrypt(key, plaintext, context);
        expect(decrypt(key, sealed, context)).toEqual(plaintext);
        expect(decrypt(other, sealed, context)).toBeUndefined();
        expect(decrypt(key, sealed, { ...context, more: 'x' })).toBeUndefined();
        const altered = Buffer.from(sealed);
        altered[at % altered.length] = (altered[at % altered.length] ?? 0) ^ flip;
        expect(decrypt(key, altered, context)).toBeUndefined();
      },
    ),
  );
});
