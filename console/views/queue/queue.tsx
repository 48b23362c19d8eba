import { useMemo } from 'preact/hooks';
import { groupAlerts } from '../../../domain/alerts/order.ts';
import type { Alert } from '../../../domain/messages/alert.ts';
import type { Connection } from '../../alerts/follow.ts';
import { useStore } from '../../app/store.ts';
import { type TextKey, useSay } from '../../language/text.ts';
import { withWaiting } from '../../outbox/outbox.ts';
import { useApp } from '../../parts/app-context.ts';
import { Page } from '../../parts/page.tsx';
import { AllQuiet } from './all-quiet.tsx';
import { Groups } from './groups.tsx';
import { Standing } from './standing.tsx';
import { TakeFirst } from './take-first.tsx';
import { UndoResolved } from './undo-resolved.tsx';

/** An empty list is good news only when it is so now. */
const nothing: Readonly<Record<Connection, TextKey>> = {
  live: 'queue.none',
  connecting: 'queue.asking',
  offline: 'queue.unknown',
};

/** What is to be done, worst and newest first: first what nobody has in hand, then what somebody has. */
export function Queue() {
  const say = useSay();
  const { connection, known, outbox } = useApp();
  const state = useStore(connection);
  const { alerts } = useStore(known);
  const waiting = useStore(outbox);
  const shown = useMemo(() => [...alerts.values()].map((alert) => withWaiting(alert, waiting)), [alerts, waiting]);
  const open = useGroups(shown, 'open');
  const inHand = useGroups(shown, 'acknowledged');
  const openCount = open.reduce((count, group) => count + group.alerts.length, 0);
  const title = openCount === 0 ? say(nothing[state]) : say('queue.count', { count: openCount });
  return (
    <Page
      title={title}
      head={<Standing />}
      actions={
        <>
          <UndoResolved alerts={shown} />
          <TakeFirst alert={open[0]?.alerts[0]} />
        </>
      }
    >
      {state === 'live' && open.length === 0 && inHand.length === 0 && <AllQuiet />}
      <Groups label={say('queue.open')} groups={open} />
      <Groups label={say('queue.in-hand')} groups={inHand} isQuiet />
    </Page>
  );
}

function useGroups(alerts: readonly Alert[], state: Alert['state']) {
  return useMemo(() => groupAlerts(alerts.filter((alert) => alert.state === state)), [alerts, state]);
}
