import type { Deed } from '../../../domain/audit-trail.ts';
import type { Actor, Alert } from '../../../domain/messages/alert.ts';
import { actorOf, isOn, type StoredShift, shiftEndsMs, takenOver } from '../../../domain/shifts/shift.ts';
import type { AuditTrail } from '../../shared/audit-trail.ts';
import type { Retry } from '../../shared/retry.ts';
import { toInstant } from '../../shared/timing.ts';
import type { Communities } from '../communities.ts';
import type { Asked, Handlers } from '../handler-of.ts';
import { endShift } from './end-shift.ts';
import type { Guards } from './guards-store.ts';
import type { Shifts } from './shifts-store.ts';
import { tryPin } from './try-pin.ts';
import type { WrongPinCounts } from './wrong-pins-store.ts';

export interface ShiftParts {
  communities: Communities;
  guards: Guards;
  shifts: Shifts;
  wrongPins: WrongPinCounts;
  auditTrail: AuditTrail;
  /** All alerts of a community that are not resolved, the gravest first. */
  readUnresolved: (place: { district: string; community: string }, retry: Retry) => Promise<Alert[]>;
  /** Hands one over as it is, to who asks. @returns whether it is theirs now. */
  takeOver: (alert: Alert, to: Actor, asked: Asked<'beginShift'>) => Promise<boolean>;
}

/** Who of a community's guards is at which phone. */
export function createShiftHandlers(parts: ShiftParts): Pick<Handlers, 'getShift' | 'beginShift' | 'endShift'> {
  const { communities, shifts } = parts;
  return {
    async getShift({ principal, community, nowMs, retry }) {
      const place = await communities.permit(principal, 'see-guards', community, retry);
      if ('problem' in place) return place;
      const all = (await shifts.list(community, retry)).filter((one) => isOn(one, toInstant(nowMs)));
      const isHere = ({ sessionId }: StoredShift) => sessionId === principal.sessionId;
      const here = all.find(isHere);
      const others = all.filter((one) => !isHere(one)).map(shown);
      return { answer: { shift: here ? shown(here) : null, others } };
    },
    async beginShift(asked) {
      const { principal, community, body, nowMs, retry } = asked;
      const place = await communities.permit(principal, 'be-on-shift', community, retry);
      if ('problem' in place) return place;
      const { sessionId, subject } = principal;
      const identified = await tryPin(parts, { community, sessionId, subject, nowMs, ...body }, retry);
      if ('problem' in identified) return identified;
      const { guard, pinSince } = identified;
      const until = toInstant(shiftEndsMs(nowMs));
      const shift: StoredShift = { sessionId, subject, guard, since: toInstant(nowMs), until };
      await begin(parts, community, shift, retry);
      // Removed, or given another PIN, at this very moment.
      if ((await parts.guards.find(community, guard, retry))?.pinSince !== pinSince) {
        await endShift(parts, community, shift, { why: 'guard-changed', nowMs }, retry);
        return { problem: 'pin-refused' };
      }
      return { answer: { shift: shown(shift), handedOver: await takeOverAll(parts, place, shift, asked) } };
    },
    async endShift({ principal, community, nowMs, retry }) {
      const place = await communities.permit(principal, 'be-on-shift', community, retry);
      if ('problem' in place) return place;
      const shift = await shifts.find(community, principal.sessionId, retry);
      await endShift(parts, community, shift, { why: 'ended', nowMs }, retry);
      return { answer: null };
    },
  };
}

function shown({ guard, since, until }: StoredShift): Pick<StoredShift, 'guard' | 'since' | 'until'> {
  return { guard, since, until };
}

/** Who was there before goes, and both is in the audit trail before it is so. */
async function begin(
  { shifts, auditTrail }: ShiftParts,
  community: string,
  shift: StoredShift,
  retry: Retry,
): Promise<void> {
  const { guard, since: at, until, sessionId } = shift;
  const by = actorOf(shift);
  const before = await shifts.find(community, sessionId, retry);
  if (before && before.endedAt === undefined) {
    const said = isOn(before, at) ? 'relieved' : 'by-itself';
    const gone: Deed = { at, by, what: 'endShift', about: before.guard, said };
    await auditTrail.append(community, gone, retry);
  }
  await auditTrail.append(community, { at, by, what: 'beginShift', about: guard, said: `until ${until}` }, retry);
  await shifts.begin(community, shift, retry);
}

/** @returns how many alerts are theirs now. What somebody else changes at this moment stays with who has it. */
async function takeOverAll(
  { shifts, readUnresolved, takeOver }: ShiftParts,
  place: { district: string; community: string },
  shift: StoredShift,
  asked: Asked<'beginShift'>,
): Promise<number> {
  const { retry } = asked;
  const { since, sessionId } = shift;
  const [unresolved, all] = await Promise.all([readUnresolved(place, retry), shifts.list(place.community, retry)]);
  const elsewhere = all.filter((one) => one.sessionId !== sessionId && isOn(one, since));
  let count = 0;
  for (const alert of takenOver(unresolved, actorOf(shift), elsewhere)) {
    if (await takeOver(alert, actorOf(shift), asked)) count += 1;
  }
  return count;
}
