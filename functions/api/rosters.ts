import { mayKeepDistrictRoster } from '../../domain/access/may.ts';
import type { Principal } from '../../domain/access/principal.ts';
import type { AnswerOf, BodyOf, RouteName } from '../../domain/api/routes.ts';
import type { Deed } from '../../domain/audit-trail.ts';
import type { AuditTrail } from '../shared/audit-trail.ts';
import type { Retry } from '../shared/retry.ts';
import type { RosterOf, Rosters, StoredRoster } from '../shared/rosters.ts';
import { toInstant } from '../shared/timing.ts';
import type { WebhookKeyOf } from '../shared/webhook-keys.ts';
import { notFound, type Outcome, type Refused } from './answer.ts';
import type { Communities } from './communities.ts';
import type { Asked, Handlers } from './handler-of.ts';

export interface RosterParts {
  communities: Communities;
  rosters: Rosters;
  auditTrail: AuditTrail;
  webhookKeyOf: WebhookKeyOf;
}

type Roster = AnswerOf<'getRoster'>;
type Written = BodyOf<'putRoster'>;
type Asking = Pick<Asked<'putRoster'>, 'principal' | 'by' | 'seen' | 'nowMs' | 'retry'> & { body: Written };

export function createRosterHandlers(
  parts: RosterParts,
): Pick<Handlers, 'getRoster' | 'putRoster' | 'getDistrictRoster' | 'putDistrictRoster'> {
  const { communities } = parts;
  const ofCommunity = async (principal: Principal, community: string, retry: Retry): Promise<RosterOf | Refused> => {
    const place = await communities.permit(principal, 'keep-rosters', community, retry);
    return 'problem' in place ? place : { of: 'community', place: community };
  };
  const ofDistrict = (principal: Principal, district: string): RosterOf | Refused => {
    if (mayKeepDistrictRoster(principal, district)) return { of: 'district', place: district };
    return principal.districts.includes(district) ? { problem: 'not-allowed' } : notFound;
  };
  const read = async (whose: RosterOf | Refused, principal: Principal, retry: Retry): Promise<Outcome<Roster>> => {
    if ('problem' in whose) return whose;
    return shown(parts, whose, await parts.rosters.find(whose, retry), principal, retry);
  };
  return {
    getRoster: async ({ principal, community, retry }) =>
      read(await ofCommunity(principal, community, retry), principal, retry),
    getDistrictRoster: ({ principal, district, retry }) => read(ofDistrict(principal, district), principal, retry),
    putRoster: async (asked) =>
      write(parts, await ofCommunity(asked.principal, asked.community, asked.retry), 'putRoster', asked),
    putDistrictRoster: (asked) => write(parts, ofDistrict(asked.principal, asked.district), 'putDistrictRoster', asked),
  };
}

async function write(
  parts: RosterParts,
  whose: RosterOf | Refused,
  what: RouteName,
  asked: Asking,
): Promise<Outcome<Roster>> {
  if ('problem' in whose) return whose;
  const { rosters, auditTrail } = parts;
  const { principal, by, body, seen, nowMs, retry } = asked;
  const held = await rosters.find(whose, retry);
  if (held.revision !== seen) return { problem: 'changed-meanwhile' };
  const next = { duties: body.duties, people: await sealed(rosters, whose, body, held, retry) };
  const deed: Deed = { at: toInstant(nowMs), by, what, about: whose.place, revision: seen };
  // A district has a trail of its own, beside those of its communities.
  await auditTrail.append(whose.place, deed, retry);
  if (await rosters.save(whose, next, seen, retry)) {
    return shown(parts, whose, { ...next, revision: seen + 1 }, principal, retry);
  }
  await auditTrail.append(whose.place, { ...deed, what: 'not-done', said: what }, retry);
  return { problem: 'changed-meanwhile' };
}

/** Of whom nothing is said how they are reached, that stays as it was. */
function sealed(
  rosters: Rosters,
  whose: RosterOf,
  { people }: Written,
  held: StoredRoster,
  retry: Retry,
): Promise<StoredRoster['people']> {
  const before = new Map(held.people.map((one) => [one.person, one.sealed]));
  return Promise.all(
    people.map(async ({ reach, ...one }) => {
      const how = reach ? await rosters.seal(whose, one.person, reach, retry) : before.get(one.person);
      return { ...one, sealed: how };
    }),
  );
}

/** How people are reached is for officers. */
async function shown(
  { rosters, webhookKeyOf }: RosterParts,
  whose: RosterOf,
  { people, duties, revision }: StoredRoster,
  { role }: Principal,
  retry: Retry,
): Promise<Outcome<Roster>> {
  const open = people.map(async (one): Promise<Roster['people'][number]> => {
    const { sealed, ...listed } = one;
    if (role !== 'officer' || !sealed) return listed;
    const reach = await rosters.reachOf(whose, one, retry);
    return { ...listed, reach, ...(reach.webhook && { webhookKey: await webhookKeyOf(reach.webhook, retry) }) };
  });
  return { answer: { people: await Promise.all(open), duties }, revision };
}
