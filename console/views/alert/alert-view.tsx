import { useEffect, useState } from 'preact/hooks';
import type { Alert } from '../../../domain/messages/alert.ts';
import { withAlert } from '../../alerts/known.ts';
import { severityOf } from '../../alerts/severity.ts';
import { goBack } from '../../app/router.ts';
import { useStore } from '../../app/store.ts';
import { useSay } from '../../language/text.ts';
import { withWaiting } from '../../outbox/outbox.ts';
import { Ago } from '../../parts/ago.tsx';
import { useApp } from '../../parts/app-context.ts';
import { Icon } from '../../parts/icon.tsx';
import { Page } from '../../parts/page.tsx';
import { SeverityMark } from '../../parts/severity-mark.tsx';
import { Where } from '../../parts/where.tsx';
import { Dock } from './dock.tsx';
import { Facts } from './facts.tsx';
import { Notice } from './notice.tsx';
import { Story } from './story.tsx';
import { useWalk } from './use-walk.ts';
import { Walked } from './walked.tsx';

/** An alert: what it is, what to do about it, and what was done. */
export function AlertView({ of: alertId = '' }: { of: string | undefined }) {
  const say = useSay();
  const { known, outbox } = useApp();
  const heard = useStore(known, ({ alerts }) => alerts.get(alertId));
  const waiting = useStore(outbox);
  const isGone = useAsked(alertId, heard);
  if (heard === undefined) {
    return (
      <Page title={isGone ? say('problem.not-found') : say('app.loading')} head={<Back />}>
        <p />
      </Page>
    );
  }
  return <Shown alert={withWaiting(heard, waiting)} />;
}

function Shown({ alert }: { alert: Alert }) {
  const say = useSay();
  const severity = severityOf(alert);
  const walk = useWalk(alert);
  const head = (
    <>
      <Back />
      <p class="alert-sign">
        <SeverityMark severity={severity} />
        {say(`severity.${severity}`)}
      </p>
      <p class="alert-where">
        <Where alert={alert} /> · <Ago at={alert.raisedAt} />
      </p>
    </>
  );
  return (
    <Page
      title={say(`kind.${alert.kind}`)}
      head={head}
      tone={`alert-tone ${severity}`}
      actions={<Dock alert={alert} walk={walk} />}
    >
      <Notice alert={alert} />
      <Facts alert={alert} limitC={walk.contactLimitC} />
      {alert.state !== 'resolved' && <Walked walk={walk} />}
      <Story alert={alert} />
    </Page>
  );
}

function Back() {
  const say = useSay();
  return (
    <button type="button" class="round back" aria-label={say('app.back')} onClick={goBack}>
      <Icon name="back" />
    </button>
  );
}

/** Asks for an alert that is not known, as one that a message from elsewhere led to. @returns whether there is none. */
function useAsked(alertId: string, heard: Alert | undefined): boolean {
  const { api, known } = useApp();
  const [isGone, setGone] = useState(false);
  useEffect(() => {
    if (heard !== undefined) return;
    void api.ask('getAlert', { in: { alert: alertId } }).then((answered) => {
      if ('answer' in answered) known.set(withAlert(known.get(), answered.answer, Date.now()));
      else setGone(true);
    });
  }, [alertId, heard, api, known]);
  return isGone;
}
