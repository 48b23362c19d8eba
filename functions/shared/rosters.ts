import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { duties, type Reach, reach, rosterPerson } from '../../domain/escalation/roster.ts';
import { rosterKey } from '../../domain/state-keys.ts';
import type { Retry } from './retry.ts';
import { type Seals, sealed } from './seals.ts';
import { holdsCondition, readItem, type Table, toItem } from './table.ts';

/** Whose roster: of a community, or of a district. */
export interface RosterOf {
  of: 'community' | 'district';
  place: string;
}

/** How somebody is reached is sealed one by one: whoever tells one person reads of nobody else. */
const listedPerson = rosterPerson.extend({ sealed: sealed.optional() });
export type ListedPerson = z.infer<typeof listedPerson>;
const rosterItem = z.object({ people: z.array(listedPerson), duties, revision: z.int() });
export type StoredRoster = z.infer<typeof rosterItem>;

export interface Rosters {
  /** @returns one without people, of revision 0, where nobody has written any. */
  find(whose: RosterOf, retry: Retry): Promise<StoredRoster>;
  /** @returns false, with nothing written, when somebody else has written since `seen`. */
  save(whose: RosterOf, roster: Omit<StoredRoster, 'revision'>, seen: number, retry: Retry): Promise<boolean>;
  seal(whose: RosterOf, person: string, how: Reach, retry: Retry): Promise<Uint8Array>;
  /** How somebody is reached; by nothing when nobody has said. */
  reachOf(whose: RosterOf, person: ListedPerson, retry: Retry): Promise<Reach>;
}

export function createRosters(state: Table, seals: Seals): Rosters {
  return {
    async find({ of, place }, retry) {
      const item = await readItem(state, rosterKey(of, place), retry);
      return item ? rosterItem.parse(item) : { people: [], duties: [], revision: 0 };
    },
    save({ of, place }, roster, seen, retry) {
      const command = new PutItemCommand({
        TableName: state.name,
        Item: toItem({ ...rosterKey(of, place), ...roster, revision: seen + 1 }),
        ConditionExpression: seen === 0 ? 'attribute_not_exists(pk)' : 'revision = :seen',
        ...(seen > 0 && { ExpressionAttributeValues: toItem({ ':seen': seen }) }),
      });
      return holdsCondition(retry(() => state.client.send(command)));
    },
    seal: (whose, person, how, retry) => seals.seal(how, sealedFor(whose, person), retry),
    async reachOf(whose, listed, retry) {
      return listed.sealed ? seals.open(listed.sealed, sealedFor(whose, listed.person), reach, retry) : {};
    },
  };
}

function sealedFor({ of, place }: RosterOf, person: string): string {
  return `${rosterKey(of, place).pk}#${person}`;
}
