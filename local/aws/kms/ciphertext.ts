import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

// A ciphertext of the local runtime: version, length and text of the key's id, nonce, tag, encrypted bytes. Like that of
// KMS it names its key, so that Decrypt needs no key id, and is bound to its encryption context.
const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
const algorithm = 'aes-256-gcm';

export type EncryptionContext = Record<string, string>;

export interface SymmetricKey {
  id: string;
  /** 32 bytes. */
  material: Buffer;
}

export function encrypt({ id, material }: SymmetricKey, plaintext: Buffer, context: EncryptionContext): Buffer {
  const name = Buffer.from(id);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, material, nonce).setAAD(boundTo(context));
  const encrypted = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.of(version, name.length), name, nonce, cipher.getAuthTag(), encrypted]);
}

/** The id of the key that a ciphertext names; undefined when it is none of ours. */
export function keyIdOf(ciphertext: Buffer): string | undefined {
  const [first, length = 0] = ciphertext;
  const isWhole = first === version && ciphertext.length >= 2 + length + nonceBytes + tagBytes;
  return isWhole ? ciphertext.subarray(2, 2 + length).toString() : undefined;
}

/** Undefined when the ciphertext was altered, or made with another key or context. */
export function decrypt(
  { id, material }: SymmetricKey,
  ciphertext: Buffer,
  context: EncryptionContext,
): Buffer | undefined {
  if (keyIdOf(ciphertext) !== id) return undefined;
  const sealed = ciphertext.subarray(2 + Buffer.byteLength(id));
  const tagEnd = nonceBytes + tagBytes;
  const decipher = createDecipheriv(algorithm, material, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes })
    .setAAD(boundTo(context))
    .setAuthTag(sealed.subarray(nonceBytes, tagEnd));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(tagEnd)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** The same bytes for the same pairs in any order. */
function boundTo(context: EncryptionContext): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));
}
