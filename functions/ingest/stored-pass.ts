import { hash } from 'node:crypto';
import type { Judgement } from '../../domain/judgement.ts';
import { timeLimits } from '../../domain/limits/wire.ts';
import { indexAttributes, timeToLiveAttribute } from '../../domain/names.ts';
import { canonicalPass, type PassKey, passKey } from '../../domain/pass-key.ts';
import type { Sender } from '../shared/sender.ts';
import type { SentPass } from './parse.ts';
import type { CodeRecord } from './shown-code.ts';

/** An item of `passes`. */
export type StoredPass = PassKey & { [attribute: string]: unknown };

interface Receipt {
  /** Undefined when no code was shown. */
  code: CodeRecord | undefined;
  /** The cloud's own judgement; undefined when it cannot be made. */
  judged: Judgement | undefined;
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
  { code, judged, receivedAt, timeZone }: Receipt,
): StoredPass {
  const { code: shown, ...measured } = pass;
  const expiresMs = Math.max(Date.parse(pass.at), receivedAt);
  return {
    ...passKey(from, pass, digestOf(canonicalPass(sent, code?.text)), timeZone),
    ...from,
    ...measured,
    judgedVerdict: judged?.verdict,
    judgedReason: judged?.reason,
    codeForm: shown?.form,
    codeStatus: shown?.status,
    codeUsedAt: shown?.usedAt,
    codeKind: kindOf(code),
    [indexAttributes.passesBySubject.partition]: code?.subject,
    [timeToLiveAttribute]: Math.floor(expiresMs / 1_000) + timeLimits.passRetentionS,
  };
}

/** Resident, visitor, courier, worker; or what a health certificate states. */
function kindOf(code: CodeRecord | undefined): string | undefined {
  const certified = code?.standing?.certified;
  return certified?.content === 'gatehouse' ? certified.pass.kind : certified?.kind;
}

/** The first 132 bits of SHA-256, as base64url. The one-shot hash that gives text is ten times cheaper than a Buffer. */
function digestOf(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22);
}
