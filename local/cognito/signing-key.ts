import { createHash, createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { readPrivateFile, writePrivateFile } from '../aws/private-file.ts';
import { cognitoLimits } from '../limits.ts';

/** What a pool signs its tokens with: RS256, as Cognito. */
export interface SigningKey {
  /** The public half, as it stands in the key set. */
  jwk: object;
  /** A signed token with these claims. */
  sign(claims: object): string;
}

/** Opens a pool's key in a file of mode 0600, made at the first start. */
export async function openSigningKey(path: string): Promise<SigningKey> {
  const pem = readPrivateFile(path) ?? (await makeKey(path));
  const privateKey = createPrivateKey(pem);
  const { n, e } = publicJwk(privateKey);
  const kid = createHash('sha256').update(`${n}.${e}`).digest('base64url');
  return {
    jwk: { kty: 'RSA', alg: 'RS256', use: 'sig', kid, n, e },
    sign(claims) {
      const content = `${part({ kid, alg: 'RS256' })}.${part(claims)}`;
      return `${content}.${sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')}`;
    },
  };
}

async function makeKey(path: string): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: cognitoLimits.keyBits });
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writePrivateFile(path, pem);
  return pem;
}

function publicJwk(privateKey: KeyObject) {
  return createPublicKey(privateKey).export({ format: 'jwk' });
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
