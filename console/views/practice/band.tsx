import { useState } from 'preact/hooks';
import type { Alert } from '../../../domain/messages/alert.ts';
import type { App } from '../../app/app.ts';
import { hashOf } from '../../app/router.ts';
import { useStore } from '../../app/store.ts';
import { useSay } from '../../language/text.ts';

/** Says on every screen that nothing of it is so, and calls back whoever a real alert waits for. */
export function Band({ real, isOver, onLeave }: { real: App; isOver: boolean; onLeave(): void }) {
  const say = useSay();
  // Of what was open when the practice began, they were told before.
  const [before] = useState(() => new Set(waitingIn(real).map(({ alertId }) => alertId)));
  const waiting = useStore(real.known, () => waitingIn(real).filter(({ alertId }) => !before.has(alertId)).length);
  return (
    <aside class="band" aria-label={say('practice.word')}>
      <div class="band-row">
        <p>
          <strong>{say('practice.word')}</strong> {say('practice.made-up')}
        </p>
        {!isOver && (
          <a class="band-end" href={hashOf({ view: 'practice', of: undefined })}>
            {say('practice.end')}
          </a>
        )}
      </div>
      <div role="alert">
        {waiting > 0 && (
          <button type="button" class="line line-refused band-real" onClick={onLeave}>
            {say('practice.real', { count: waiting })}
          </button>
        )}
      </div>
    </aside>
  );
}

/** Alerts that nobody has in hand and that are not late. */
export function waitingIn({ known }: Pick<App, 'known'>): Alert[] {
  return [...known.get().alerts.values()].filter(({ state, late }) => state === 'open' && !late);
}
