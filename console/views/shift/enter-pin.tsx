import { useState } from 'preact/hooks';
import type { Refusal } from '../../api/api.ts';
import type { Guard } from '../../app/shifts.ts';
import { useSay } from '../../language/text.ts';
import { problemText } from '../../language/wording.ts';
import { useApp } from '../../parts/app-context.ts';
import { NumberPad } from '../../parts/number-pad.tsx';
import { Sheet } from '../../parts/sheet.tsx';

/** As the API takes it: four to six digits. */
const pinDigits = { min: 4, max: 6 };

export function EnterPin({
  guard,
  community,
  onClose,
  onDone,
}: {
  guard: Guard;
  community: string;
  onClose(): void;
  onDone(): void;
}) {
  const say = useSay();
  const { shifts } = useApp();
  const [pin, setPin] = useState('');
  const [refused, setRefused] = useState<Refusal>();
  const begin = async (event: Event) => {
    event.preventDefault();
    const refusal = await shifts.begin(community, guard.guard, pin);
    setPin('');
    setRefused(refusal);
    if (refusal === undefined) onDone();
  };
  const why = () => {
    if (refused === undefined) return '';
    if (refused.waitS !== undefined) return say('shift.wait', { seconds: refused.waitS });
    if (refused.reason === 'pin-refused') return say('shift.wrong');
    return say('shift.failed', { why: problemText(refused, say) });
  };
  return (
    <Sheet title={say('shift.pin', { guard: guard.label })} onClose={onClose}>
      <form onSubmit={(event) => void begin(event)}>
        <output class="pin-shown" aria-label={say('pad.digit-of', { count: pin.length })}>
          {'●'.repeat(pin.length).padEnd(pinDigits.min, '○')}
        </output>
        <p class="fault" role="alert">
          {why()}
        </p>
        <NumberPad value={pin} max={pinDigits.max} onChange={setPin} />
        <button type="submit" class="action primary" disabled={pin.length < pinDigits.min}>
          {say('shift.begin')}
        </button>
      </form>
    </Sheet>
  );
}
