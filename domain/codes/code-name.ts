import type { ShownCode } from '../messages/pass.ts';
import { toHex } from './bytes-as-text.ts';
import type { Certified } from './certified.ts';
import { isSigned } from './contents.ts';

/**
 * What the bearer of a code is called, wherever a person is looked for: in status lists, as hash, and in the records,
 * as keyed pseudonym. A code with the right signature names its person by what was signed, since the same person has
 * many codes and the same code can be written in many ways; what is forged names nobody, whatever it says.
 * @param certified what the code says, when its signature is right.
 * @param community where it was shown: a guard's entry means something only there.
 */
export function codeName(
  { form, text }: Pick<ShownCode, 'form' | 'text'>,
  certified: Certified | undefined,
  community: string,
): string {
  if (certified) return certifiedName(certified);
  if (form === 'guard-entry') return `${form}:${community}:${text}`;
  return isSigned(form) ? `unverified:${text}` : `${form}:${text}`;
}

function certifiedName(certified: Certified): string {
  return certified.content === 'gatehouse'
    ? `gatehouse:${toHex(certified.pass.subject)}`
    : `${certified.content}:${certified.id}`;
}
