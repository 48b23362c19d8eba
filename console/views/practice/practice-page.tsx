import { useEffect } from 'preact/hooks';
import type { App } from '../../app/app.ts';
import { goTo, place } from '../../app/router.ts';
import { useStore } from '../../app/store.ts';
import { useSay } from '../../language/text.ts';
import { AppContext } from '../../parts/app-context.ts';
import type { Practice } from '../../practice/practice-app.ts';
import { practising } from '../../practice/practising.ts';
import { AlertView } from '../alert/alert-view.tsx';
import { Queue } from '../queue/queue.tsx';
import { Band } from './band.tsx';
import { Summary } from './summary.tsx';

/** The page while somebody practises: the queue and the alerts as ever, on made-up ones, and marked as that all over. */
export function PracticePage({ practice, real }: { practice: Practice; real: App }) {
  const say = useSay();
  const { view, of } = useStore(place);
  const word = say('practice.word');
  useEffect(() => {
    const { dataset, style } = document.documentElement;
    dataset['practice'] = 'on';
    style.setProperty('--practice-word', JSON.stringify(word));
    return () => {
      delete dataset['practice'];
      style.removeProperty('--practice-word');
    };
  }, [word]);
  const leave = () => {
    practice.end();
    practising.set(undefined);
    goTo('alerts');
  };
  return (
    <AppContext.Provider value={practice.app}>
      <div class="shell alone">
        <div class="shell-view">
          <Band real={real} onLeave={leave} isOver={view === 'practice'} />
          {view === 'alert' ? (
            <AlertView of={of} key={of} />
          ) : view === 'practice' ? (
            <Summary onLeave={leave} />
          ) : (
            <Queue />
          )}
        </div>
      </div>
    </AppContext.Provider>
  );
}
