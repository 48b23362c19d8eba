import type { CodeConcern, Pass, ShownCode } from '../messages/pass.ts';
import type { Certified } from './certified.ts';
import { codeName } from './code-name.ts';
import { contentOf, isSigned } from './contents.ts';
import { type HashList, noHashes } from './hash-list.ts';
import { createKeyRing, type KeyRing } from './key-ring.ts';
import type { CodePlatform } from './platform.ts';
import { noStatuses, type Statuses, statusOf } from './statuses.ts';
import { verifyCode } from './verify.ts';

/** What codes are held against, on the gate and again in the cloud. */
export interface CodeLists {
  keys: KeyRing;
  revocations: HashList;
  statuses: Statuses;
}

export const noLists: CodeLists = { keys: createKeyRing({ keys: [] }), revocations: noHashes, statuses: noStatuses };

/** How a code stands: who shows it, and what speaks against letting them in. */
export interface CodeStanding {
  /** Of the bearer, for lists and pseudonyms; never stored as it is (law 6). */
  name: string;
  concern: CodeConcern | undefined;
  /** What a signed code says, when its signature is right. */
  certified: Certified | undefined;
}

/** A pass as far as codes go. */
export type Showing = Pick<Pass, 'at'> & { code: ShownCode; community: string };

/** The gravest that speaks against a code, by the lists alone: gate and cloud come to the same with the same lists. */
export function standingOf(shown: Showing, lists: CodeLists, platform: CodePlatform): CodeStanding {
  const { code, community } = shown;
  const own = isSigned(code.form) ? signedStanding(shown, lists, platform) : { concern: providerConcern(code) };
  const { certified } = own;
  const name = codeName(code, certified, community);
  if (own.concern?.startsWith('code-')) return { name, concern: own.concern, certified };
  const status = statusOf(lists.statuses, name, Date.parse(shown.at), platform);
  return { name, concern: status ? `code-${status}` : own.concern, certified };
}

function signedStanding(
  { code, at, community }: Showing,
  { keys, revocations }: CodeLists,
  platform: CodePlatform,
): Pick<CodeStanding, 'concern'> & { certified?: Certified } {
  if (contentOf(code.text) !== code.form) return { concern: 'code-context' };
  const result = verifyCode(code.text, { keys, revocations, atS: Date.parse(at) / 1_000, community }, platform);
  if (!result.accepted) return { concern: `code-${result.reason}`, ...(result.code && { certified: result.code }) };
  const isUsedUp = code.usedAt !== undefined && isForOneUse(result.code);
  return { concern: isUsedUp ? 'code-used' : undefined, certified: result.code };
}

export function isForOneUse(certified: Certified): boolean {
  return certified.content === 'gatehouse' && certified.pass.singleUse;
}

/** What the provider said; nothing speaks against a guard's own entry. */
function providerConcern({ form, status }: ShownCode): CodeConcern | undefined {
  if (form !== 'provider' || status === 'green') return undefined;
  return status === 'red' || status === 'yellow' ? `code-${status}` : 'provider-unreachable';
}
