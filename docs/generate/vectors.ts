import { canonicalPass } from '../../domain/pass-key.ts';
import { judgementVectors } from './judgement-vectors.ts';

/** Test vectors for firmware in other languages: what goes in, and what our own code makes of it. */
export function testVectors(): object {
  return {
    about: 'Generated from domain/. Temperatures in degrees Celsius. A gate in any language must come to the same.',
    judgement: judgementVectors(),
    canonical: canonicalVectors(),
  };
}

/** RFC 8785 with the code's text replaced: what a pass's digest is taken over. */
function canonicalVectors(): object[] {
  const sent = {
    seq: 7,
    epoch: 'k3v9x0q2',
    skinC: 35.1,
    newer: { b: 1, a: 'é' },
    code: { text: 'A1B2', form: 'card' },
  };
  return [{ sent, subject: 'pseudonym', canonical: canonicalPass(sent, 'pseudonym') }];
}
