import type { Principal } from '../../../domain/access/principal.ts';
import type { Deed } from '../../../domain/audit-trail.ts';
import type { Actor } from '../../../domain/messages/alert.ts';
import { actorOf, isOn, type ShiftEnd, type StoredShift } from '../../../domain/shifts/shift.ts';
import type { AuditTrail } from '../../shared/audit-trail.ts';
import type { Retry } from '../../shared/retry.ts';
import { allSettled } from '../../shared/settled.ts';
import { toInstant } from '../../shared/timing.ts';
import type { Communities } from '../communities.ts';
import type { Shifts } from './shifts-store.ts';

interface Parts {
  shifts: Shifts;
  auditTrail: AuditTrail;
}

/** Ends a shift that goes on; in the audit trail before. */
export async function endShift(
  { shifts, auditTrail }: Parts,
  community: string,
  shift: StoredShift | undefined,
  { why, by, nowMs }: { why: ShiftEnd; by?: Actor; nowMs: number },
  retry: Retry,
): Promise<void> {
  const at = toInstant(nowMs);
  if (!shift || !isOn(shift, at)) return;
  const deed: Deed = { at, by: by ?? actorOf(shift), what: 'endShift', about: shift.guard, said: why };
  await auditTrail.append(community, deed, retry);
  await shifts.end(community, shift, at, retry);
}

/** Ends what a sign-in has of shifts, in all communities that it comes to. */
export function createEndShifts(parts: Parts & { communities: Communities }) {
  return async (principal: Principal, nowMs: number, retry: Retry): Promise<void> => {
    if (principal.role !== 'guard') return;
    const places = await parts.communities.of(principal, retry);
    await allSettled(
      places.map(async ({ community }) => {
        const shift = await parts.shifts.find(community, principal.sessionId, retry);
        await endShift(parts, community, shift, { why: 'signed-out', nowMs }, retry);
      }),
    );
  };
}
