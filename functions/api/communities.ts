import * as z from 'zod';
import { type Action, may, type Place } from '../../domain/access/may.ts';
import type { Principal } from '../../domain/access/principal.ts';
import { id } from '../../domain/messages/fields.ts';
import { communities, communityKey, gateKey } from '../../domain/state-keys.ts';
import type { Retry } from '../shared/retry.ts';
import { readItem, readPartition, type Table } from '../shared/table.ts';
import { notFound, type Refused } from './answer.ts';

/** What somebody asks about, as far as they may. */
export interface Communities {
  /** @returns the community's place, if they may do this there. What they may see nothing of is not there. */
  permit(principal: Principal, action: Action, community: string, retry: Retry): Promise<Place | Refused>;
  /** The same for a gate, by where it is registered now. */
  permitAtGate(principal: Principal, action: Action, gate: string, retry: Retry): Promise<Place | Refused>;
  /** Every community that the places of somebody's token come to. */
  of(principal: Principal, retry: Retry): Promise<Place[]>;
}

const place = z.object({ district: id, community: id });
/** A community of before districts were noted is nobody's yet: enrolling a gate there again notes it. */
const communityItem = z
  .object({ sk: id, district: id.optional() })
  .transform(({ sk: community, district }) => (district === undefined ? undefined : { district, community }));

export function createCommunities(state: Table): Communities {
  return {
    async permit(principal, action, community, retry) {
      const item = await readItem(state, communityKey(community), retry);
      return permitAt(principal, action, item && communityItem.parse(item));
    },
    async permitAtGate(principal, action, gate, retry) {
      return permitAt(principal, action, place.safeParse(await readItem(state, gateKey(gate), retry)).data);
    },
    async of({ communities: named, districts }, retry) {
      const all = await readPartition(state, communities, communityItem, retry);
      return all.flatMap((one) =>
        one && (named.includes(one.community) || districts.includes(one.district)) ? [one] : [],
      );
    },
  };
}

function permitAt(principal: Principal, action: Action, at: Place | undefined): Place | Refused {
  if (at === undefined) return notFound;
  if (may(principal, action, at)) return at;
  // Gates are seen by everybody of the place: to them it is no secret that there is something.
  return may(principal, 'see-gates', at) ? { problem: 'not-allowed' } : notFound;
}
