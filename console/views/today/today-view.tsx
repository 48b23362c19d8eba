import '../../look/today.css';
import { useState } from 'preact/hooks';
import { dayAfter, localDay } from '../../../domain/local-day.ts';
import { useTicking } from '../../app/ticker.ts';
import { useSay } from '../../language/text.ts';
import { useApp } from '../../parts/app-context.ts';
import { CommunityChoice, useCommunity } from '../../parts/community-choice.tsx';
import { Icon } from '../../parts/icon.tsx';
import { LookState } from '../../parts/look-state.tsx';
import { Page } from '../../parts/page.tsx';
import { useLook } from '../../parts/use-look.ts';
import { ByHour } from './by-hour.tsx';
import { Figures } from './figures.tsx';
import { Reasons } from './reasons.tsx';

/** All passes of the day are read for it. */
const everyS = 120;

/** What a day was like at the gates of a community; today unless somebody goes back. */
export function TodayView() {
  const say = useSay();
  const { settings } = useApp();
  const community = useCommunity();
  const today = useTicking((nowMs) => localDay(nowMs, settings.timeZone));
  const [daysAgo, setDaysAgo] = useState(0);
  const day = dayAfter(today, -daysAgo);
  const look = useLook('getFigures', { in: { community }, query: { day } }, everyS);
  const { answer } = look;
  return (
    <Page title={daysAgo === 0 ? say('today.title') : day}>
      <CommunityChoice />
      <div class="days">
        <button
          type="button"
          class="round"
          aria-label={say('today.day-before')}
          onClick={() => setDaysAgo(daysAgo + 1)}
        >
          <Icon name="back" />
        </button>
        <p>{day}</p>
        <button
          type="button"
          class="round later"
          aria-label={say('today.day-after')}
          disabled={daysAgo === 0}
          onClick={() => setDaysAgo(daysAgo - 1)}
        >
          <Icon name="back" />
        </button>
      </div>
      <LookState looks={[look]} />
      {answer && !answer.complete && <p class="fault">{say('today.incomplete')}</p>}
      {answer && <Figures figures={answer} />}
      {answer && answer.reasons.length > 0 && <Reasons reasons={answer.reasons} />}
      {answer && answer.hours.length > 0 && <ByHour hours={answer.hours} />}
    </Page>
  );
}
