import { useId } from 'preact/hooks';

/** One of a few, all of them seen at once. */
export function Choice<const Value extends string>({
  label,
  options,
  value,
  onChange,
}: {
  label: string;
  options: readonly (readonly [value: Value, label: string])[];
  /** Undefined: none yet. */
  value: Value | undefined;
  onChange(value: NoInfer<Value>): void;
}) {
  const name = useId();
  return (
    <fieldset class="choose">
      <legend>{label}</legend>
      <div class="choose-row">
        {options.map(([one, text]) => (
          <label key={one}>
            <input type="radio" name={name} checked={one === value} onChange={() => onChange(one)} />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
