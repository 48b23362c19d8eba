// Goal: that a code's signature was found right once saves the work and nothing else: time, lists and community are
// looked at whenever it is shown, and what was refused is looked at anew.
// Method: a platform that counts how often it verifies.
import { expect, test } from 'vitest';
import { addHashes, noHashes, readHashes } from '../../../../domain/codes/hash-list.ts';
import { createKeyRing } from '../../../../domain/codes/key-ring.ts';
import { revocationHash } from '../../../../domain/codes/revocations.ts';
import { verifyCode } from '../../../../domain/codes/verify.ts';
import { codeLimits } from '../../../../domain/limits/codes.ts';
import { createCodePlatform } from '../../../../platform/codes.ts';
import { keyOfPass } from '../../../../platform/listed-keys.ts';
import { issuedBy, newKey, ownPass } from '../../../helpers/codes.ts';

const nowS = 1_700_000_000;
const key = newKey();

function countingGate() {
  const real = createCodePlatform();
  let verified = 0;
  const platform = {
    ...real,
    verifySignature: (...asked: Parameters<typeof real.verifySignature>) => {
      verified++;
      return real.verifySignature(...asked);
    },
  };
  const keys = createKeyRing({ keys: [keyOfPass(key)] });
  const basis = { keys, revocations: noHashes, atS: nowS + 60, community: 'xixi' };
  return {
    show: (text: string, change: Partial<typeof basis> = {}) => verifyCode(text, { ...basis, ...change }, platform),
    verified: () => verified,
  };
}

test('the same code is verified once, and held against time, lists and community each time', async () => {
  const gate = countingGate();
  const code = await issuedBy(key, ownPass(nowS));
  const shown = gate.show(code);
  if (!shown.accepted) return expect.fail('a right code was refused');
  const hash = revocationHash(shown.code, createCodePlatform());
  const revocations = readHashes(addHashes(noHashes, [hash]) ?? '') ?? noHashes;
  expect(gate.show(code)).toEqual(shown);
  expect(gate.show(code, { atS: nowS + 7_200 })).toMatchObject({ reason: 'expired' });
  expect(gate.show(code, { community: 'wuchang' })).toMatchObject({ reason: 'other-community' });
  expect(gate.show(code, { revocations })).toMatchObject({ reason: 'revoked' });
  expect(gate.verified()).toBe(1);
});

test('what was refused is looked at anew, and so is what more people have come after', async () => {
  const gate = countingGate();
  const forged = await issuedBy(newKey(), ownPass(nowS));
  expect([gate.show(forged), gate.show(forged)]).toMatchObject([{ accepted: false }, { accepted: false }]);
  const code = await issuedBy(key, ownPass(nowS));
  gate.show(code);
  const others = await Promise.all(
    Array.from({ length: codeLimits.codesRememberedMax }, () => issuedBy(key, ownPass(nowS))),
  );
  for (const other of others) gate.show(other);
  const before = gate.verified();
  expect(gate.show(code).accepted).toBe(true);
  expect(gate.verified()).toBe(before + 1);
});
