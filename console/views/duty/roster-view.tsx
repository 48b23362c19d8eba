import '../../look/duty.css';
import { useState } from 'preact/hooks';
import type { Refusal } from '../../api/api.ts';
import { useSay } from '../../language/text.ts';
import { problemText } from '../../language/wording.ts';
import { useApp } from '../../parts/app-context.ts';
import { Back } from '../../parts/back.tsx';
import { CommunityChoice, useCommunity } from '../../parts/community-choice.tsx';
import { Icon } from '../../parts/icon.tsx';
import { LookState } from '../../parts/look-state.tsx';
import { Page } from '../../parts/page.tsx';
import { useLook } from '../../parts/use-look.ts';
import { useMe } from '../../parts/use-me.ts';
import { DutySheet } from './duty-sheet.tsx';
import { PersonSheet } from './person-sheet.tsx';
import { personName, type Roster, type Written, withDuty, withoutPerson, withPerson, written } from './roster-edit.ts';
import { dutyText, reachTexts } from './roster-text.ts';

/** Looking again over what somebody fills in would take it away from them. */
const everyS = 600;

type Open = { person: string | undefined } | { duty: number };

/**
 * Who hears of an alert that guards do not see to: people, how they are reached, and when it is their turn.
 * `of`: `district` for those who hear of it last; of the community unless it is given.
 */
export function RosterView({ of }: { of: string | undefined }) {
  const say = useSay();
  const { api } = useApp();
  const { communities } = useMe();
  const community = useCommunity();
  const district = communities.find((one) => one.community === community)?.district ?? '';
  const isOfDistrict = of === 'district';
  const place = isOfDistrict ? { district } : { community };
  const look = useLook(isOfDistrict ? 'getDistrictRoster' : 'getRoster', { in: place }, everyS);
  const [open, setOpen] = useState<Open>();
  const [refused, setRefused] = useState<Refusal>();
  const { answer: roster } = look;
  const save = async (next: Written) => {
    setOpen(undefined);
    const route = isOfDistrict ? 'putDistrictRoster' : 'putRoster';
    const answered = await api.ask(route, { in: place, body: next, seen: look.etag ?? '0' });
    setRefused('refused' in answered ? answered.refused : undefined);
    look.again();
  };
  return (
    <Page title={isOfDistrict ? say('roster.of-district', { district }) : say('roster.title')} head={<Back />}>
      {!isOfDistrict && <CommunityChoice />}
      <LookState looks={[look]} />
      <p class="fault" role="alert">
        {refused && say('roster.failed', { why: problemText(refused, say) })}
      </p>
      {roster && <People roster={roster} onOpen={setOpen} />}
      {roster && <Duties roster={roster} onOpen={setOpen} />}
      {roster && open && 'person' in open && (
        <PersonSheet
          person={roster.people.find((one) => one.person === open.person)}
          onSave={(person) => void save(withPerson(written(roster), person))}
          onRemove={(person) => void save(withoutPerson(written(roster), person))}
          onClose={() => setOpen(undefined)}
        />
      )}
      {roster && open && 'duty' in open && (
        <DutySheet
          duty={roster.duties[open.duty]}
          people={roster.people}
          onSave={(duty) => void save(withDuty(written(roster), open.duty, duty))}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Page>
  );
}

function People({ roster: { people }, onOpen }: { roster: Roster; onOpen(open: Open): void }) {
  const say = useSay();
  return (
    <section>
      <h2 class="section-head">{say('roster.people')}</h2>
      <ul class="choices">
        {people.map((one) => (
          <li key={one.person}>
            <button type="button" class="choice two-lines" onClick={() => onOpen({ person: one.person })}>
              <Icon name="person" />
              <span>
                {personName(one.person, people)}
                <small>{reachTexts(one, say).join('、') || say('roster.unreachable')}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="action plain" onClick={() => onOpen({ person: undefined })}>
        {say('roster.add-person')}
      </button>
    </section>
  );
}

function Duties({ roster: { people, duties }, onOpen }: { roster: Roster; onOpen(open: Open): void }) {
  const say = useSay();
  return (
    <section>
      <h2 class="section-head">{say('roster.duties')}</h2>
      {duties.length === 0 && <p class="about">{say('roster.no-duties')}</p>}
      <ul class="choices">
        {duties.map((duty, index) => (
          <li key={JSON.stringify(duty)}>
            <button type="button" class="choice two-lines" onClick={() => onOpen({ duty: index })}>
              <Icon name="phone" />
              <span>
                {dutyText(duty, say)}
                <small>{duty.people.map((one) => personName(one, people)).join('、')}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {people.length > 0 && (
        <button type="button" class="action plain" onClick={() => onOpen({ duty: duties.length })}>
          {say('roster.add-duty')}
        </button>
      )}
    </section>
  );
}
