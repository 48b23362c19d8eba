import { useState } from 'preact/hooks';
import { rosterLimits } from '../../../domain/limits/escalation.ts';
import { useSay } from '../../language/text.ts';
import { Choice } from '../../parts/choices.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useMe } from '../../parts/use-me.ts';
import type { Person, Roster } from './roster-edit.ts';

const phoneForm = /^\+[1-9]\d{6,14}$/;

/** Somebody who is told, and by what. @param person undefined: a new one. */
export function PersonSheet({
  person,
  onSave,
  onRemove,
  onClose,
}: {
  person: Roster['people'][number] | undefined;
  onSave(person: Person): void;
  onRemove(person: string): void;
  onClose(): void;
}) {
  const say = useSay();
  const { subject: mine } = useMe();
  const [name, setName] = useState(person?.reach?.name ?? '');
  const [phone, setPhone] = useState(person?.reach?.phone ?? '');
  const [webhook, setWebhook] = useState(person?.reach?.webhook ?? '');
  const [subject, setSubject] = useState(person?.subject);
  const [from, setFrom] = useState(person?.quiet?.from ?? '');
  const [to, setTo] = useState(person?.quiet?.to ?? '');
  const isPhone = phone === '' || phoneForm.test(phone);
  const save = (event: Event) => {
    event.preventDefault();
    const reach = { name: name.trim(), ...(phone && { phone }), ...(webhook && { webhook }) };
    const kept = { person: person?.person ?? `p-${crypto.randomUUID().slice(0, 8)}`, mail: person?.mail ?? false };
    const quiet = from && to ? { quiet: { from, to } } : {};
    onSave({ ...kept, reach, ...quiet, ...(subject !== undefined && { subject }) });
  };
  const whose = subject === undefined ? 'none' : subject === mine ? 'mine' : 'other';
  return (
    <Sheet title={person?.reach?.name ?? say('roster.add-person')} onClose={onClose}>
      <form onSubmit={save}>
        <TextField
          label={say('reach.name')}
          value={name}
          maxLength={rosterLimits.nameCharactersMax}
          onChange={setName}
        />
        <Choice
          label={say('reach.push')}
          options={[
            ['none', say('settings.off')],
            ['mine', say('reach.push-mine')],
            ...(whose === 'other' ? [['other', say('reach.push-other')] as const] : []),
          ]}
          value={whose}
          onChange={(one) => setSubject(one === 'none' ? undefined : one === 'mine' ? mine : person?.subject)}
        />
        <TextField label={say('reach.phone-field')} value={phone} inputMode="tel" onChange={setPhone} />
        <TextField
          label={say('reach.webhook-field')}
          value={webhook}
          inputMode="url"
          maxLength={rosterLimits.webhookCharactersMax}
          onChange={setWebhook}
        />
        {person?.webhookKey && (
          <p class="about">
            {say('reach.webhook-key')} <code>{person.webhookKey}</code>
          </p>
        )}
        <div class="two-fields">
          <TextField label={say('reach.quiet-from')} type="time" value={from} onChange={setFrom} />
          <TextField label={say('reach.quiet-to')} type="time" value={to} onChange={setTo} />
        </div>
        <p class="fault" role="alert">
          {isPhone ? '' : say('reach.phone-form')}
        </p>
        <button type="submit" class="action primary" disabled={name.trim() === '' || !isPhone}>
          {say('guards.save')}
        </button>
      </form>
      {person && (
        <button type="button" class="action danger" onClick={() => onRemove(person.person)}>
          {say('roster.remove')}
        </button>
      )}
    </Sheet>
  );
}
