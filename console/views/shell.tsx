import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { place } from '../app/router.ts';
import { useStore } from '../app/store.ts';
import { announced } from '../attention/attention.ts';
import { language, useSay } from '../language/text.ts';
import { useApp } from '../parts/app-context.ts';
import { Icon } from '../parts/icon.tsx';
import { practising } from '../practice/practising.ts';
import { ConnectionLine } from './connection-line.tsx';
import { SignIn } from './sign-in/sign-in.tsx';
import { views } from './views.ts';

/** The page; or a practice in its place. */
export function Shell() {
  const Practice = useStore(practising);
  return Practice ? <Practice /> : <Around />;
}

/** Around every view: who may see it, what it is, and the way to the others. */
function Around() {
  const say = useSay();
  const { session, shifts } = useApp();
  const now = useStore(session);
  const shiftKnown = useStore(shifts.known);
  const held = useStore(shifts.now);
  const lookOnly = useStore(shifts.lookOnly);
  const hasTab = useStore(place, ({ view }) => views[view]?.tab !== undefined);
  if (now.state === 'starting' || useStore(language) === undefined) return <p class="welcome">{say('app.loading')}</p>;
  if (now.state === 'signed-out') return <SignIn why={now.why} />;
  const { role, communities } = now.me;
  const needsShift = role === 'guard' && communities.length > 0 && shiftKnown && held.size === 0 && !lookOnly;
  if (needsShift) return <Loaded view="shift" of={undefined} />;
  return (
    <div class={`shell ${hasTab ? '' : 'within'}`}>
      <button type="button" class="skip" onClick={skip}>
        {say('app.skip')}
      </button>
      <div class="shell-view">
        <ConnectionLine />
        <CurrentView />
      </div>
      <Tabs />
      <Announcer />
    </div>
  );
}

/** No link: the part behind the `#` is the router's. */
function skip(): void {
  document.querySelector<HTMLElement>('#content a, #content button')?.focus();
}

function CurrentView() {
  const { view, of } = useStore(place);
  return <Loaded view={view in views ? view : 'alerts'} of={of} />;
}

function Loaded({ view, of }: { view: string; of: string | undefined }) {
  const [loaded, setLoaded] = useState<{ view: string; Show: FunctionComponent<{ of: string | undefined }> }>();
  useEffect(() => {
    void views[view]?.load().then((Show) => setLoaded({ view, Show }));
  }, [view]);
  if (loaded?.view !== view) return null;
  return <loaded.Show of={of} key={`${view}/${of}`} />;
}

/** For whoever does not see the page. */
function Announcer() {
  return (
    <p class="unseen" aria-live="assertive">
      {useStore(announced)}
    </p>
  );
}

function Tabs() {
  const say = useSay();
  const { session } = useApp();
  const { view } = useStore(place);
  const now = useStore(session);
  const role = now.state === 'signed-in' ? now.me.role : undefined;
  const shown = Object.entries(views).flatMap(([name, { tab }]) =>
    tab && (tab.roles === undefined || (role && tab.roles.includes(role))) ? [{ name, ...tab }] : [],
  );
  return (
    <nav class="tabs" aria-label={say('app.sections')}>
      {shown.map(({ name, label, icon }) => (
        <a key={name} href={`#${name}`} aria-current={name === view ? 'page' : undefined}>
          <Icon name={icon} />
          <span>{say(label)}</span>
        </a>
      ))}
    </nav>
  );
}
