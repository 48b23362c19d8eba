import type { AnswerOf } from '../../domain/api/routes.ts';
import type { Me } from '../alerts/follow.ts';
import type { Api, Refusal } from '../api/api.ts';
import { askLimits } from '../limits.ts';
import { createStore, type Store } from './store.ts';

type Shift = AnswerOf<'beginShift'>['shift'];
export type Guard = AnswerOf<'listGuards'>['guards'][number];

/** Who holds this phone, a community each. */
export interface Shifts {
  now: Store<ReadonlyMap<string, Shift>>;
  /** Somebody wants to see alerts without a shift. */
  lookOnly: Store<boolean>;
  /** Whether it is known who holds it. */
  known: Store<boolean>;
  /** Labels of the guards of all communities, by community and id. */
  labels: Store<ReadonlyMap<string, string>>;
  load(me: Me): Promise<void>;
  guardsOf(community: string): Promise<readonly Guard[] | undefined>;
  begin(community: string, guard: string, pin: string): Promise<Refusal | undefined>;
  end(community: string): Promise<void>;
}

export function createShifts(api: Api): Shifts {
  const now = createStore<ReadonlyMap<string, Shift>>(new Map());
  const lookOnly = createStore(false);
  const known = createStore(false);
  const labels = createStore<ReadonlyMap<string, string>>(new Map());
  const set = (community: string, shift: Shift | null) => {
    const next = new Map(now.get());
    if (shift) next.set(community, shift);
    else next.delete(community);
    now.set(next);
  };
  const guardsOf = async (community: string) => {
    const answered = await api.ask('listGuards', { in: { community } });
    if ('refused' in answered) return undefined;
    const named = answered.answer.guards.map(({ guard, label }) => [labelKey(community, guard), label] as const);
    labels.set(new Map([...labels.get(), ...named]));
    return answered.answer.guards;
  };
  return {
    now,
    lookOnly,
    known,
    labels,
    guardsOf,
    async load({ role, communities }) {
      if (role === 'guard') {
        await Promise.all(
          communities.map(async ({ community }) => {
            const answered = await api.ask('getShift', { in: { community } });
            if ('answer' in answered) set(community, answered.answer.shift);
          }),
        );
      }
      known.set(true);
      await Promise.all(communities.slice(0, askLimits.labelledMax).map(({ community }) => guardsOf(community)));
    },
    async begin(community, guard, pin) {
      const answered = await api.ask('beginShift', { in: { community }, body: { guard, pin } });
      if ('refused' in answered) return answered.refused;
      set(community, answered.answer.shift);
      return undefined;
    },
    async end(community) {
      const answered = await api.ask('endShift', { in: { community } });
      if ('answer' in answered) set(community, null);
    },
  };
}

export function labelKey(community: string, guard: string): string {
  return `${community}/${guard}`;
}
