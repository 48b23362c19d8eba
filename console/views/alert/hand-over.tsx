import { useEffect, useState } from 'preact/hooks';
import { heldBy } from '../../../domain/alerts/life-cycle.ts';
import type { Actor, Alert } from '../../../domain/messages/alert.ts';
import type { Guard } from '../../app/shifts.ts';
import { useSay } from '../../language/text.ts';
import { useApp } from '../../parts/app-context.ts';
import { Icon } from '../../parts/icon.tsx';
import { Sheet } from '../../parts/sheet.tsx';

/** Gives it to a colleague of this post, or takes it over from whoever has it. */
export function HandOver({ alert, onClose }: { alert: Alert; onClose(): void }) {
  const say = useSay();
  const { act, actorIn, shifts } = useApp();
  const [guards, setGuards] = useState<readonly Guard[]>([]);
  const { community } = alert;
  useEffect(() => {
    void shifts.guardsOf(community).then((found) => setGuards(found ?? []));
  }, [community, shifts.guardsOf]);
  const me = actorIn(community);
  const holder = heldBy(alert);
  const isMine = holder?.subject === me.subject && holder.guard === me.guard;
  const others = guards.filter(({ guard }) => guard !== holder?.guard && guard !== me.guard);
  const give = (to: Actor) => {
    act(alert, { kind: 'hand-over', to });
    onClose();
  };
  return (
    <Sheet title={say('hand-over.title')} onClose={onClose}>
      {isMine && others.length === 0 && <p class="about">{say('hand-over.nobody')}</p>}
      <ul class="choices">
        {!isMine && (
          <li>
            <button type="button" class="choice" onClick={() => give(me)}>
              <Icon name="hand" />
              {say('act.take-over')}
            </button>
          </li>
        )}
        {others.map(({ guard, label }) => (
          <li key={guard}>
            <button type="button" class="choice" onClick={() => give({ subject: me.subject, guard })}>
              <Icon name="person" />
              {label}
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
