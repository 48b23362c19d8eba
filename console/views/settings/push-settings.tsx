import { useEffect, useState } from 'preact/hooks';
import { type TextKey, useSay } from '../../language/text.ts';
import { problemText } from '../../language/wording.ts';
import { useApp } from '../../parts/app-context.ts';
import { type PushState, pushState, switchOff, switchOn } from '../../push/push.ts';

const about: Readonly<Record<PushState, TextKey>> = {
  impossible: 'push.impossible',
  forbidden: 'push.forbidden',
  off: 'push.off-about',
  on: 'push.on-about',
};

/** Messages while the page is closed: says first what a browser is about to ask, and asks when it is tapped. */
export function PushSettings() {
  const say = useSay();
  const { api } = useApp();
  const [state, setState] = useState<PushState>();
  const [why, setWhy] = useState<Awaited<ReturnType<typeof switchOn>>>();
  const look = () => void pushState().then(setState);
  useEffect(look, []);
  if (state === undefined) return null;
  const turn = async () => {
    if (state === 'on') await switchOff(api);
    else setWhy(await switchOn(api));
    look();
  };
  const problem =
    why === undefined
      ? ''
      : why === 'forbidden' || why === 'impossible'
        ? say(about[why])
        : say('push.failed', { why: problemText({ reason: why }, say) });
  return (
    <section>
      <h2>{say('push.title')}</h2>
      <p class="about">{say(about[state])}</p>
      <p class="fault" role="alert">
        {problem}
      </p>
      {(state === 'on' || state === 'off') && (
        <button type="button" class="action plain" onClick={() => void turn()}>
          {say(state === 'on' ? 'push.turn-off' : 'push.turn-on')}
        </button>
      )}
    </section>
  );
}
