import '../../look/duty.css';
import { useEffect, useState } from 'preact/hooks';
import type { Alert } from '../../../domain/messages/alert.ts';
import type { Refusal } from '../../api/api.ts';
import { hashOf } from '../../app/router.ts';
import { useStore } from '../../app/store.ts';
import { useSay } from '../../language/text.ts';
import { dayClockText } from '../../language/times.ts';
import { gateName, problemText, whoText } from '../../language/wording.ts';
import { useApp } from '../../parts/app-context.ts';
import { Back } from '../../parts/back.tsx';
import { CommunityChoice, useCommunity } from '../../parts/community-choice.tsx';
import { Page } from '../../parts/page.tsx';

const pageSize = 30;

/** Alerts that were resolved, newest first: by whom, and how it ended. */
export function HandledView() {
  const say = useSay();
  const community = useCommunity();
  const { alerts, refused, more } = useHandled(community);
  return (
    <Page title={say('handled.title')} head={<Back />}>
      <CommunityChoice />
      <p class="fault" role="alert">
        {refused && say('look.failed', { why: problemText(refused, say) })}
      </p>
      {alerts?.length === 0 && <p class="about">{say('handled.none')}</p>}
      <ul class="lines-list">
        {alerts?.map((alert) => (
          <li key={alert.alertId}>
            <Handled alert={alert} />
          </li>
        ))}
      </ul>
      {more && (
        <button type="button" class="action plain more" onClick={more}>
          {say('handled.more')}
        </button>
      )}
    </Page>
  );
}

function Handled({ alert }: { alert: Alert }) {
  const say = useSay();
  const { actorIn, settings, shifts } = useApp();
  const labels = useStore(shifts.labels);
  const { community, handling, resolvedAt, raisedAt } = alert;
  const who = whoText(handling?.resolvedBy, actorIn(community), { labels, community }, say);
  return (
    <a class="line-card handled" href={hashOf({ view: 'alert', of: alert.alertId })}>
      <span>
        <strong>{say(`kind.${alert.kind}`)}</strong> · {gateName(alert, say)}
      </span>
      <span>
        {dayClockText(resolvedAt ?? raisedAt, settings.timeZone)} · {who}
      </span>
      {handling?.outcome && <span class="sign">{say(`outcome.${handling.outcome}`)}</span>}
      {handling?.note && <span class="about">{handling.note}</span>}
    </a>
  );
}

/** Page by page, as far as somebody wants to look. */
function useHandled(community: string) {
  const { api } = useApp();
  const [seen, setSeen] = useState<{ community: string; alerts: readonly Alert[]; next: string | null }>();
  const [refused, setRefused] = useState<Refusal>();
  const mine = seen?.community === community ? seen : undefined;
  const look = async (before: readonly Alert[], cursor: string | null) => {
    const query = { community, state: 'resolved', limit: pageSize, ...(cursor !== null && { cursor }) };
    const answered = await api.ask('listAlerts', { query });
    setRefused('refused' in answered ? answered.refused : undefined);
    if ('refused' in answered) return;
    setSeen({ community, alerts: [...before, ...answered.answer.alerts], next: answered.answer.next });
  };
  useEffect(() => void look([], null), [community]);
  const next = mine?.next;
  return { alerts: mine?.alerts, refused, more: next ? () => void look(mine?.alerts ?? [], next) : undefined };
}
