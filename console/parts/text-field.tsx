import type { TargetedEvent } from 'preact';
import { useId } from 'preact/hooks';

/** A line to fill in, with its label above it. */
export function TextField({
  label,
  value,
  type = 'text',
  inputMode = 'text',
  maxLength,
  onChange,
}: {
  label: string;
  value: string;
  type?: 'text' | 'time';
  /** Which keys a phone shows. */
  inputMode?: 'text' | 'numeric' | 'tel' | 'url';
  maxLength?: number;
  onChange(value: string): void;
}) {
  const onInput = ({ currentTarget }: TargetedEvent<HTMLInputElement>) => onChange(currentTarget.value);
  const id = useId();
  return (
    <label class="field" for={id}>
      {label}
      {type === 'time' ? (
        <input id={id} type="time" value={value} onInput={onInput} />
      ) : (
        <input
          id={id}
          type="text"
          inputMode={inputMode}
          autoComplete="off"
          maxLength={maxLength}
          value={value}
          onInput={onInput}
        />
      )}
    </label>
  );
}
