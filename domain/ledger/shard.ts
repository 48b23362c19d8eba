import { ledgerLimits } from '../limits/ledger.ts';

/** The part of the ledgers that a community belongs to: its passes and its gates' receipts are read together. */
export function shardOf(community: string): number {
  // FNV-1a: all that is wanted is that shards are about equally full.
  let hash = 0x811c9dc5;
  for (const character of community) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0) % ledgerLimits.shards;
}
