import { randomInt } from 'node:crypto';
import type { SecretPlan } from '../../template/plan.ts';

const kinds = {
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  digit: '0123456789',
  punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
};

/** The first value of a secret, as `GenerateSecretString` of its template says. */
export function firstValue({ length, excludePunctuation, template, key }: SecretPlan['generate']): string {
  const password = randomPassword(length, excludePunctuation);
  if (template === undefined || key === undefined) return password;
  return JSON.stringify({ ...JSON.parse(template), [key]: password });
}

/** Has at least one character of each kind, as Secrets Manager sees to; `length` is at least the number of kinds. */
function randomPassword(length: number, excludePunctuation: boolean): string {
  const alphabets = [kinds.lower, kinds.upper, kinds.digit, ...(excludePunctuation ? [] : [kinds.punctuation])];
  const all = alphabets.join('');
  while (true) {
    const password = Array.from({ length }, () => all.charAt(randomInt(all.length))).join('');
    if (alphabets.every((alphabet) => [...password].some((character) => alphabet.includes(character)))) return password;
  }
}
