import { canonicalPass } from '../../domain/pass-key.ts';
import { addReading, baselineC, emptyBaseline, enterDay } from '../../domain/screening/baseline.ts';
import { judgementVectors } from './judgement-vectors.ts';

/** Test vectors for firmware in other languages: what goes in, and what our own code makes of it. */
export function testVectors(): object {
  return {
    about: 'Generated from domain/. Temperatures in degrees Celsius. A gate in any language must come to the same.',
    baseline: baselineVectors(),
    judgement: judgementVectors(),
    canonical: canonicalVectors(),
  };
}

/** Two days at one gate: learning, an even and an odd number of readings, the day change, the window of 30. */
function baselineVectors(): object[] {
  const first = [35.31, 35.4, 36.9, 35.22, 35.35, 35.36].map((skinC) => ({ day: '2026-11-23', skinC }));
  const second = Array.from({ length: 34 }, (_, index) => ({
    day: '2026-11-24',
    skinC: Math.round(3480 + index * 3 + (index % 7)) / 100,
  }));
  let state = emptyBaseline;
  return [...first, ...second].map(({ day, skinC }) => {
    state = enterDay(state, day);
    const before = baselineC(state);
    state = addReading(state, skinC);
    return { day, skinC, baselineC: before };
  });
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
