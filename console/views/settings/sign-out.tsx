import { useState } from 'preact/hooks';
import { useStore } from '../../app/store.ts';
import { useSay } from '../../language/text.ts';
import { useApp } from '../../parts/app-context.ts';

/** Ends the sign-in here, at the API and at the issuer. What has not been sent would be lost: then it asks first. */
export function SignOut() {
  const say = useSay();
  const { session, signOut, outbox } = useApp();
  const now = useStore(session);
  const count = useStore(outbox, ({ waiting }) => waiting.length);
  const [isAsked, setAsked] = useState(false);
  if (now.state !== 'signed-in') return null;
  const leave = () => (count > 0 && !isAsked ? setAsked(true) : void signOut());
  return (
    <section>
      <h2>{say('settings.account')}</h2>
      <p class="about">
        {say(`role.${now.me.role}`)} · {now.me.communities.map(({ community }) => community).join('、')}
      </p>
      {isAsked && (
        <p class="fault" role="alert">
          {say('settings.sign-out-waiting', { count })}
        </p>
      )}
      <button type="button" class="action danger" onClick={leave}>
        {say(isAsked ? 'settings.sign-out-anyway' : 'settings.sign-out')}
      </button>
    </section>
  );
}
