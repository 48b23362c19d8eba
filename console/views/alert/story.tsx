import type { Actor, Alert } from '../../../domain/messages/alert.ts';
import { useStore } from '../../app/store.ts';
import { type Say, useSay } from '../../language/text.ts';
import { whoText } from '../../language/wording.ts';
import { useApp } from '../../parts/app-context.ts';

/** Who did what, and when: for whoever comes to it later. */
export function Story({ alert }: { alert: Alert }) {
  const say = useSay();
  const { actorIn, shifts, settings } = useApp();
  const labels = useStore(shifts.labels);
  const { community } = alert;
  const who = (actor: Actor | undefined) => whoText(actor, actorIn(community), { labels, community }, say);
  const clock = new Intl.DateTimeFormat('zh-CN', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone: settings.timeZone,
  });
  return (
    <ol class="story">
      {storyOf(alert, who, say).map(({ at, what }) => (
        <li key={`${at} ${what}`}>
          <time dateTime={at}>{clock.format(Date.parse(at))}</time>
          <span>{what}</span>
        </li>
      ))}
    </ol>
  );
}

function storyOf({ raisedAt, resolvedAt, handling, escalation }: Alert, who: (actor?: Actor) => string, say: Say) {
  const { acknowledgedAt, acknowledgedBy, measurement, outcome, note, resolvedBy } = handling ?? {};
  const resolved = [say('state.resolved'), who(resolvedBy), outcome && say(`outcome.${outcome}`), note];
  const lines = [
    { at: raisedAt, what: say('facts.raised') },
    acknowledgedAt && { at: acknowledgedAt, what: `${say('act.take')} · ${who(acknowledgedBy)}` },
    measurement && {
      at: measurement.at,
      what: `${say('act.measure')} ${measurement.contactC.toFixed(1)} °C · ${who(measurement.by)}`,
    },
    ...(handling?.handedOver ?? []).map(({ at, to }) => ({ at, what: `${say('act.hand-over')} → ${who(to)}` })),
    ...(escalation?.steps ?? []).map(({ at, level }) => ({
      at,
      what: say(level === 1 ? 'state.level-1' : 'state.level-2'),
    })),
    resolvedAt && { at: resolvedAt, what: resolved.filter(Boolean).join(' · ') },
  ];
  return lines.filter((line) => typeof line === 'object').toSorted((a, b) => (a.at < b.at ? -1 : 1));
}
