// Goal: gates find on the lists all that the cloud has put there and nothing else; a version is made of a change only.
// Method: random codes, persons and orders; the lists are read as gates read them.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  composeKeys,
  composeRevocations,
  composeStatuses,
  type KeptStatus,
  listedUntilS,
  nextVersion,
} from '../../../../domain/codes/compose-lists.ts';
import { includesHash } from '../../../../domain/codes/hash-list.ts';
import { readLists } from '../../../../domain/codes/held-lists.ts';
import type { List } from '../../../../domain/codes/parse-list.ts';
import { revocationHash, revocationName } from '../../../../domain/codes/revocations.ts';
import { statusOf } from '../../../../domain/codes/statuses.ts';
import { codeLimits } from '../../../../domain/limits/codes.ts';
import { personStatus } from '../../../../domain/messages/lists.ts';
import { createCodePlatform } from '../../../../platform/codes.ts';

const platform = createCodePlatform();
const atMs = Date.parse('2026-11-24T03:04:05.678Z');
const hourMs = 3_600_000;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const ids = fc.uniqueArray(fc.stringMatching(/^[0-9a-f]{16}$/), { maxLength: 50 });
const code = (id: string) => ({ content: 'gatehouse', id }) as const;
const revoked = (id: string) => ({ hash: sha256(revocationName(code(id))) });
const revocationsOf = (all: readonly string[]) => made('revocations', composeRevocations(all.map(revoked), atMs));

function made<Name extends 'keys' | 'revocations' | 'statuses'>(
  name: Name,
  content: Parameters<typeof nextVersion<Name>>[2],
): List<Name> {
  const list = nextVersion(name, undefined, content, atMs);
  if (typeof list === 'string') throw new Error(list);
  return list;
}

describe('revoked codes', () => {
  it('are found, and no other code is', () => {
    fc.assert(
      fc.property(ids, ids, (listed, others) => {
        const { revocations } = readLists({ revocations: revocationsOf(listed) });
        const isRevoked = (id: string) => includesHash(revocations, revocationHash(code(id), platform));
        expect(listed.filter((id) => !isRevoked(id))).toEqual([]);
        // One in 2³² is taken for another: then the first four bytes of the hashes are the same.
        const prefixes = new Set(listed.map((id) => revoked(id).hash.slice(0, 8)));
        expect(others.filter(isRevoked)).toEqual(others.filter((id) => prefixes.has(revoked(id).hash.slice(0, 8))));
      }),
    );
  });

  it('make the same list in any order and if one is there twice', () => {
    const shuffled = ids.chain((listed) =>
      fc.tuple(fc.constant(listed), fc.shuffledSubarray([...listed, ...listed], { minLength: 2 * listed.length })),
    );
    fc.assert(
      fc.property(shuffled, ([listed, other]) => {
        expect(revocationsOf(other)).toEqual(revocationsOf(listed));
      }),
    );
  });

  it('stay on the list to the end of the day on which they end, and no longer', () => {
    const endsAtS = Date.parse('2026-11-24T03:04:05Z') / 1_000;
    const code = { hash: sha256('one'), expiresAt: listedUntilS(endsAtS) };
    const none = composeRevocations([], atMs);
    expect(composeRevocations([code], Date.parse('2026-11-24T23:59:59.999Z'))).not.toEqual(none);
    expect(composeRevocations([code], Date.parse('2026-11-25T00:00:00.000Z'))).toEqual(none);
  });

  it('fill a message at the limit; one more is too much', () => {
    const hashes = Array.from({ length: codeLimits.hashesPerListMax + 1 }, (_, index) => ({
      hash: index.toString(16).padStart(8, '0').padEnd(64, '0'),
    }));
    expect(made('revocations', composeRevocations(hashes.slice(1), atMs)).version).toBe(1);
    expect(nextVersion('revocations', undefined, composeRevocations(hashes, atMs), atMs)).toBe('too-long');
  });
});

describe('statuses', () => {
  const person = fc.record({
    name: fc.stringMatching(/^provider:[a-z]{12}$/),
    status: fc.constantFrom(...personStatus.options),
    untilMs: fc.option(fc.integer({ min: atMs, max: atMs + 20 * 24 * hourMs })),
  });
  const persons = fc.uniqueArray(person, { maxLength: 40, selector: ({ name }) => name });
  const kept = ({ name, status, untilMs }: { name: string; status: KeptStatus['status']; untilMs: number | null }) => ({
    hash: sha256(name),
    status,
    until: untilMs === null ? null : new Date(untilMs).toISOString(),
    ...(untilMs !== null && { expiresAt: listedUntilS(untilMs / 1_000) }),
  });

  it('hold until they end and at most an hour longer', () => {
    fc.assert(
      fc.property(persons, (all) => {
        const statuses = made('statuses', composeStatuses(all.map(kept), atMs));
        const read = readLists({ statuses }).statuses;
        for (const { name, status, untilMs } of all) {
          const at = (ms: number) => statusOf(read, name, ms, platform);
          expect(at(untilMs === null ? atMs + 1e12 : untilMs - 1)).toBe(status);
          if (untilMs !== null) expect(at(untilMs + hourMs)).toBeUndefined();
        }
        expect(statusOf(read, 'provider:NOBODY', atMs, platform)).toBeUndefined();
      }),
    );
  });

  it('make the same list in any order', () => {
    fc.assert(
      fc.property(persons, (all) => {
        const list = composeStatuses(all.map(kept), atMs);
        expect(composeStatuses(all.map(kept).toReversed(), atMs)).toEqual(list);
      }),
    );
  });

  it('are rounded up to whole days when the hours would make too many groups', () => {
    const everyHour = Array.from({ length: 40 * 24 }, (_, hour) =>
      kept({ name: `provider:${hour}`, status: 'red', untilMs: atMs + hour * hourMs }),
    );
    const groups = composeStatuses(everyHour, atMs)?.groups ?? [];
    expect(groups).toHaveLength(41);
    expect(groups[0]?.until).toBe('2026-11-25T00:00:00.000Z');
    const everyDay = everyHour.map((one, day) => ({ ...one, until: new Date(atMs + day * 24 * hourMs).toISOString() }));
    expect(composeStatuses(everyDay, atMs)).toBeUndefined();
  });
});

describe('versions', () => {
  it('are made when something differs, and only then', () => {
    fc.assert(
      fc.property(ids, ids, fc.integer({ min: -1_000, max: 1_000 }), (before, after, laterMs) => {
        const newest = revocationsOf(before);
        const content = composeRevocations(after.map(revoked), atMs);
        const next = nextVersion('revocations', newest, content, atMs + laterMs);
        if (typeof next !== 'string') {
          expect(next).toMatchObject({ version: 2, ...content });
          expect(next.hashes).not.toBe(newest.hashes);
          // Gates keep what was issued last.
          expect(next.issuedAt > newest.issuedAt).toBe(true);
        } else expect({ next, hashes: content?.hashes }).toEqual({ next: 'unchanged', hashes: newest.hashes });
      }),
    );
  });

  it('of keys hold each once, and are too long when no message holds them', () => {
    const key = (index: number, spkiLength = 120) => ({
      kid: `key${index}`,
      algorithm: 'ES256' as const,
      spki: 'A'.repeat(spkiLength),
      content: 'hc1' as const,
    });
    expect(composeKeys([key(2), key(1), key(2)])).toEqual({ keys: [key(1), key(2)] });
    const keysOf = (count: number, spkiLength: number) =>
      composeKeys(Array.from({ length: count }, (_, index) => key(index, spkiLength)));
    expect(made('keys', keysOf(codeLimits.keysPerListMax, 120)).keys).toHaveLength(codeLimits.keysPerListMax);
    expect(nextVersion('keys', undefined, keysOf(codeLimits.keysPerListMax + 1, 120), atMs)).toBe('too-long');
    expect(nextVersion('keys', undefined, keysOf(codeLimits.keysPerListMax, 392), atMs)).toBe('too-long');
  });
});
