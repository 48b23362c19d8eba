// Goal: health certificates are read as the EU's test data says.
// Method: the common codes of eu-digital-green-certificates/dgc-testdata, read where they lie; one test a case, with
// the reason that each must be refused for. A flag that is `false` names the step that fails; all others must pass.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { noHashes } from '../../../../domain/codes/hash-list.ts';
import { createKeyRing } from '../../../../domain/codes/key-ring.ts';
import type { Refusal } from '../../../../domain/codes/refusals.ts';
import { verifyCode } from '../../../../domain/codes/verify.ts';
import { createCodePlatform } from '../../../../platform/codes.ts';
import { keyOfCertificate } from '../../../../platform/listed-keys.ts';

const dataFile = join(import.meta.dirname, '../../../../../shared/data/dcc-common.jsonl');
const testCase = z.object({
  id: z.string(),
  code: z.string(),
  certificate: z.base64(),
  clock: z.iso.datetime(),
  description: z.string(),
  expected: z.record(z.string(), z.boolean()),
});

/** Which of our reasons say that a step of the test data has failed. */
const stepReasons: Record<string, readonly Refusal[]> = {
  EXPECTEDUNPREFIX: ['context'],
  EXPECTEDB45DECODE: ['base45'],
  EXPECTEDCOMPRESSION: ['compression', 'too-large'],
  EXPECTEDDECODE: ['cbor', 'claims'],
  EXPECTEDVERIFY: ['cbor', 'cose', 'no-key-id', 'unknown-key', 'algorithm', 'signature'],
  EXPECTEDEXPIRATIONCHECK: ['not-yet-valid', 'expired'],
  EXPECTEDKEYUSAGE: ['key-usage'],
  EXPECTEDSCHEMAVALIDATION: ['schema'],
};
/** The picture is the scanner's to read; the file holds its text only, and that must verify. */
const notOurs = 'EXPECTEDPICTUREDECODE';

/** Cases that must be refused, and why exactly. */
const reasons: Record<string, Refusal> = {
  'common/B1': 'base45',
  'common/CBO1': 'claims',
  'common/CBO2': 'cbor',
  'common/CO5': 'signature',
  'common/CO6': 'key-usage',
  'common/CO7': 'key-usage',
  'common/CO8': 'key-usage',
  'common/CO9': 'key-usage',
  'common/CO10': 'key-usage',
  'common/CO11': 'key-usage',
  'common/CO16': 'not-yet-valid',
  'common/CO17': 'expired',
  'common/CO22': 'unknown-key',
  'common/CO23': 'unknown-key',
  'common/DGC1': 'schema',
  'common/DGC2': 'schema',
  'common/H1': 'context',
  'common/H2': 'context',
  'common/H3': 'context',
  'common/Z1': 'compression',
  'common/Z2': 'compression',
};

const platform = createCodePlatform();
const missing = !existsSync(dataFile);
const cases = missing ? [] : readFileSync(dataFile, 'utf8').trim().split('\n');

describe.skipIf(missing)(`the EU's common test codes${missing ? ` (${dataFile} is missing)` : ''}`, () => {
  it.each(cases.map((line) => testCase.parse(JSON.parse(line))))('$id: $description', (one) => {
    const key = keyOfCertificate(Buffer.from(one.certificate, 'base64'));
    const atS = Date.parse(one.clock) / 1_000;
    const result = verifyCode(one.code, { keys: createKeyRing({ keys: [key] }), revocations: noHashes, atS }, platform);

    const failing = Object.keys(one.expected).filter((flag) => one.expected[flag] === false && flag !== notOurs);
    const reason = result.accepted ? undefined : result.reason;
    expect(reason).toBe(reasons[one.id]);
    for (const flag of failing) expect(stepReasons[flag]).toContain(reason);
    expect(result.accepted).toBe(failing.length === 0);
  });
});
