import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { GatehouseError } from '../../domain/errors.ts';
import { parseJson } from '../../domain/json.ts';
import type { ShownCode } from '../../domain/messages/pass.ts';

/** The secret: first day that a key is for (`YYYY-MM-DD`) → key. A key serves until the next one's first day. */
const pseudonymKeys = z.record(z.iso.date(), z.string().min(32));
export type PseudonymKeys = readonly { firstDay: string; key: string }[];

/** @throws GatehouseError, which never quotes the secret. */
export function readPseudonymKeys(secret: string): PseudonymKeys {
  const keys = pseudonymKeys.safeParse(parseJson(secret));
  if (!keys.success || Object.keys(keys.data).length === 0) {
    throw new GatehouseError('The secret of the pseudonym keys is not a JSON object of first day → key.');
  }
  const newestFirst = Object.entries(keys.data).toSorted(([a], [b]) => (a < b ? 1 : -1));
  return newestFirst.map(([firstDay, key]) => ({ firstDay, key }));
}

/**
 * The subject of a code: always the same for the same code while a key lasts, and without the key nothing can be
 * found out about the code, not even by trying all of them (law 6).
 * @param day of the pass, in the community's zone: the key of that day is used whenever the pass arrives.
 * @returns 22 characters of base64url: 16 bytes.
 */
export function pseudonym(keys: PseudonymKeys, day: string, code: Pick<ShownCode, 'form' | 'text'>): string {
  const key = (keys.find(({ firstDay }) => firstDay <= day) ?? keys.at(-1))?.key;
  if (key === undefined) throw new GatehouseError('There is no pseudonym key.');
  const mac = createHmac('sha256', key).update(`${code.form}\0${code.text}`);
  return mac.digest().subarray(0, 16).toString('base64url');
}
