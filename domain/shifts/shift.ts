import * as z from 'zod';
import { heldBy } from '../alerts/life-cycle.ts';
import { shiftLimits } from '../limits/shifts.ts';
import type { Actor, Alert } from '../messages/alert.ts';
import { actor } from '../messages/alert.ts';
import { id, instant } from '../messages/fields.ts';

/** A guard at a phone: one of each sign-in in a community. */
export const storedShift = z.object({
  /** Of the sign-in. */
  sessionId: z.string(),
  /** Of the post that is signed in. */
  subject: actor.shape.subject,
  guard: id,
  since: instant,
  /** When it ends by itself. */
  until: instant,
  endedAt: instant.optional(),
});
export type StoredShift = z.infer<typeof storedShift>;

/** Why a shift has ended; for the audit trail. */
export type ShiftEnd = 'ended' | 'relieved' | 'signed-out' | 'by-itself' | 'guard-changed';

/** When a shift that begins now ends by itself, in milliseconds. */
export function shiftEndsMs(beginsMs: number): number {
  return beginsMs + shiftLimits.shiftMaxMs;
}

/** Whether it goes on at this moment (UTC). */
export function isOn({ endedAt, until }: StoredShift, now: string): boolean {
  return endedAt === undefined && until > now;
}

/** Who does something at a phone, in the name of the guard who is on shift there. */
export function actorOf({ subject, guard }: StoredShift): Actor {
  return { subject, guard };
}

/**
 * Alerts that whoever begins a shift takes over: those in the hands of their post, of nobody who is still at another of
 * its phones.
 * @param unresolved of the community, the gravest first.
 * @param elsewhere on shift at other phones.
 */
export function takenOver(
  unresolved: readonly Alert[],
  begins: Actor,
  elsewhere: readonly Pick<StoredShift, 'subject' | 'guard'>[],
): Alert[] {
  const isElsewhere = (guard: string) => elsewhere.some((one) => one.subject === begins.subject && one.guard === guard);
  return unresolved
    .filter((alert) => {
      const holder = heldBy(alert);
      if (alert.state !== 'acknowledged' || holder?.subject !== begins.subject) return false;
      return holder.guard === undefined || (holder.guard !== begins.guard && !isElsewhere(holder.guard));
    })
    .slice(0, shiftLimits.handedOverMax);
}
