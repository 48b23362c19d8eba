import type { Principal } from '../../../domain/access/principal.ts';
import type { Actor } from '../../../domain/messages/alert.ts';
import { actorOf, isOn } from '../../../domain/shifts/shift.ts';
import type { Retry } from '../../shared/retry.ts';
import { toInstant } from '../../shared/timing.ts';
import type { Shifts } from './shifts-store.ts';

/**
 * Who answers for what somebody does in a community. A post is shared by a shift, so it is the guard who is on shift
 * there; officers and operators answer for themselves.
 * @returns undefined when it is a post, and nobody is on shift.
 */
export type OnDuty = (
  principal: Principal,
  community: string,
  nowMs: number,
  retry: Retry,
) => Promise<Actor | undefined>;

export function createOnDuty(shifts: Shifts): OnDuty {
  return async ({ role, subject, sessionId }, community, nowMs, retry) => {
    if (role !== 'guard') return { subject };
    const shift = await shifts.find(community, sessionId, retry);
    return shift && isOn(shift, toInstant(nowMs)) ? actorOf(shift) : undefined;
  };
}
