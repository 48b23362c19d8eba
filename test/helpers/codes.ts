import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { toHex } from '../../domain/codes/bytes-as-text.ts';
import { addHashes, listHash, noHashes, wholeHash } from '../../domain/codes/hash-list.ts';
import type { AnyList } from '../../domain/codes/held-lists.ts';
import { issuePass } from '../../domain/codes/issue.ts';
import type { OwnPass } from '../../domain/codes/own-pass.ts';
import type { CodeSigner } from '../../domain/codes/platform.ts';
import { listHashBytes, type PersonStatus, type RevocationList, type StatusList } from '../../domain/messages/lists.ts';
import { listKey } from '../../domain/state-keys.ts';
import { packList } from '../../functions/shared/list-versions.ts';
import { createCodePlatform } from '../../platform/codes.ts';
import { keyOfPass } from '../../platform/listed-keys.ts';
import type { TestTables } from './dynalite.ts';

/** Passes of ours, signed by keys of the test, and lists to hold them against. */

export const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

export function signerWith(key: KeyObject): CodeSigner {
  return {
    keyId: Buffer.from(keyOfPass(key).kid, 'base64url'),
    sign: async (bytes) => sign('sha256', bytes, { key, dsaEncoding: 'der' }),
    deflate: (bytes) => deflateSync(bytes),
  };
}

/** A resident of xixi with a pass for an hour from `fromS` on; `changes` make another of it. */
export function ownPass(fromS: number, changes: Partial<OwnPass> = {}): OwnPass {
  return {
    tokenId: randomBytes(8),
    kind: 'resident',
    subject: randomBytes(16),
    communities: ['xixi'],
    singleUse: false,
    medium: 'phone',
    fromS,
    untilS: fromS + 3_600,
    ...changes,
  };
}

export const issuedBy = (key: KeyObject, pass: OwnPass): Promise<string> =>
  issuePass(pass, pass.fromS, signerWith(key));

export const revocationNameOf = ({ tokenId }: OwnPass): string => `gatehouse:${toHex(tokenId)}`;
export const personNameOf = ({ subject }: OwnPass): string => `gatehouse:${toHex(subject)}`;

const platform = createCodePlatform();

const hashesOf = (...names: string[]): string =>
  addHashes(
    noHashes,
    names.map((name) => listHash(name, platform)),
  ) ?? '';

export function revocationListOf(version: number, issuedAt: string, ...names: string[]): RevocationList {
  return { version, issuedAt, hashBytes: listHashBytes, hashes: hashesOf(...names) };
}

export function statusListOf(
  version: number,
  issuedAt: string,
  statuses: readonly [PersonStatus, string][],
): StatusList {
  const groups = statuses.map(([status, name]) => ({ status, until: null, hashes: hashesOf(name) }));
  return { version, issuedAt, hashBytes: listHashBytes, groups };
}

/** By which `state` knows a code or a person. */
export const wholeHashOf = (name: string): string => wholeHash(name, platform);

/** Puts versions of lists where the cloud keeps them. */
export async function putLists(tables: TestTables, lists: readonly AnyList[]): Promise<void> {
  for (const { name, list } of lists) {
    await tables.putState({ ...listKey(name, list.version), version: list.version, packed: packList(list) });
  }
}
