import { constants, createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import * as z from 'zod';
import type { CodePlatform, ListedKey } from '../domain/codes/platform.ts';

/** RFC 8230, 2: as many bytes of salt as the hash has. RSA keys below 2,048 bits are not taken. */
const pss = { saltBytes: 32, modulusBitsMin: 2_048 } as const;
const es256SignatureBytes = 64;

/** What Node's inflate gives when asked how far it read. */
const inflated = z.object({ buffer: z.instanceof(Uint8Array), engine: z.object({ bytesWritten: z.number() }) });

/** The codes' platform on Node. It keeps each key imported for as long as the list that it is on is held. */
export function createCodePlatform(): CodePlatform {
  const imported = new WeakMap<ListedKey, KeyObject | 'unusable'>();

  function keyObject(listed: ListedKey): KeyObject | 'unusable' {
    const held = imported.get(listed) ?? importKey(listed);
    imported.set(listed, held);
    return held;
  }

  return {
    inflate,
    verifySignature(listed, bytes, signature) {
      const key = keyObject(listed);
      if (key === 'unusable') return false;
      if (listed.algorithm === 'PS256') {
        return verify(
          'sha256',
          bytes,
          { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: pss.saltBytes },
          signature,
        );
      }
      if (signature.length !== es256SignatureBytes) return false;
      return verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature);
    },
    sha256: (bytes) => hash('sha256', bytes, 'buffer'),
  };
}

function inflate(packed: Uint8Array, bytesMax: number): Uint8Array | 'compression' | 'too-large' {
  try {
    const { buffer, engine } = inflated.parse(inflateSync(packed, { maxOutputLength: bytesMax, info: true }));
    // Node stops at the end of the stream and says nothing of what comes after.
    return engine.bytesWritten === packed.length ? buffer : 'compression';
  } catch (error) {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return tooLarge ? 'too-large' : 'compression';
  }
}

/** A key of another kind than its algorithm says, or too weak a one, verifies nothing. */
function importKey({ algorithm, spki }: ListedKey): KeyObject | 'unusable' {
  try {
    const key = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });
    return algorithmOfKey(key) === algorithm ? key : 'unusable';
  } catch {
    return 'unusable';
  }
}

/** @returns undefined for a key that codes are not signed with. */
export function algorithmOfKey(key: KeyObject): ListedKey['algorithm'] | undefined {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return 'ES256';
  const rsa = key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'rsa-pss';
  return rsa && modulusLength >= pss.modulusBitsMin ? 'PS256' : undefined;
}
