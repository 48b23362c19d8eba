import { type Preferences, prefer, preferences } from '../../app/preferences.ts';
import { useStore } from '../../app/store.ts';
import { tryOut } from '../../attention/attention.ts';
import { type TextKey, useSay } from '../../language/text.ts';
import { useApp } from '../../parts/app-context.ts';
import { Choice } from '../../parts/choices.tsx';
import { Page } from '../../parts/page.tsx';
import { PushSettings } from './push-settings.tsx';
import { ShiftSettings } from './shift-settings.tsx';
import { SignOut } from './sign-out.tsx';

const switches = ['sound', 'vibration', 'speech', 'awake'] as const satisfies readonly (keyof Preferences)[];

/** How this phone speaks, looks and sounds, and who holds it. */
export function SettingsView() {
  const say = useSay();
  const { session } = useApp();
  const now = useStore(session);
  const chosen = useStore(preferences);
  const themes = (['auto', 'light', 'dark'] as const).map((theme) => [theme, say(`settings.theme-${theme}`)] as const);
  const onOff = [
    ['on', say('settings.on')],
    ['off', say('settings.off')],
  ] as const;
  const languages = [
    ['zh', '中文'],
    ['en', 'English'],
  ] as const;
  return (
    <Page title={say('settings.title')}>
      <div class="settings">
        {now.state === 'signed-in' && now.me.role === 'guard' && <ShiftSettings me={now.me} />}
        <Choice
          label={say('settings.language')}
          options={languages}
          value={chosen.language}
          onChange={(language) => prefer({ language })}
        />
        <Choice
          label={say('settings.theme')}
          options={themes}
          value={chosen.theme}
          onChange={(theme) => prefer({ theme })}
        />
        {switches.map((name) => (
          <Choice
            key={name}
            label={say(`settings.${name}` satisfies TextKey)}
            options={onOff}
            value={chosen[name] ? 'on' : 'off'}
            onChange={(value) => prefer({ [name]: value === 'on' })}
          />
        ))}
        <button type="button" class="action plain" onClick={tryOut}>
          {say('settings.try')}
        </button>
        <PushSettings />
        <a class="action plain" href="#practice">
          {say('settings.practice')}
        </a>
        <SignOut />
      </div>
    </Page>
  );
}
