import { createPublicKey } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { type HashList, noHashes, readHashes } from '../../domain/codes/hash-list.ts';
import type { ListedKey } from '../../domain/codes/platform.ts';
import { UsageError } from '../../domain/errors.ts';
import { parseJson } from '../../domain/json.ts';
import {
  type KeyList,
  keyList,
  listHashBytes,
  type RevocationList,
  revocationList,
} from '../../domain/messages/lists.ts';
import { keyOfCertificate, keyOfPass } from '../../platform/listed-keys.ts';
import { readInput } from './define.ts';

/** A file with the message of `lists/keys`, or with certificates or public keys in PEM. */
export function readKeysFile(path: string): Pick<KeyList, 'keys'> & { version?: number } {
  const content = readInput('keys', path);
  const blocks = content.match(/-----BEGIN ([A-Z ]+)-----[^-]+-----END \1-----/g);
  if (blocks) return { keys: blocks.map((block) => keyOfPem(block, path)) };
  const list = keyList.safeParse(parseJson(content));
  if (!list.success)
    throw new UsageError(`--keys: ${path} is neither a key list nor PEM of certificates or public keys.`);
  return list.data;
}

/** Certificates are those of health authorities; bare keys are our own. */
function keyOfPem(block: string, path: string): ListedKey {
  try {
    return block.startsWith('-----BEGIN CERTIFICATE-----')
      ? keyOfCertificate(block)
      : keyOfPass(createPublicKey(block));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--keys: a block of ${path} is no certificate or public key: ${why}`);
  }
}

/** Puts a key on a list, new or not; a key that is on it stays once. Others stay: two may be valid at once. */
export function addToKeysFile(path: string, key: ListedKey, nowMs: number): void {
  const held = existsSync(path) ? readKeysFile(path) : { keys: [] };
  const others = held.keys.filter(({ kid, content }) => kid !== key.kid || content !== key.content);
  const next = keyList.safeParse({ ...nextHead(held, nowMs), keys: [...others, key] });
  if (!next.success) throw new UsageError(`--keys: ${path} would hold more keys than a list may.`);
  replaceFile(path, next.data);
}

function readRevocationList(path: string): RevocationList {
  const list = revocationList.safeParse(parseJson(readInput('revocations', path)));
  if (!list.success) throw new UsageError(`${path} is no list of revoked codes.`);
  return list.data;
}

export function readRevocationsFile(path: string): HashList {
  const revocations = readHashes(readRevocationList(path).hashes);
  if (!revocations) throw new UsageError(`${path} is no list of revoked codes.`);
  return revocations;
}

export function readRevocationsOrNone(path: string): HashList {
  return existsSync(path) ? readRevocationsFile(path) : noHashes;
}

export function writeRevocationsFile(path: string, hashes: string, nowMs: number): void {
  const held = existsSync(path) ? readRevocationList(path) : {};
  replaceFile(path, { ...nextHead(held, nowMs), hashBytes: listHashBytes, hashes });
}

function nextHead({ version = 0 }: { version?: number }, nowMs: number) {
  return { version: version + 1, issuedAt: new Date(nowMs).toISOString() };
}

/** Whole or not at all: a gate's list is no place for half a file. */
function replaceFile(path: string, content: object): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(content, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}
