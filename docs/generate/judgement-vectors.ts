import { judge, type Measurement } from '../../domain/judgement.ts';
import { defaultConfig } from '../../domain/messages/config.ts';
import type { CodeConcern } from '../../domain/messages/pass.ts';

const calm: Measurement = {
  direction: 'in',
  site: 'face',
  skinC: 35.3,
  baselineC: 35.3,
  code: null,
  listsAgeS: 60,
};
const warm = { skinC: 36.5 };
const provider = { code: { form: 'provider', text: 'A1B2' } } as const;
const signed = { code: { form: 'gatehouse', text: 'GH1:A1B2' } } as const;
const second = { skinC: 35.5, baselineC: 35.4 };

/** What is measured, what speaks against the code that was shown (null: nothing), and the verdict. */
const cases: readonly [Partial<Measurement>, CodeConcern?][] = [
  [{}],
  [{ skinC: 36.09 }],
  [{ skinC: 36.1 }],
  [{ skinC: 37.1 }],
  [{ skinC: 34.9, baselineC: 34.1, site: 'forehead' }],
  [{ skinC: 36.1, more: [second] }],
  [{ skinC: 36.1, more: [second, { skinC: null, baselineC: 35.4 }, { skinC: 36.7, baselineC: 35.2 }] }],
  [{ skinC: 36.1, more: [{ skinC: 35, baselineC: null }] }],
  [{ skinC: 38.2, baselineC: null }],
  [{ skinC: null }],
  [{ sensorFault: 'stuck' }],
  [{ ...warm, contactC: 37.29 }],
  [{ ...warm, contactC: 37.3 }],
  [{ sensorFault: 'drift', contactC: 36.4 }],
  [provider],
  [provider, 'code-yellow'],
  [{ ...provider, ...warm }, 'code-yellow'],
  [{ ...provider, ...warm }, 'code-red'],
  [provider, 'provider-unreachable'],
  [signed, 'code-expired'],
  [{ ...signed, direction: 'in' }, 'code-quarantined'],
  [{ ...signed, direction: 'out' }, 'code-quarantined'],
  [{ ...signed, listsAgeS: 86_400 }],
  [{ ...signed, listsAgeS: 86_401 }],
  [{ ...signed, listsAgeS: null }, 'code-unknown-key'],
  [{ ...signed, listsAgeS: null }, 'code-signature'],
];

/** The verdict table, with the default config. */
export function judgementVectors(): object {
  const { limitC, redLimitC, contactLimitC, codes } = defaultConfig;
  return {
    config: { limitC, redLimitC, contactLimitC, codes },
    cases: cases.map(([change, concern]) => {
      const measured = { ...calm, ...change };
      const standing = measured.code ? { name: '', concern, certified: undefined } : undefined;
      return { measured, concern: concern ?? null, judgement: judge(measured, defaultConfig, standing) };
    }),
  };
}
