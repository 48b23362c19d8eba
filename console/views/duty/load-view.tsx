import '../../look/duty.css';
import '../../look/tables.css';
import { useState } from 'preact/hooks';
import type { AnswerOf } from '../../../domain/api/routes.ts';
import { useStore } from '../../app/store.ts';
import { useSay } from '../../language/text.ts';
import { dayClockText } from '../../language/times.ts';
import { whoText } from '../../language/wording.ts';
import { useApp } from '../../parts/app-context.ts';
import { Back } from '../../parts/back.tsx';
import { Choice } from '../../parts/choices.tsx';
import { CommunityChoice, useCommunity } from '../../parts/community-choice.tsx';
import { LookState } from '../../parts/look-state.tsx';
import { Page } from '../../parts/page.tsx';
import { useLook } from '../../parts/use-look.ts';

type Hour = AnswerOf<'getLoad'>['hours'][number];
const spans = ['8', '24', '72'] as const;
const everyS = 60;

/** What alerts about persons ask of guards, hour by hour. */
export function LoadView() {
  const say = useSay();
  const community = useCommunity();
  const [hours, setHours] = useState<(typeof spans)[number]>('24');
  const look = useLook('getLoad', { in: { community }, query: { hours } }, everyS);
  const { answer } = look;
  return (
    <Page title={say('load.title')} head={<Back />}>
      <CommunityChoice />
      <div class="spans">
        <Choice
          label={say('hours.title')}
          options={spans.map((one) => [one, say('hours.count', { count: one })] as const)}
          value={hours}
          onChange={setHours}
        />
      </div>
      <LookState looks={[look]} />
      {answer?.hours.length === 0 && <p class="about">{say('load.none')}</p>}
      {answer && !answer.complete && <p class="fault">{say('load.incomplete')}</p>}
      <ul class="lines-list">
        {answer?.hours.toReversed().map((hour) => (
          <li key={hour.from} class="line-card">
            <HourOfLoad hour={hour} community={community} />
          </li>
        ))}
      </ul>
    </Page>
  );
}

function HourOfLoad({ hour, community }: { hour: Hour; community: string }) {
  const say = useSay();
  const { actorIn, settings, shifts } = useApp();
  const labels = useStore(shifts.labels);
  const { from, alerts, escalated, unacknowledged, medianSeenS, guards } = hour;
  const me = actorIn(community);
  return (
    <>
      <h2>{dayClockText(from, settings.timeZone)}</h2>
      <p>
        <strong>{say('load.alerts', { count: alerts })}</strong>
        {medianSeenS !== null && ` · ${say('load.seen', { seconds: Math.round(medianSeenS) })}`}
      </p>
      {(unacknowledged > 0 || escalated > 0) && (
        <p class="signs">
          {unacknowledged > 0 && <span class="sign">{say('load.unseen', { count: unacknowledged })}</span>}
          {escalated > 0 && <span class="sign">{say('load.escalated', { count: escalated })}</span>}
        </p>
      )}
      {guards.length > 0 && (
        <table>
          <caption class="unseen">{say('load.by-guard')}</caption>
          <tbody>
            {guards.map(({ guard, alerts: taken }) => (
              <tr key={`${guard.subject} ${guard.guard}`}>
                <th scope="row" class="words">
                  {whoText(guard, me, { labels, community }, say)}
                </th>
                <td>{taken}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
