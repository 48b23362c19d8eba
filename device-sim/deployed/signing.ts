import type { CodeSigner } from '../../domain/codes/platform.ts';
import { openKmsKey } from '../../operator/codes/kms-key.ts';
import { publishLists } from '../../operator/codes/published.ts';
import type { Deployment } from '../../operator/deployment.ts';

/**
 * The key that signs a deployment's passes, tried out, once its gates have been told of it.
 * @param say one line for people, when there is something to know.
 * @returns undefined where one may not sign.
 */
export async function openSigner(deployment: Deployment, say: (line: string) => void): Promise<CodeSigner | undefined> {
  const why = (error: unknown) => (error instanceof Error ? error.message : String(error));
  try {
    const { signer } = await openKmsKey(deployment);
    await signer.sign(new Uint8Array(1));
    await publishLists(deployment).catch((error) => say(`Gates may know the key in a minute only: ${why(error)}`));
    return signer;
  } catch (error) {
    say(`People show providers' codes only, since no pass can be signed: ${why(error)}`);
    return undefined;
  }
}
