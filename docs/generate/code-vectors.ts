import { addHashes, noHashes, readHashes } from '../../domain/codes/hash-list.ts';
import { createKeyRing } from '../../domain/codes/key-ring.ts';
import type { CodePlatform } from '../../domain/codes/platform.ts';
import { revocationHash } from '../../domain/codes/revocations.ts';
import { type CodeResult, verifyCode } from '../../domain/codes/verify.ts';
import { GatehouseError } from '../../domain/errors.ts';
import { keyList } from '../../domain/messages/lists.ts';
import { createCodePlatform } from '../../platform/codes.ts';
import signed from './code-samples.json' with { type: 'json' };

/** Test vectors for firmware in other languages: codes, what they are held against, and what our code makes of each. */
export function codeVectors(): object {
  const platform = createCodePlatform();
  const { atS, community } = signed.context;
  const keys = keyList.shape.keys.parse(signed.keys);
  const hashes = revokedHashes(platform);
  const revocations = readHashes(hashes);
  if (!revocations) throw new GatehouseError('The list of revoked codes cannot be read.');
  const check = { keys: createKeyRing({ keys }), revocations, atS, community };
  return {
    about:
      'Codes and what a gate must make of each, held against these keys, this list of revoked codes, this time and ' +
      'this community. Results are generated from domain/; the codes were signed once, by keys that are thrown away.',
    check: { atS, community, keys, revocations: hashes },
    codes: Object.entries(signed.samples).map(([name, code]) => ({
      name,
      code,
      result: describe(verifyCode(code, check, platform)),
    })),
  };
}

function revokedHashes(platform: CodePlatform): string {
  const revoked = signed.context.revoked.map(({ content, id }) =>
    revocationHash({ content: content === 'hc1' ? 'hc1' : 'gatehouse', id }, platform),
  );
  return addHashes(noHashes, revoked) ?? '';
}

function describe(result: CodeResult): object {
  if (!result.accepted) return { accepted: false, reason: result.reason };
  const { content, id } = result.code;
  return { accepted: true, content, kind: content === 'hc1' ? result.code.kind : result.code.pass.kind, id };
}
