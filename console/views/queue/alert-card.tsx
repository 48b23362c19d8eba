import { heldBy } from '../../../domain/alerts/life-cycle.ts';
import type { Alert } from '../../../domain/messages/alert.ts';
import { severityOf } from '../../alerts/severity.ts';
import { hashOf } from '../../app/router.ts';
import { useStore } from '../../app/store.ts';
import { useSay } from '../../language/text.ts';
import { reasonText, warmerBy, whoText } from '../../language/wording.ts';
import { Ago } from '../../parts/ago.tsx';
import { useApp } from '../../parts/app-context.ts';
import { SeverityMark } from '../../parts/severity-mark.tsx';
import { Where } from '../../parts/where.tsx';

/** One alert at a glance: how bad, what, where, how warm, how long ago, and who has it in hand. */
export function AlertCard({ alert }: { alert: Alert }) {
  const say = useSay();
  const severity = severityOf(alert);
  const warmer = alert.kind === 'fever' ? warmerBy(alert) : undefined;
  return (
    <a
      class={`card ${severity} ${alert.state === 'open' ? '' : 'in-hand'}`}
      href={hashOf({ view: 'alert', of: alert.alertId })}
    >
      <span class="card-mark">
        <SeverityMark severity={severity} />
        <span class="card-word">{say(`severity.${severity}`)}</span>
      </span>
      <span class="card-text">
        <span class="card-top">
          <strong class="card-what">{say(`kind.${alert.kind}`)}</strong>
          <Ago at={alert.raisedAt} />
        </span>
        <span class="card-where">
          <Where alert={alert} />
        </span>
        <span class="card-because">
          {warmer && (
            <b class="card-number">
              {warmer}
              <small> °C</small>
            </b>
          )}
          <Because alert={alert} />
        </span>
        <Signs alert={alert} />
      </span>
    </a>
  );
}

function Because({ alert: { kind, person } }: { alert: Alert }) {
  const say = useSay();
  if (person === undefined) return null;
  if (kind !== 'fever') return reasonText(person.reason, say);
  if (person.skinC === null || person.baselineC === null) return null;
  return `${person.skinC.toFixed(1)} · ${say('facts.baseline')} ${person.baselineC.toFixed(1)}`;
}

/** What is not as usual with it, in words. */
function Signs({ alert }: { alert: Alert }) {
  const say = useSay();
  const { actorIn, outbox, shifts } = useApp();
  const labels = useStore(shifts.labels);
  const isWaiting = useStore(outbox, ({ waiting }) => waiting.some(({ alertId }) => alertId === alert.alertId));
  const level = alert.escalation?.level ?? 0;
  const who = whoText(heldBy(alert), actorIn(alert.community), { labels, community: alert.community }, say);
  const signs = [
    ...(alert.state === 'acknowledged' ? [say('state.acknowledged', { who })] : []),
    ...(alert.late ? [say('state.late')] : []),
    ...(level === 1 ? [say('state.level-1')] : []),
    ...(level === 2 ? [say('state.level-2')] : []),
    ...(isWaiting ? [say('state.waiting')] : []),
  ];
  if (signs.length === 0) return null;
  return (
    <span class="signs">
      {signs.map((sign) => (
        <span key={sign} class="sign">
          {sign}
        </span>
      ))}
    </span>
  );
}
