import type { Deed } from '../../../domain/audit-trail.ts';
import { shiftLimits } from '../../../domain/limits/shifts.ts';
import type { Actor } from '../../../domain/messages/alert.ts';
import type { AuditTrail } from '../../shared/audit-trail.ts';
import type { Retry } from '../../shared/retry.ts';
import { toInstant } from '../../shared/timing.ts';
import type { Communities } from '../communities.ts';
import type { Handlers } from '../handler-of.ts';
import { endShift } from './end-shift.ts';
import { type Guards, withPin } from './guards-store.ts';
import { keepPin } from './pins.ts';
import type { Shifts } from './shifts-store.ts';

export interface GuardParts {
  communities: Communities;
  guards: Guards;
  shifts: Shifts;
  auditTrail: AuditTrail;
}

/** Who may be on shift: named by an officer, with a PIN that nobody is told again. */
export function createGuardHandlers(parts: GuardParts): Pick<Handlers, 'listGuards' | 'putGuard' | 'removeGuard'> {
  const { communities, guards, auditTrail } = parts;
  return {
    async listGuards({ principal, community, retry }) {
      const place = await communities.permit(principal, 'see-guards', community, retry);
      if ('problem' in place) return place;
      const all = await guards.list(community, retry);
      return { answer: { guards: all.map(({ guard, label }) => ({ guard, label })) } };
    },
    async putGuard({ principal, by, community, guard, body, nowMs, retry }) {
      const place = await communities.permit(principal, 'name-guards', community, retry);
      if ('problem' in place) return place;
      const { label, pin } = body;
      const all = await guards.list(community, retry);
      const known = all.find((one) => one.guard === guard);
      if (!known && all.length >= shiftLimits.guardsPerCommunityMax) return { problem: 'too-many-guards' };
      if (!known && pin === undefined) return { problem: 'bad-request', field: 'pin' };
      const deed: Deed = { at: toInstant(nowMs), by, what: 'putGuard', about: guard };
      await auditTrail.append(community, pin === undefined ? deed : { ...deed, said: 'with a PIN' }, retry);
      const named = { guard, label };
      if (pin !== undefined) await guards.save(community, withPin(named, await keepPin(pin), nowMs), retry);
      else if (known) await guards.save(community, { ...known, ...named }, retry);
      if (pin !== undefined) await endShiftsOf(parts, community, guard, { by, nowMs }, retry);
      return { answer: named };
    },
    async removeGuard({ principal, by, community, guard, nowMs, retry }) {
      const place = await communities.permit(principal, 'name-guards', community, retry);
      if ('problem' in place) return place;
      if (!(await guards.find(community, guard, retry))) return { answer: null };
      await auditTrail.append(community, { at: toInstant(nowMs), by, what: 'removeGuard', about: guard }, retry);
      await guards.remove(community, guard, nowMs, retry);
      await endShiftsOf(parts, community, guard, { by, nowMs }, retry);
      return { answer: null };
    },
  };
}

/** Whoever begins a shift writes it and then looks at the guard; here it is the other way round: one sees the other. */
async function endShiftsOf(
  parts: GuardParts,
  community: string,
  guard: string,
  who: { by: Actor; nowMs: number },
  retry: Retry,
): Promise<void> {
  const all = await parts.shifts.list(community, retry);
  for (const shift of all.filter((one) => one.guard === guard)) {
    await endShift(parts, community, shift, { why: 'guard-changed', ...who }, retry);
  }
}
