import { useState } from 'preact/hooks';
import { shiftLimits } from '../../../domain/limits/shifts.ts';
import { isEasyPin } from '../../../domain/shifts/pin.ts';
import type { Answered, Refusal } from '../../api/api.ts';
import type { Guard } from '../../app/shifts.ts';
import { useSay } from '../../language/text.ts';
import { problemText } from '../../language/wording.ts';
import { useApp } from '../../parts/app-context.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { TextField } from '../../parts/text-field.tsx';

const pinForm = /^\d{4,6}$/;

/** Names a guard, gives one another name or PIN, or ends what they may do. @param guard undefined: a new one. */
export function GuardSheet({
  community,
  guard,
  onClose,
}: {
  community: string;
  guard: Guard | undefined;
  onClose(): void;
}) {
  const say = useSay();
  const { api } = useApp();
  const [label, setLabel] = useState(guard?.label ?? '');
  const [pin, setPin] = useState('');
  const [refused, setRefused] = useState<Refusal>();
  const needsPin = guard === undefined || pin !== '';
  const isPinGood = !needsPin || (pinForm.test(pin) && !isEasyPin(pin));
  const at = { community, guard: guard?.guard ?? newGuardId() };
  const done = (answered: Answered<'putGuard'> | Answered<'removeGuard'>) => {
    if ('refused' in answered) setRefused(answered.refused);
    else onClose();
  };
  const save = async (event: Event) => {
    event.preventDefault();
    done(await api.ask('putGuard', { in: at, body: { label: label.trim(), ...(needsPin && { pin }) } }));
  };
  const remove = async () => done(await api.ask('removeGuard', { in: at }));
  return (
    <Sheet title={guard?.label ?? say('guards.add')} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <TextField
          label={say('guards.label')}
          value={label}
          maxLength={shiftLimits.labelCharactersMax}
          onChange={setLabel}
        />
        <TextField
          label={say(guard ? 'guards.new-pin' : 'guards.pin')}
          value={pin}
          inputMode="numeric"
          maxLength={6}
          onChange={setPin}
        />
        <p class="about">{say('guards.pin-about')}</p>
        <p class="fault" role="alert">
          {refused
            ? say('guards.failed', { why: problemText(refused, say) })
            : pinForm.test(pin) && isEasyPin(pin) && say('guards.easy')}
        </p>
        <button type="submit" class="action primary" disabled={label.trim() === '' || !isPinGood}>
          {say('guards.save')}
        </button>
      </form>
      {guard && (
        <button type="button" class="action danger" onClick={() => void remove()}>
          {say('guards.remove')}
        </button>
      )}
    </Sheet>
  );
}

/** What stands for a guard in every record: it says nothing about them. */
function newGuardId(): string {
  return `g-${crypto.randomUUID().slice(0, 8)}`;
}
