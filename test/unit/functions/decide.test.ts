// Goal: what is stored is a function of what was sent and of nothing else, for any bytes.
// Method: properties of the pure part, over random bytes and random passes.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noLists } from '../../../domain/codes/standing.ts';
import { ingestLimits } from '../../../domain/limits/functions.ts';
import { wireLimits } from '../../../domain/limits/wire.ts';
import { defaultConfig } from '../../../domain/messages/config.ts';
import type { Pass } from '../../../domain/messages/pass.ts';
import { decide } from '../../../functions/ingest/decide.ts';
import { parsePasses } from '../../../functions/ingest/parse.ts';
import { recordCode } from '../../../functions/ingest/shown-code.ts';
import type { Rejected } from '../../../functions/shared/quarantine-reasons.ts';
import { createCodePlatform } from '../../../platform/codes.ts';
import { readPseudonymKeys } from '../../../platform/pseudonym.ts';
import { now, pseudonymSecret, timeZone } from '../../helpers/functions.ts';
import { passesOf, passOf } from '../../helpers/passes.ts';

const from = { gate: 'gate-1', community: 'xixi' };

function decideAbout(bytes: Uint8Array, receivedAt = now) {
  const { passes, rejected } = parsePasses(bytes, receivedAt);
  const keys = readPseudonymKeys(pseudonymSecret);
  const held = { ...from, timeZone, keys, named: noLists, newest: noLists, platform: createCodePlatform() };
  const codes = new Map(passes.flatMap(({ pass }) => (pass.code ? [[pass, recordCode(pass, pass.code, held)]] : [])));
  const configs = new Map([[0, defaultConfig]]);
  const decision = decide(from, passes, { receivedAt, timeZone, configs, codes, confirmed: new Map() });
  return { ...decision, rejected };
}

const itemsOf = (bytes: Uint8Array, receivedAt = now) =>
  [...decideAbout(bytes, receivedAt).passes.values()].map(({ stored }) => stored);

const bytesOf = (passes: readonly unknown[]) => Buffer.from(JSON.stringify(passesOf(...passes)));

const hundredths = (min: number, max: number) => fc.integer({ min: min * 100, max: max * 100 }).map((n) => n / 100);
const somePass: fc.Arbitrary<Pass> = fc
  .record({
    seq: fc.integer({ min: 1, max: 50 }),
    skinC: fc.option(hundredths(20, 45)),
    baselineC: fc.option(hundredths(34, 36)),
    at: fc.integer({ min: now - 86_400_000, max: now }).map((ms) => new Date(ms).toISOString()),
    verdict: fc.constantFrom('admit', 'recheck', 'refuse'),
    code: fc.option(
      fc.record({
        form: fc.constantFrom('hc1', 'gatehouse', 'provider'),
        text: fc.string({ minLength: 1, maxLength: 40 }),
        status: fc.constantFrom('green', 'yellow', 'red'),
      }),
    ),
    newField: fc.jsonValue({ maxDepth: 2 }),
  })
  .map((changes) => passOf(changes));

/** One thing that is no I-JSON spoils its message as a whole, and whatever else is in it. */
const isSpoilt = (rejected: readonly Rejected[]) =>
  rejected.some(({ reason }) => reason === 'lone-surrogate' || reason === 'forbidden-key');

test('any bytes at all are parsed or rejected, never thrown at', () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), fc.string().map(Buffer.from), fc.json().map(Buffer.from)), (bytes) => {
      const { passes, rejected } = parsePasses(bytes, now);
      expect(passes.length + rejected.length).toBeGreaterThan(0);
    }),
  );
});

test('a good pass beside any JSON is stored, and what is beside it is stored or rejected', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 5 }), (others) => {
      const bytes = bytesOf([passOf({ seq: 1 }), ...others]);
      const { passes, rejected } = parsePasses(bytes, now);
      fc.pre(!isSpoilt(rejected));
      expect(passes.map(({ pass }) => pass.seq)).toContain(1);
      expect(passes.length + rejected.length).toBe(others.length + 1);
    }),
  );
});

test('the same passes give the same items, in whatever order, messages and however often', () => {
  fc.assert(
    fc.property(fc.array(somePass, { minLength: 1, maxLength: 10 }), fc.nat(9), (passes, cut) => {
      const { passes: decided, rejected } = decideAbout(bytesOf(passes));
      fc.pre(!isSpoilt(rejected));
      const together = new Map([...decided.values()].map(({ stored }) => [stored.sk, stored]));
      const apart = [bytesOf(passes.slice(cut).toReversed()), bytesOf(passes.slice(0, cut)), bytesOf(passes)];
      const split = new Map(apart.flatMap((bytes) => itemsOf(bytes)).map((item) => [item.sk, item]));
      expect(split).toEqual(together);
    }),
    // The generator comes to such names once in some thousand times.
    { examples: [[[passOf(), passOf({ seq: 2, ...JSON.parse('{"newField":{"__proto__":1}}') })], 1]] },
  );
});

test('no item holds the text of a code', () => {
  fc.assert(
    fc.property(somePass, fc.uuid(), (pass, secret) => {
      const code = { form: 'hc1', text: `HC1:${secret}` } as const;
      const { passes, alerts } = decideAbout(bytesOf([{ ...pass, code }]));
      const written = [...passes.values()].map(({ stored }) => stored);
      expect(JSON.stringify([written, [...alerts.values()]])).not.toContain(secret);
    }),
  );
});

test('a pass that arrives later differs in when it expires, and in nothing else', () => {
  const bytes = bytesOf([passOf()]);
  const [early] = itemsOf(bytes);
  const [late] = itemsOf(bytes, now + 3_600_000);
  expect(late).toEqual({ ...early, expiresAt: Number(early?.['expiresAt']) + 3_600 });
});

test('a field that this version does not know is part of what makes two passes different', () => {
  const keys = itemsOf(bytesOf([passOf(), { ...passOf(), humidity: 0.4 }])).map(({ sk }) => sk);
  expect(new Set(keys).size).toBe(2);
});

test('a whole message fits into one batch of DynamoDB', () => {
  expect(wireLimits.passesPerMessageMax).toBeLessThanOrEqual(ingestLimits.batchItemsMax);
});
