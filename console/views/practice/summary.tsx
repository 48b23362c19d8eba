import { useEffect, useState } from 'preact/hooks';
import { preferences } from '../../app/preferences.ts';
import { goTo } from '../../app/router.ts';
import { useStore } from '../../app/store.ts';
import { useSay } from '../../language/text.ts';
import { useApp } from '../../parts/app-context.ts';
import { Icon } from '../../parts/icon.tsx';
import { Page } from '../../parts/page.tsx';
import { exerciseKinds } from '../../practice/exercises.ts';
import { isWellDone, type Mark, type Reviewed, reviewOf } from '../../practice/review.ts';
import { loadPlaybook } from '../alert/playbooks.ts';
import type { Taken } from '../alert/walk-state.ts';

/** What was done, held against the playbooks. */
export function Summary({ onLeave }: { onLeave(): void }) {
  const say = useSay();
  const reviews = useReviews();
  const touched = reviews.filter(({ inTime }) => inTime !== 'untouched');
  const well = touched.filter(isWellDone).length;
  const actions = (
    <>
      <button type="button" class="action plain" onClick={() => goTo('alerts')}>
        {say('practice.go-on')}
      </button>
      <button type="button" class="action primary" onClick={onLeave}>
        {say('practice.leave')}
      </button>
    </>
  );
  return (
    <Page title={say('practice.summary')} actions={actions}>
      <p class="about">
        {say('practice.score', { well, touched: touched.length })}{' '}
        {say('practice.kinds-left', { count: exerciseKinds.length - touched.length })}
      </p>
      <ul class="lines-list">
        {touched.map((review) => (
          <li key={review.alert.alertId} class="line-card">
            <h2>{say(`kind.${review.alert.kind}`)}</h2>
            <ul class="marks">
              <Marked mark={review.inTime} text={say(`practice.in-time-${known(review.inTime)}`)} />
              <Marked mark={review.followed} text={say(`practice.followed-${known(review.followed)}`)} />
              <Marked mark={review.outcome} text={say(`practice.outcome-${known(review.outcome)}`)} />
            </ul>
          </li>
        ))}
      </ul>
    </Page>
  );
}

const known = (mark: Mark) => (mark === 'right' ? 'right' : 'wrong');

function Marked({ mark, text }: { mark: Mark; text: string }) {
  return (
    <li class={`marked ${mark}`}>
      <Icon name={mark === 'right' ? 'tick' : 'close'} />
      {text}
    </li>
  );
}

function useReviews(): readonly Reviewed[] {
  const { known, keep } = useApp();
  const { alerts } = useStore(known);
  const { language } = useStore(preferences);
  const [reviews, setReviews] = useState<readonly Reviewed[]>([]);
  useEffect(() => {
    const reviewed = [...alerts.values()].map(async (alert) => {
      const content = await loadPlaybook(alert.kind, language);
      const taken = (await keep.read<readonly Taken[]>(`walk ${alert.alertId}`)) ?? [];
      return content ? [reviewOf(alert, content.playbook, taken)] : [];
    });
    void Promise.all(reviewed).then((all) => setReviews(all.flat()));
  }, [alerts, language, keep]);
  return reviews;
}
