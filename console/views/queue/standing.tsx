import { useStore } from '../../app/store.ts';
import { useSay } from '../../language/text.ts';
import { useApp } from '../../parts/app-context.ts';

/** Whether what is shown is so now, and who holds this phone. */
export function Standing() {
  const say = useSay();
  const { connection, session, shifts } = useApp();
  const state = useStore(connection);
  const labels = useStore(shifts.labels);
  const held = useStore(shifts.now);
  const now = useStore(session);
  if (now.state !== 'signed-in') return null;
  const guards = [...held].map(([community, { guard }]) => labels.get(`${community}/${guard}`) ?? guard);
  const who = guards.length > 0 ? [...new Set(guards)].join('、') : say(`role.${now.me.role}`);
  return (
    <div class="standing">
      <span class={`state state-${state}`}>{say(`connection.${state}`)}</span>
      <span class="standing-who">{who}</span>
    </div>
  );
}
