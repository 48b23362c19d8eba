import { useEffect } from 'preact/hooks';
import { useSay } from '../language/text.ts';
import { Icon } from './icon.tsx';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Keys for gloves. The digits of a keyboard do the same. */
export function NumberPad({ value, max, onChange }: { value: string; max: number; onChange(value: string): void }) {
  const say = useSay();
  const add = (digit: string) => value.length < max && onChange(value + digit);
  const remove = () => onChange(value.slice(0, -1));
  useEffect(() => {
    const press = ({ key, target }: KeyboardEvent) => {
      if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
      if (/^\d$/.test(key)) add(key);
      if (key === 'Backspace') remove();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
  return (
    <div class="pad">
      {digits.map((digit) => (
        <button type="button" key={digit} onClick={() => add(digit)}>
          {digit}
        </button>
      ))}
      <button type="button" class="pad-word" onClick={() => onChange('')}>
        {say('pad.clear')}
      </button>
      <button type="button" onClick={() => add('0')}>
        0
      </button>
      <button type="button" aria-label={say('pad.delete')} onClick={remove}>
        <Icon name="delete" />
      </button>
    </div>
  );
}
