import { useState } from 'preact/hooks';
import { useSay } from '../../language/text.ts';
import { Choices } from '../../parts/choices.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { type Duty, personName, type Roster } from './roster-edit.ts';
import { weekdays } from './roster-text.ts';

/** When it is whose turn. @param duty undefined: a new one. */
export function DutySheet({
  duty,
  people,
  onSave,
  onClose,
}: {
  duty: Duty | undefined;
  people: Roster['people'];
  /** @param duty undefined: it goes. */
  onSave(duty: Duty | undefined): void;
  onClose(): void;
}) {
  const say = useSay();
  const [days, setDays] = useState(weekdays.filter((day) => duty?.weekdays.includes(Number(day)) ?? true));
  const [from, setFrom] = useState(duty?.from ?? '08:00');
  const [to, setTo] = useState(duty?.to ?? '20:00');
  const [who, setWho] = useState(duty?.people ?? []);
  const isWhole = days.length > 0 && who.length > 0 && from !== '' && to !== '';
  const save = (event: Event) => {
    event.preventDefault();
    onSave({ weekdays: days.map(Number).toSorted((a, b) => a - b), from, to, people: who });
  };
  return (
    <Sheet title={say(duty ? 'roster.duty' : 'roster.add-duty')} onClose={onClose}>
      <form class="duty-form" onSubmit={save}>
        <Choices
          label={say('roster.weekdays')}
          options={weekdays.map((day) => [day, say(`weekday.${day}`)] as const)}
          values={days}
          onChange={setDays}
        />
        <div class="two-fields">
          <TextField label={say('roster.from')} type="time" value={from} onChange={setFrom} />
          <TextField label={say('roster.to')} type="time" value={to} onChange={setTo} />
        </div>
        <Choices
          label={say('roster.people')}
          options={people.map(({ person }) => [person, personName(person, people)] as const)}
          values={who}
          onChange={setWho}
        />
        <button type="submit" class="action primary" disabled={!isWhole}>
          {say('guards.save')}
        </button>
      </form>
      {duty && (
        <button type="button" class="action danger" onClick={() => onSave(undefined)}>
          {say('roster.remove')}
        </button>
      )}
    </Sheet>
  );
}
