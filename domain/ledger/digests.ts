import * as z from 'zod';
import { ledgerLimits } from '../limits/ledger.ts';
import { lastSeqOf, type Run } from './receipt.ts';

/*
 * Beginnings of the digests of what came under each number, so that a second content is noticed as long as passes are
 * kept. Numbers lie in blocks; a block's text has one digest of fixed length after another, or dots where none came.
 */

const { digestCharacters, digestsPerBlock } = ledgerLimits;
const absent = '.'.repeat(digestCharacters);

/** The block that numbers are being added to: the others lie in items of their own. */
export const openBlock = z.object({ block: z.int(), digests: z.string() });
export type OpenBlock = z.infer<typeof openBlock>;

/** Blocks by number: number `seq` lies in block ⌊(seq − 1) / 64⌋. */
export type Blocks = ReadonlyMap<number, string>;

/** The blocks that numbers of these runs lie in, ascending. */
export function blocksOf(runs: readonly Run[]): number[] {
  const numbers = new Set<number>();
  for (const run of runs) {
    for (let block = blockOf(run.fromSeq); block <= blockOf(lastSeqOf(run)); block++) numbers.add(block);
  }
  return [...numbers].toSorted((one, other) => one - other);
}

function blockOf(seq: number): number {
  return Math.floor((seq - 1) / digestsPerBlock);
}

/**
 * Adds the digests of runs. Of two contents under a number always the same one is kept, whichever came first.
 * @param blocks all that numbers of these runs lie in; one that is absent is empty.
 * @returns the blocks, and the numbers that now have come with a second content.
 */
export function addDigests(blocks: Blocks, runs: readonly Run[]): { blocks: Blocks; tampered: number[] } {
  const added = new Map(blocks);
  const tampered: number[] = [];
  for (const run of runs) {
    for (let index = 0; index < run.digests.length / digestCharacters; index++) {
      const seq = run.fromSeq + index;
      const digest = digestAt(run.digests, index);
      const place = (seq - 1) % digestsPerBlock;
      const block = added.get(blockOf(seq)) ?? '';
      const known = digestAt(block, place) || absent;
      if (known === digest) continue;
      if (known !== absent) tampered.push(seq);
      if (known === absent || digest < known) added.set(blockOf(seq), withDigest(block, place, digest));
    }
  }
  return { blocks: added, tampered };
}

/** A block of which there are two halves of the truth. */
export function joinBlock(one: string, other: string): string {
  let joined = one;
  for (let place = 0; place * digestCharacters < other.length; place++) {
    const digest = digestAt(other, place);
    const known = digestAt(joined, place) || absent;
    if (digest !== absent && (known === absent || digest < known)) joined = withDigest(joined, place, digest);
  }
  return joined;
}

function digestAt(digests: string, index: number): string {
  return digests.slice(index * digestCharacters, (index + 1) * digestCharacters);
}

function withDigest(block: string, place: number, digest: string): string {
  const at = place * digestCharacters;
  return block.padEnd(at, '.').slice(0, at) + digest + block.slice(at + digestCharacters);
}
