import { codeLimits } from '../limits/codes.ts';
import { type Certified, readClaims } from './certified.ts';
import type { Claims } from './claims.ts';
import { algorithmOf, keyIdOf, signedBytes } from './cose.ts';
import type { KeyRing } from './key-ring.ts';
import type { CodePlatform, ListedKey } from './platform.ts';
import { readCode, type UnverifiedCode } from './read.ts';
import type { Refusal } from './refusals.ts';

/** A code with a right signature: all that follows from its text and the keys, whenever and wherever it is shown. */
export interface SignedCode {
  key: ListedKey;
  times: Pick<Claims, 'issuedAtS' | 'notBeforeS' | 'expiresAtS'>;
  /** What it says in its own form, or why it says nothing. */
  certified: Certified | 'claims' | 'schema';
}

const remembered = new WeakMap<KeyRing, Map<string, SignedCode>>();

/** Who lives behind a gate shows the same code several times a day: the last ones are not read and verified again. */
export function signedCode(text: string, keys: KeyRing, platform: CodePlatform): SignedCode | Refusal {
  const known = remembered.get(keys) ?? new Map<string, SignedCode>();
  remembered.set(keys, known);
  const code = known.get(text) ?? readSignedCode(text, keys, platform);
  if (typeof code === 'string') return code;
  known.delete(text);
  known.set(text, code);
  const [oldest] = known.keys();
  if (known.size > codeLimits.codesRememberedMax && oldest !== undefined) known.delete(oldest);
  return code;
}

function readSignedCode(text: string, keys: KeyRing, platform: CodePlatform): SignedCode | Refusal {
  const unverified = readCode(text, platform);
  if (typeof unverified === 'string') return unverified;
  const key = signingKey(unverified, keys, platform);
  if (typeof key === 'string') return key;
  const read = readClaims(unverified);
  if (typeof read === 'string') return read;
  const { issuedAtS, notBeforeS, expiresAtS } = read.claims;
  return { key, times: { issuedAtS, notBeforeS, expiresAtS }, certified: read.certified() };
}

function signingKey({ content, sign1 }: UnverifiedCode, keys: KeyRing, platform: CodePlatform): ListedKey | Refusal {
  const keyId = keyIdOf(sign1);
  if (!keyId) return 'no-key-id';
  const named = keys.find(content, keyId);
  if (named.length === 0) return 'unknown-key';
  const algorithm = algorithmOf(sign1);
  const fitting = named.filter((key) => key.algorithm === algorithm);
  if (fitting.length === 0) return 'algorithm';
  const bytes = signedBytes(sign1);
  return fitting.find((key) => platform.verifySignature(key, bytes, sign1.signature)) ?? 'signature';
}
