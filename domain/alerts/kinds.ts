/** Words of the contract that the guards' page has to know; apart from its shapes, so that a page is not made of zod. */

/** About somebody who stands, or stood, at the gate: for the guards, and for nobody else. */
export const personAlertKinds = [
  'fever',
  'refused-code',
  /** Let in with a code that was revoked by then; the gate did not have the revocation yet. */
  'revoked-code',
  /** Has to stay at home, and was let out by a gate that did not know it yet. */
  'quarantine-broken',
  /** At two gates that nobody can get from one to the other in that time: a copied code. */
  'impossible-walk',
  /** A code for one use, used again. */
  'used-twice',
] as const;

/** What became of an alert. */
export const outcomes = ['confirmed', 'false-alarm', 'referred', 'let-in'] as const;
export type Outcome = (typeof outcomes)[number];
