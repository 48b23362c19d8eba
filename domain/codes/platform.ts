import type { KeyList } from '../messages/lists.ts';

export type ListedKey = KeyList['keys'][number];
export type SignatureAlgorithm = ListedKey['algorithm'];

/** What codes need of the machine that they are read on. */
export interface CodePlatform {
  /** Unpacks one whole zlib stream, and stops when there is more than `bytesMax` of it. */
  inflate(packed: Uint8Array, bytesMax: number): Uint8Array | 'compression' | 'too-large';
  /** Signatures as COSE writes them: ES256 in r‖s of 64 bytes, PS256 as RFC 8230 says. */
  verifySignature(key: ListedKey, bytes: Uint8Array, signature: Uint8Array): boolean;
  sha256(bytes: Uint8Array): Uint8Array;
}

/** What issuing needs: a key that never leaves its keeper, and packing. */
export interface CodeSigner {
  keyId: Uint8Array;
  /** ECDSA on P-256 with SHA-256; in DER, as AWS KMS and most libraries give it. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
  deflate(bytes: Uint8Array): Uint8Array;
}
