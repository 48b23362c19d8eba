import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { kmsLimits } from '../../limits.ts';
import { AwsError } from '../aws-error.ts';
import { type JsonOperation, jsonOperation } from '../json-service.ts';
import { decrypt, encrypt, keyIdOf } from './ciphertext.ts';
import { type KeyRing, symmetric } from './keys.ts';

const EncryptionAlgorithm = z.literal('SYMMETRIC_DEFAULT').optional();
const EncryptionContext = z.record(z.string(), z.string()).default({});

const encryptInput = z.strictObject({
  KeyId: z.string(),
  Plaintext: z.base64(),
  EncryptionContext,
  EncryptionAlgorithm,
});
const decryptInput = z.strictObject({
  CiphertextBlob: z.base64(),
  KeyId: z.string().optional(),
  EncryptionContext,
  EncryptionAlgorithm,
});
const dataKeyInput = z.strictObject({
  KeyId: z.string(),
  EncryptionContext,
  KeySpec: z.enum(['AES_128', 'AES_256']).optional(),
  NumberOfBytes: z.int().min(1).max(kmsLimits.dataKeyMaxBytes).optional(),
});
const dataKeyBytes = { AES_128: 16, AES_256: 32 };

/** What a symmetric key is for. */
export function encrypting(ring: KeyRing): Record<string, JsonOperation> {
  return {
    Encrypt: jsonOperation(encryptInput, (input, caller) => {
      const key = ring.permitted(input.KeyId, caller, 'Encrypt');
      const plaintext = Buffer.from(input.Plaintext, 'base64');
      if (plaintext.length === 0 || plaintext.length > kmsLimits.plaintextMaxBytes) {
        throw new AwsError('ValidationException', `Plaintext must have 1 to ${kmsLimits.plaintextMaxBytes} bytes.`);
      }
      const blob = encrypt(symmetric(key), plaintext, input.EncryptionContext);
      return { CiphertextBlob: blob.toString('base64'), KeyId: key.plan.arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
    }),
    Decrypt: jsonOperation(decryptInput, (input, caller) => {
      const blob = Buffer.from(input.CiphertextBlob, 'base64');
      const keyId = keyIdOf(blob);
      if (keyId === undefined) throw invalidCiphertext();
      const key = ring.permitted(keyId, caller, 'Decrypt');
      if (input.KeyId !== undefined && ring.permitted(input.KeyId, caller, 'Decrypt') !== key) {
        throw new AwsError(
          'IncorrectKeyException',
          'The key ID in the request does not identify a CMK that can perform this operation.',
        );
      }
      const plaintext = decrypt(symmetric(key), blob, input.EncryptionContext);
      if (plaintext === undefined) throw invalidCiphertext();
      return { Plaintext: plaintext.toString('base64'), KeyId: key.plan.arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
    }),
    GenerateDataKey: jsonOperation(dataKeyInput, (input, caller) => {
      const key = ring.permitted(input.KeyId, caller, 'GenerateDataKey');
      if ((input.KeySpec === undefined) === (input.NumberOfBytes === undefined)) {
        throw new AwsError('ValidationException', 'Please specify either number of bytes or key spec.');
      }
      const plaintext = randomBytes(input.KeySpec ? dataKeyBytes[input.KeySpec] : (input.NumberOfBytes ?? 0));
      return {
        CiphertextBlob: encrypt(symmetric(key), plaintext, input.EncryptionContext).toString('base64'),
        Plaintext: plaintext.toString('base64'),
        KeyId: key.plan.arn,
      };
    }),
  };
}

function invalidCiphertext(): AwsError {
  return new AwsError(
    'InvalidCiphertextException',
    'The ciphertext is not valid, or was made with another key or encryption context.',
  );
}
