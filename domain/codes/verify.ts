import { codeLimits } from '../limits/codes.ts';
import type { Certified } from './certified.ts';
import { type HashList, includesHash } from './hash-list.ts';
import type { KeyRing } from './key-ring.ts';
import { lastsTooLong } from './own-pass.ts';
import type { CodePlatform, ListedKey } from './platform.ts';
import type { Refusal } from './refusals.ts';
import { revocationHash } from './revocations.ts';
import { type SignedCode, signedCode } from './signed-code.ts';

/** What a code is held against; all of it is on the gate. */
export interface CodeCheck {
  keys: KeyRing;
  revocations: HashList;
  /** Now, in seconds since 1970. */
  atS: number;
  /** Where the code is shown; without it, a pass for any community is taken. */
  community?: string;
}

export type CodeResult =
  | { accepted: true; code: Certified }
  /** `code` is what it says when the signature at least is right: somebody's, but not good here and now. */
  | { accepted: false; reason: Refusal; code?: Certified };

/** Whether a code is to be believed, offline, and if not, for which one reason. Never throws, whatever the text. */
export function verifyCode(text: string, check: CodeCheck, platform: CodePlatform): CodeResult {
  const signed = signedCode(text, check.keys, platform);
  if (typeof signed === 'string') return refused(signed);
  const { key, times, certified: code } = signed;
  const untimely = checkTime(times, check.atS);
  if (typeof code === 'string') return refused(untimely ?? code);
  const reason = untimely ?? checkContent(code, key, check, platform);
  return reason ? { accepted: false, reason, code } : { accepted: true, code };
}

function refused(reason: Refusal): CodeResult {
  return { accepted: false, reason };
}

function checkTime(
  { issuedAtS, notBeforeS = issuedAtS, expiresAtS }: SignedCode['times'],
  atS: number,
): Refusal | undefined {
  if (Math.max(issuedAtS, notBeforeS) > atS + codeLimits.clockSkewS) return 'not-yet-valid';
  // RFC 8392, 3.1.4: not "on or after" the time.
  return expiresAtS <= atS - codeLimits.clockSkewS ? 'expired' : undefined;
}

function checkContent(
  certified: Certified,
  key: ListedKey,
  check: CodeCheck,
  platform: CodePlatform,
): Refusal | undefined {
  if (certified.content === 'hc1' && key.certifies && !key.certifies.includes(certified.kind)) return 'key-usage';
  if (certified.content === 'gatehouse' && lastsTooLong(certified.pass)) return 'lasts-too-long';
  const { revocations } = check;
  if (revocations.count > 0 && includesHash(revocations, revocationHash(certified, platform))) return 'revoked';
  const { community } = check;
  const elsewhere = certified.content === 'gatehouse' && community && !certified.pass.communities.includes(community);
  return elsewhere ? 'other-community' : undefined;
}
