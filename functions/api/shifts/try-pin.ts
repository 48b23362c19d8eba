import type { AuditTrail } from '../../shared/audit-trail.ts';
import type { Retry } from '../../shared/retry.ts';
import { allSettled } from '../../shared/settled.ts';
import { toInstant } from '../../shared/timing.ts';
import type { Refused } from '../answer.ts';
import type { Guards, KeptGuard } from './guards-store.ts';
import { isPin } from './pins.ts';
import type { WrongPinCounts } from './wrong-pins-store.ts';

interface Parts {
  guards: Guards;
  wrongPins: WrongPinCounts;
  auditTrail: AuditTrail;
}

interface Tried {
  community: string;
  guard: string;
  pin: string;
  sessionId: string;
  subject: string;
  nowMs: number;
}

/**
 * Who identifies by a PIN. A guard that there is not is dealt with like a wrong PIN, in every step and as long.
 * @returns the guard; or that it is refused, or has to wait, and how long.
 */
export async function tryPin(
  { guards, wrongPins, auditTrail }: Parts,
  { community, guard, pin, sessionId, subject, nowMs }: Tried,
  retry: Retry,
): Promise<KeptGuard | Refused> {
  const atPhone = await wrongPins.take('phone', sessionId, nowMs, retry);
  if (!atPhone.mayTry) return { problem: 'too-many-requests', waitS: inSeconds(atPhone.waitMs) };
  const whose = `${community}#${guard}`;
  const ofGuard = await wrongPins.take('guard', whose, nowMs, retry);
  if (!ofGuard.mayTry) {
    await wrongPins.giveBack('phone', sessionId, retry);
    return { problem: 'too-many-requests', waitS: inSeconds(ofGuard.waitMs) };
  }
  const known = await guards.find(community, guard, retry);
  if ((await isPin(pin, known?.pin)) && known) {
    await allSettled([wrongPins.giveBack('phone', sessionId, retry), wrongPins.giveBack('guard', whose, retry)]);
    return known;
  }
  const deed = { at: toInstant(nowMs), by: { subject }, what: 'not-done', about: guard, said: 'beginShift: wrong PIN' };
  await auditTrail.append(community, deed, retry);
  const waitS = inSeconds(Math.max(atPhone.thenWaitMs, ofGuard.thenWaitMs));
  return { problem: 'pin-refused', ...(waitS > 0 && { waitS }) };
}

function inSeconds(ms: number): number {
  return Math.ceil(ms / 1_000);
}
