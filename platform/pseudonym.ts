import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { GatehouseError } from '../domain/errors.ts';
import { parseJson } from '../domain/json.ts';

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
 * What stands for a person or a code in records: always the same for the same one while a key lasts, and without the
 * key nothing can be found out, not even by trying all of them (law 6).
 * @param day of the pass, in the community's zone: the key of that day is used whenever the pass arrives.
 * @returns 22 characters of base64url: 16 bytes.
 */
export function pseudonym(keys: PseudonymKeys, day: string, name: string): string {
  const key = (keys.find(({ firstDay }) => firstDay <= day) ?? keys.at(-1))?.key;
  if (key === undefined) throw new GatehouseError('There is no pseudonym key.');
  return keyed(key, name);
}

/**
 * What somebody is called under each key: how a person is traced over a day on which the key changed.
 * @param fromDay first day of the trace; keys that ended before are left out.
 */
export function pseudonymsSince(keys: PseudonymKeys, fromDay: string, name: string): string[] {
  const newer = keys.findIndex(({ firstDay }) => firstDay <= fromDay);
  const inUse = newer < 0 ? keys : keys.slice(0, newer + 1);
  return inUse.map(({ key }) => keyed(key, name));
}

function keyed(key: string, name: string): string {
  return createHmac('sha256', key).update(name).digest().subarray(0, 16).toString('base64url');
}
