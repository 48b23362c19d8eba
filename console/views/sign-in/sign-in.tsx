import { prefer, preferences } from '../../app/preferences.ts';
import { useStore } from '../../app/store.ts';
import { useSay } from '../../language/text.ts';
import { useApp } from '../../parts/app-context.ts';

/** Before anybody has signed in: what this is, one button, and the other language. */
export function SignIn({ why }: { why: 'ended' | 'offline' | undefined }) {
  const say = useSay();
  const { signIn } = useApp();
  const { language } = useStore(preferences);
  return (
    <main class="welcome">
      <img src="./icon.svg" alt="" width="96" height="96" />
      <h1>{say('sign-in.title')}</h1>
      <p>{say('sign-in.about')}</p>
      {why && <p class="welcome-why">{say(`sign-in.${why}`)}</p>}
      <div class="welcome-actions">
        <button type="button" class="action primary" onClick={() => void signIn()}>
          {say('sign-in.action')}
        </button>
        <button
          type="button"
          class="action plain"
          lang={language === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => prefer({ language: language === 'zh' ? 'en' : 'zh' })}
        >
          {language === 'zh' ? 'English' : '中文'}
        </button>
      </div>
    </main>
  );
}
