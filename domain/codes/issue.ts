import { encode } from 'cborg';
import { GatehouseError } from '../errors.ts';
import { encodeBase45 } from './base45.ts';
import { codeContents } from './contents.ts';
import { algorithmNumbers, encodeSign1, headerLabels, signedBytes } from './cose.ts';
import { derToRaw } from './der.ts';
import { encodeOwnPass, type OwnPass } from './own-pass.ts';
import type { CodeSigner } from './platform.ts';

/**
 * A pass as the text of a QR code.
 * @throws GatehouseError when the signer gives what is no signature.
 */
export async function issuePass(pass: OwnPass, issuedAtS: number, signer: CodeSigner): Promise<string> {
  const protectedHeader = new Map<number, unknown>([
    [headerLabels.algorithm, algorithmNumbers.ES256],
    [headerLabels.keyId, signer.keyId],
  ]);
  const toSign = { protectedBytes: encode(protectedHeader), payload: encodeOwnPass(pass, issuedAtS) };
  const signature = derToRaw(await signer.sign(signedBytes(toSign)));
  if (!signature) throw new GatehouseError('The signer gave no ECDSA signature on P-256 in DER.');
  const packed = signer.deflate(encodeSign1({ ...toSign, signature }));
  return codeContents.gatehouse.prefix + encodeBase45(packed);
}
