import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { List } from '../../domain/codes/parse-list.ts';
import { GatehouseError } from '../../domain/errors.ts';
import { listLimits } from '../../domain/limits/codes.ts';
import type { ListName } from '../../domain/messages/lists.ts';
import { timeToLiveAttribute } from '../../domain/names.ts';
import { listKey } from '../../domain/state-keys.ts';
import { newestItems, packList, unpackList } from '../shared/list-versions.ts';
import type { Retry } from '../shared/retry.ts';
import { createItem, type Table, toItem } from '../shared/table.ts';

/** Versions of lists in `state`. */
export interface VersionsStore {
  /**
   * The newest version. Has the one before it end once nothing can name it any more: that is made good here, before
   * there is another, and not when the newest is made, after which a function may come to grief.
   */
  newest<Name extends ListName>(name: Name, nowMs: number, retry: Retry): Promise<List<Name> | undefined>;
  /** @returns false when somebody else has made that version meanwhile, perhaps of something else. */
  create<Name extends ListName>(name: Name, list: List<Name>, retry: Retry): Promise<boolean>;
}

export function createVersionsStore(state: Table): VersionsStore {
  return {
    async newest(name, nowMs, retry) {
      const wanted = { itemsMax: 2, attributes: ['packed', 'sk', timeToLiveAttribute] };
      const [newest, before] = await newestItems(state, name, wanted, retry);
      if (!newest) return undefined;
      if (before && before[timeToLiveAttribute] === undefined)
        await supersede(state, name, Number(before['sk']), nowMs, retry);
      const list = unpackList(name, newest['packed']);
      if (!list) throw new GatehouseError(`The newest version of the list "${name}" cannot be read.`);
      return list;
    },
    create(name, list, retry) {
      const { version } = list;
      return createItem(state, { ...listKey(name, version), version, packed: packList(list) }, retry);
    },
  };
}

async function supersede(state: Table, name: ListName, version: number, nowMs: number, retry: Retry): Promise<void> {
  const command = new UpdateItemCommand({
    TableName: state.name,
    Key: toItem(listKey(name, version)),
    UpdateExpression: 'SET #end = :end',
    ExpressionAttributeNames: { '#end': timeToLiveAttribute },
    ExpressionAttributeValues: toItem({ ':end': Math.floor(nowMs / 1_000) + listLimits.supersededRetentionS }),
  });
  await retry(() => state.client.send(command));
}
