import { hash } from 'node:crypto';
import * as z from 'zod';
import { commandShown } from '../../domain/api/gate-routes.ts';
import type { Deed } from '../../domain/audit-trail.ts';
import { gateClock } from '../../domain/ledger/clock.ts';
import { apiLimits } from '../../domain/limits/api.ts';
import { clockKey, commandKey } from '../../domain/state-keys.ts';
import type { AuditTrail } from '../shared/audit-trail.ts';
import type { Commands } from '../shared/commands.ts';
import type { TakeTurn } from '../shared/rate-limit.ts';
import type { Retry } from '../shared/retry.ts';
import { readItem, type Table } from '../shared/table.ts';
import { toInstant } from '../shared/timing.ts';
import { notFound } from './answer.ts';
import type { Communities } from './communities.ts';
import type { Handlers } from './handler-of.ts';
import type { OnDuty } from './shifts/on-duty.ts';

export interface BarrierParts {
  state: Table;
  communities: Communities;
  commands: Commands;
  auditTrail: AuditTrail;
  takeTurn: TakeTurn;
  onDuty: OnDuty;
}

/** Opening a barrier from afar: in the audit trail before and after, and never queued for a gate that is away. */
export function createBarrierHandlers(parts: BarrierParts): Pick<Handlers, 'openBarrier' | 'getCommand'> {
  const { state, communities, commands, auditTrail, takeTurn, onDuty } = parts;
  return {
    async openBarrier({ principal, gate, body, nowMs, retry }) {
      const place = await communities.permitAtGate(principal, 'open-barriers', gate, retry);
      if ('problem' in place) return place;
      const by = await onDuty(principal, place.community, nowMs, retry);
      if (!by) return { problem: 'not-on-shift' };
      const limit = { max: apiLimits.opensPerGateMinuteMax, spanMs: 60_000 };
      if (!(await takeTurn(`open#${gate}`, limit, nowMs, retry))) return { problem: 'too-many-requests' };
      const deed: Deed = { at: toInstant(nowMs), by, what: 'openBarrier', about: gate, said: body.reason };
      await auditTrail.append(place.community, deed, retry);
      const validity = { validMs: apiLimits.openValidMs, clockOffsetMs: await clockOffsetMs(state, gate, retry) };
      const order = { kind: 'open', askedBy: idOf(principal.subject) } as const;
      const commandId = await commands.send(gate, order, validity, retry);
      const outcome = commandId === undefined ? 'not-done' : 'sent';
      await auditTrail.append(place.community, { ...deed, what: outcome, said: commandId ?? 'gate-away' }, retry);
      return commandId === undefined ? { problem: 'gate-away' } : { answer: { commandId } };
    },
    async getCommand({ principal, gate, command, retry }) {
      const place = await communities.permitAtGate(principal, 'open-barriers', gate, retry);
      if ('problem' in place) return place;
      const found = commandShown.safeParse(await readItem(state, commandKey(gate, command), retry));
      return found.success ? { answer: found.data } : notFound;
    },
  };
}

/** How much a gate's clock is ahead, by which it looks at the deadline; 0 for one of which nothing is known. */
async function clockOffsetMs(state: Table, gate: string, retry: Retry): Promise<number> {
  const known = z.object({ clock: gateClock }).safeParse(await readItem(state, clockKey(gate), retry));
  return known.data?.clock.offsetMs ?? 0;
}

/** A subject may be any text; gates are told an id that stands for it. */
function idOf(subject: string): string {
  return hash('sha256', subject, 'hex').slice(0, 32);
}
