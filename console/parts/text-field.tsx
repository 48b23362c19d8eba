import type { TargetedEvent } from 'preact';

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
  return (
    <label class="field">
      {label}
      <input
        type={type}
        {...(type === 'text' && { inputMode, maxLength, autoComplete: 'off' })}
        value={value}
        onInput={onInput}
      />
    </label>
  );
}
