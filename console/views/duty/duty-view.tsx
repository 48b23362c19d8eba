import '../../look/duty.css';
import { onDuty } from '../../../domain/escalation/on-duty.ts';
import { localTime } from '../../../domain/local-time.ts';
import { type TextKey, useSay } from '../../language/text.ts';
import { useApp } from '../../parts/app-context.ts';
import { CommunityChoice, useCommunity } from '../../parts/community-choice.tsx';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { LookState } from '../../parts/look-state.tsx';
import { Page } from '../../parts/page.tsx';
import { useLook } from '../../parts/use-look.ts';
import { useMe } from '../../parts/use-me.ts';
import { personName } from './roster-edit.ts';

const districtRoster = 'roster/district';
const ways: readonly (readonly [view: string, icon: IconName, label: TextKey])[] = [
  ['guards', 'person', 'guards.title'],
  ['roster', 'phone', 'roster.title'],
  [districtRoster, 'phone', 'duty.district'],
  ['load', 'chart', 'load.title'],
  ['handled', 'tick', 'handled.title'],
];
const everyS = 60;

/** What an officer looks after: who is told now, and the way to all that can be set and looked up. */
export function DutyView() {
  const say = useSay();
  const { settings } = useApp();
  const community = useCommunity();
  const { hears } = useMe();
  // Whoever hears of a whole district is of the district.
  const isOfDistrict = hears.some((filter) => filter.includes('/+/'));
  const look = useLook('getRoster', { in: { community } }, everyS);
  const { answer: roster } = look;
  const now = onDuty(roster?.duties ?? [], localTime(Date.now(), settings.timeZone));
  const names = now.map((person) => personName(person, roster?.people ?? []));
  return (
    <Page title={say('duty.title')}>
      <CommunityChoice />
      <LookState looks={[look]} />
      {roster && (
        <section class={`facts on-duty ${names.length === 0 ? 'nobody' : ''}`}>
          <h2>{say('duty.now')}</h2>
          <p class="on-duty-names">{names.length > 0 ? names.join('、') : say('duty.nobody')}</p>
          <p class="about">{say(names.length > 0 ? 'duty.now-about' : 'duty.nobody-about')}</p>
        </section>
      )}
      <ul class="choices">
        {ways
          .filter(([view]) => isOfDistrict || view !== districtRoster)
          .map(([view, icon, label]) => (
            <li key={view}>
              <a class="choice" href={`#${view}`}>
                <Icon name={icon} />
                {say(label)}
              </a>
            </li>
          ))}
      </ul>
    </Page>
  );
}
