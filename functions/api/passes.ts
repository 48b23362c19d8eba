import * as z from 'zod';
import type { Place } from '../../domain/access/may.ts';
import { apiLimits } from '../../domain/limits/api.ts';
import { instant } from '../../domain/messages/fields.ts';
import type { Outcome } from './answer.ts';
import type { Communities } from './communities.ts';
import { fromCursor, toCursor } from './cursor.ts';
import type { Asked, Handlers } from './handler-of.ts';
import type { PassShown, ReadPasses } from './read-passes.ts';

const dayMs = 86_400_000;
/** A sort key of `passes`, or as much of it as counts here. */
const sortKey = z
  .string()
  .max(200)
  .refine((key) => instant.safeParse(key.split('#')[0]).success);

type PassesAsked = Pick<Asked<'listGatePasses'>, 'query' | 'nowMs' | 'retry'>;

export function createPassHandlers(
  read: ReadPasses,
  communities: Communities,
): Pick<Handlers, 'listCommunityPasses' | 'listGatePasses'> {
  async function page(
    { query, nowMs, retry }: PassesAsked,
    { community }: Place,
    gate?: string,
  ): Promise<Outcome<{ passes: PassShown[]; next: string | null }>> {
    const toMs = query.to === undefined ? nowMs : Date.parse(query.to);
    const fromMs = query.from === undefined ? toMs - dayMs : Date.parse(query.from);
    if (fromMs >= toMs || toMs - fromMs > apiLimits.rangeDaysMax * dayMs)
      return { problem: 'bad-request', field: 'from' };
    const after = query.cursor === undefined ? undefined : fromCursor(query.cursor, sortKey);
    if (query.cursor !== undefined && after === undefined) return { problem: 'bad-request', field: 'cursor' };
    const range = { community, gate, fromMs, toMs, after, passesMax: query.limit };
    const { passes, next } = await read(range, nowMs, retry);
    return { answer: { passes, next: next === undefined ? null : toCursor(next) } };
  }
  return {
    async listCommunityPasses(asked) {
      const place = await communities.permit(asked.principal, 'see-passes', asked.community, asked.retry);
      return 'problem' in place ? place : page(asked, place);
    },
    async listGatePasses(asked) {
      const place = await communities.permitAtGate(asked.principal, 'see-passes', asked.gate, asked.retry);
      return 'problem' in place ? place : page(asked, place, asked.gate);
    },
  };
}
