// Goal: no code that was tampered with is believed, and none brings anything down (bad input, laws 3 and 8).
// Method: good codes spoiled at each layer by a seeded generator. One that is still believed must say what its
// issuer signed, byte for byte: zlib's packing, COSE's tag and its unsigned header can be written in several ways.
// A sample here; `npm run bench:codes` spoils 100,000.
import { expect, it } from 'vitest';
import { refusals } from '../../../../domain/codes/refusals.ts';
import { verifyCode } from '../../../../domain/codes/verify.ts';
import { seededRandom } from '../../../../domain/seeded-random.ts';
import { platform } from './forge.ts';
import { check, goodCodes, mutate, mutateClaims, signedPart } from './mutate.ts';

const seed = 'codes';
const sample = 3_000;
/** Seconds of work on a busy machine. */
const timeout = 60_000;

it(`seed "${seed}": ${sample} spoiled codes are refused with a reason, or are the same code`, { timeout }, async () => {
  const random = seededRandom(seed);
  const good = await goodCodes();
  const signed = new Set(good.map(signedPart));
  for (const code of good) expect(verifyCode(code, check, platform).accepted).toBe(true);
  for (let count = 0; count < sample; count++) {
    const spoiled = mutate(good[count % good.length] ?? '', good[(count + 1) % good.length] ?? '', random);
    const result = verifyCode(spoiled, check, platform);
    if (result.accepted) expect(signed).toContain(signedPart(spoiled));
    else expect(refusals).toHaveProperty(result.reason);
  }
});

it('claims that are spoiled before they are signed bring nothing down', { timeout }, () => {
  const random = seededRandom(seed);
  const reasons = new Set<string>();
  for (let count = 0; count < 500; count++) {
    const result = verifyCode(mutateClaims(random), check, platform);
    reasons.add(result.accepted ? 'accepted' : result.reason);
  }
  expect([...reasons]).toEqual(expect.arrayContaining(['cbor', 'claims', 'schema', 'accepted']));
});
