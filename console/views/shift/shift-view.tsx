import { useEffect, useState } from 'preact/hooks';
import { goTo } from '../../app/router.ts';
import type { Guard } from '../../app/shifts.ts';
import { useStore } from '../../app/store.ts';
import { useSay } from '../../language/text.ts';
import { useApp } from '../../parts/app-context.ts';
import { Icon } from '../../parts/icon.tsx';
import { Page } from '../../parts/page.tsx';
import { EnterPin } from './enter-pin.tsx';

/** Who holds this phone from now on. `of`: a community; the first of the sign-in's unless it is given. */
export function ShiftView({ of }: { of: string | undefined }) {
  const say = useSay();
  const { session, shifts } = useApp();
  const now = useStore(session);
  const places = now.state === 'signed-in' ? now.me.communities : [];
  const community = of ?? places[0]?.community ?? '';
  const [guards, setGuards] = useState<readonly Guard[]>();
  const [chosen, setChosen] = useState<Guard>();
  useEffect(() => {
    void shifts.guardsOf(community).then((found) => setGuards(found ?? []));
  }, [community, shifts.guardsOf]);
  const leave = () => {
    shifts.lookOnly.set(true);
    goTo('alerts');
  };
  const lookOnly = (
    <button type="button" class="action plain" onClick={leave}>
      {say('shift.look-only')}
    </button>
  );
  return (
    <div class="shell alone">
      <div class="shell-view">
        <Page title={say('shift.title')} actions={lookOnly}>
          <p class="about">{say('shift.about', { community })}</p>
          {guards?.length === 0 && <p class="about">{say('shift.no-guards')}</p>}
          <ul class="choices">
            {guards?.map((guard) => (
              <li key={guard.guard}>
                <button type="button" class="choice" onClick={() => setChosen(guard)}>
                  <Icon name="person" />
                  {guard.label}
                </button>
              </li>
            ))}
          </ul>
          {chosen && (
            <EnterPin
              guard={chosen}
              community={community}
              onClose={() => setChosen(undefined)}
              onDone={() => goTo('alerts')}
            />
          )}
        </Page>
      </div>
    </div>
  );
}
