import { createPublicKey, sign, verify } from 'node:crypto';
import * as z from 'zod';
import { kmsLimits } from '../../limits.ts';
import { AwsError } from '../aws-error.ts';
import { type JsonOperation, jsonOperation } from '../json-service.ts';
import { type KeyRing, signing } from './keys.ts';

const SigningAlgorithm = z.literal('ECDSA_SHA_256');
const signInput = z.strictObject({
  KeyId: z.string(),
  Message: z.base64(),
  // Signing a digest that is already made is not in node:crypto.
  MessageType: z.literal('RAW').optional(),
  SigningAlgorithm,
});
const verifyInput = z.strictObject({ ...signInput.shape, Signature: z.base64() });

/** What a P-256 key pair is for. Signatures are in DER, as KMS gives and takes them. */
export function signingOperations(ring: KeyRing): Record<string, JsonOperation> {
  return {
    Sign: jsonOperation(signInput, (input, caller) => {
      const key = ring.permitted(input.KeyId, caller, 'Sign');
      const signature = sign('sha256', messageOf(input), { key: signing(key), dsaEncoding: 'der' });
      return { KeyId: key.plan.arn, Signature: signature.toString('base64'), SigningAlgorithm: input.SigningAlgorithm };
    }),
    Verify: jsonOperation(verifyInput, (input, caller) => {
      const key = ring.permitted(input.KeyId, caller, 'Verify');
      const publicKey = createPublicKey(signing(key));
      const signature = Buffer.from(input.Signature, 'base64');
      if (!verify('sha256', messageOf(input), { key: publicKey, dsaEncoding: 'der' }, signature)) {
        throw new AwsError('KMSInvalidSignatureException', 'The signature is not valid.');
      }
      return { KeyId: key.plan.arn, SignatureValid: true, SigningAlgorithm: input.SigningAlgorithm };
    }),
    GetPublicKey: jsonOperation(z.strictObject({ KeyId: z.string() }), (input, caller) => {
      const key = ring.permitted(input.KeyId, caller, 'GetPublicKey');
      const spki = createPublicKey(signing(key)).export({ type: 'spki', format: 'der' });
      return {
        KeyId: key.plan.arn,
        PublicKey: spki.toString('base64'),
        KeySpec: key.plan.spec,
        KeyUsage: key.plan.usage,
        SigningAlgorithms: [SigningAlgorithm.value],
      };
    }),
  };
}

function messageOf({ Message }: { Message: string }): Buffer {
  const message = Buffer.from(Message, 'base64');
  if (message.length === 0 || message.length > kmsLimits.plaintextMaxBytes) {
    throw new AwsError('ValidationException', `Message must have 1 to ${kmsLimits.plaintextMaxBytes} bytes.`);
  }
  return message;
}
