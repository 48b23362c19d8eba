import { createStore, useStore } from '../app/store.ts';
import { useSay } from '../language/text.ts';
import { useMe } from './use-me.ts';

/** The community that views are about, for who has several: the same in all of them. */
const chosen = createStore<string | undefined>(undefined);

export function useCommunity(): string {
  const { communities } = useMe();
  const community = useStore(chosen);
  const isMine = communities.some((one) => one.community === community);
  return (isMine ? community : communities[0]?.community) ?? '';
}

/** Nothing for who has only one. */
export function CommunityChoice() {
  const say = useSay();
  const { communities } = useMe();
  const community = useCommunity();
  if (communities.length < 2) return null;
  return (
    <label class="field community">
      {say('community.choose')}
      <select value={community} onChange={({ currentTarget }) => chosen.set(currentTarget.value)}>
        {communities.map((one) => (
          <option key={one.community} value={one.community}>
            {one.community}
          </option>
        ))}
      </select>
    </label>
  );
}
