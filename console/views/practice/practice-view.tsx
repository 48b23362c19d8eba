import '../../look/practice.css';
import { goTo } from '../../app/router.ts';
import { useStore } from '../../app/store.ts';
import { useSay } from '../../language/text.ts';
import { useApp } from '../../parts/app-context.ts';
import { Back } from '../../parts/back.tsx';
import { useCommunity } from '../../parts/community-choice.tsx';
import { Page } from '../../parts/page.tsx';
import { useMe } from '../../parts/use-me.ts';
import { createPractice } from '../../practice/practice-app.ts';
import { practising } from '../../practice/practising.ts';
import { waitingIn } from './band.tsx';
import { PracticePage } from './practice-page.tsx';

/** What a practice is, and its beginning. */
export function PracticeView() {
  const say = useSay();
  const app = useApp();
  const { communities } = useMe();
  const chosen = useCommunity();
  const waiting = useStore(app.known, () => waitingIn(app).length);
  const begin = () => {
    const place = communities.find(({ community }) => community === chosen);
    if (place === undefined) return;
    const names = { trainee: say('practice.trainee'), colleague: say('practice.colleague') };
    const practice = createPractice(app, place, names);
    practising.set(() => <PracticePage practice={practice} real={app} />);
    goTo('alerts');
  };
  const action = (
    <button type="button" class="action primary" onClick={begin}>
      {say('practice.begin')}
    </button>
  );
  return (
    <Page title={say('practice.title')} head={<Back />} actions={action}>
      {waiting > 0 && <p class="fault">{say('practice.open-now', { count: waiting })}</p>}
      <div class="facts practice-about">
        <p>{say('practice.about')}</p>
        <p>{say('practice.nothing-sent')}</p>
        <p>{say('practice.real-ones')}</p>
      </div>
    </Page>
  );
}
