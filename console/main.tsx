import './look/look.css';
import { render } from 'preact';
import { createApp } from './app/app.ts';
import { followPreferences, preferences } from './app/preferences.ts';
import { loadSettings } from './app/settings.ts';
import { drawAttention } from './attention/attention.ts';
import { keepAwake } from './attention/wake-lock.ts';
import { loadLanguage } from './language/text.ts';
import { AppContext } from './parts/app-context.ts';
import { renewPush } from './push/push.ts';
import { Failed } from './views/failed.tsx';
import { Shell } from './views/shell.tsx';

followPreferences();
const root = document.getElementById('page') ?? document.body;
const pageUrl = new URL('.', location.href).href;

async function open(): Promise<void> {
  const query = new URLSearchParams(location.search);
  // A code is good once; nobody should see it in the address bar, or send it on with the address.
  if (query.has('code') || query.has('error')) history.replaceState(null, '', pageUrl);
  const [settings] = await Promise.all([loadSettings(pageUrl), loadLanguage()]);
  preferences.subscribe(() => void loadLanguage());
  const app = createApp(settings, pageUrl);
  render(
    <AppContext.Provider value={app}>
      <Shell />
    </AppContext.Provider>,
    root,
  );
  app.session.subscribe(() => app.session.get().state === 'signed-in' && void renewPush(app.api));
  app.start(query);
  keepAwake();
  void drawAttention(app.known, app.keep);
  void navigator.serviceWorker?.register('sw.js');
}

open().catch(() => render(<Failed />, root));
