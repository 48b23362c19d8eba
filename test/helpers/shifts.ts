import { shiftEndsMs } from '../../domain/shifts/shift.ts';
import { shiftKey } from '../../domain/state-keys.ts';

/** The item of `state` by which a guard is on shift at a phone, from now on. @param claims of its sign-in. */
export function shiftItem(community: string, claims: Record<string, string>, guard: string) {
  const { sub: subject = '', origin_jti: sessionId = '' } = claims;
  const nowMs = Date.now();
  const [since, until] = [nowMs, shiftEndsMs(nowMs)].map((ms) => new Date(ms).toISOString());
  return { ...shiftKey(community, sessionId), sessionId, subject, guard, since, until };
}
