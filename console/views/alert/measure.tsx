import { useState } from 'preact/hooks';
import { wireLimits } from '../../../domain/limits/wire.ts';
import { useSay } from '../../language/text.ts';
import { NumberPad } from '../../parts/number-pad.tsx';
import { Sheet } from '../../parts/sheet.tsx';

/** A reading has two digits before the point and one behind it: nobody has to find the point with gloves on. */
const digitsOfReading = 3;

export function Measure({
  limitC,
  onSave,
  onClose,
}: {
  limitC: number;
  onSave(contactC: number): void;
  onClose(): void;
}) {
  const say = useSay();
  const [digits, setDigits] = useState('');
  const { contactMinC, contactMaxC } = wireLimits;
  const contactC = Number(digits) / 10;
  const isWhole = digits.length === digitsOfReading;
  const isPossible = isWhole && contactC >= contactMinC && contactC <= contactMaxC;
  const sign = !isPossible ? '' : contactC >= limitC ? 'warm' : 'normal';
  return (
    <Sheet title={say('measure.title')} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isPossible) onSave(contactC);
        }}
      >
        <output class={`reading ${sign}`} aria-live="polite">
          <span class="reading-number">{shown(digits)}</span> °C
          <small>
            {sign === '' ? say('measure.about') : say(sign === 'warm' ? 'facts.contact-warm' : 'facts.contact-normal')}
            {' · '}
            {say('facts.limit', { limit: limitC.toFixed(1) })}
          </small>
        </output>
        <p class="fault" role="alert">
          {isWhole && !isPossible ? say('measure.range', { min: contactMinC, max: contactMaxC }) : ''}
        </p>
        <NumberPad value={digits} max={digitsOfReading} onChange={setDigits} />
        <button type="submit" class="action primary" disabled={!isPossible}>
          {say('measure.save')}
        </button>
      </form>
    </Sheet>
  );
}

/** `38_` → `38._` */
function shown(digits: string): string {
  const filled = digits.padEnd(digitsOfReading, '–');
  return `${filled.slice(0, 2)}.${filled.slice(2)}`;
}
