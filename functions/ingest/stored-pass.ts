import { hash } from 'node:crypto';
import { timeLimits } from '../../domain/limits.ts';
import { indexAttributes, timeToLiveAttribute } from '../../domain/names.ts';
import { canonicalPass, type PassKey, passKey } from '../../domain/pass-key.ts';
import type { Sender } from '../shared/sender.ts';
import type { SentPass } from './parse.ts';

/** An item of `passes`. */
export type StoredPass = PassKey & { [attribute: string]: unknown };

interface Receipt {
  /** Pseudonym of the code shown; undefined when none was. */
  subject: string | undefined;
  receivedAt: number;
  /** IANA name of the zone that a day is reckoned in. */
  timeZone: string;
}

/**
 * What is stored of a pass: a pure function of what was sent, `expiresAt` apart, so that writing it again changes
 * nothing. The text of the code is not in it, nor in its digest.
 */
export function storedPass(
  from: Sender,
  { pass, sent }: SentPass,
  { subject, receivedAt, timeZone }: Receipt,
): StoredPass {
  const { code, ...measured } = pass;
  const expiresMs = Math.max(Date.parse(pass.at), receivedAt);
  return {
    ...passKey(from, pass, digestOf(canonicalPass(sent, subject)), timeZone),
    ...from,
    ...measured,
    codeForm: code?.form,
    codeStatus: code?.status,
    [indexAttributes.passesBySubject.partition]: subject,
    [timeToLiveAttribute]: Math.floor(expiresMs / 1_000) + timeLimits.passRetentionS,
  };
}

/** The first 132 bits of SHA-256, as base64url. The one-shot hash that gives text is ten times cheaper than a Buffer. */
function digestOf(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22);
}
