import { useId } from 'preact/hooks';

interface Asked<Value extends string> {
  label: string;
  options: readonly (readonly [value: Value, label: string])[];
}

/** One of a few, all of them seen at once. @param value undefined: none yet. */
export function Choice<const Value extends string>({
  value,
  onChange,
  ...asked
}: Asked<Value> & { value: Value | undefined; onChange(value: NoInfer<Value>): void }) {
  return <Choose {...asked} type="radio" isChosen={(one) => one === value} onTouch={onChange} />;
}

/** Any of a few, all of them seen at once. */
export function Choices<const Value extends string>({
  values,
  onChange,
  ...asked
}: Asked<Value> & { values: readonly Value[]; onChange(values: Value[]): void }) {
  const isChosen = (value: Value) => values.includes(value);
  const toggle = (value: Value) =>
    onChange(isChosen(value) ? values.filter((one) => one !== value) : [...values, value]);
  return <Choose {...asked} type="checkbox" isChosen={isChosen} onTouch={toggle} />;
}

function Choose<Value extends string>({
  label,
  options,
  type,
  isChosen,
  onTouch,
}: Asked<Value> & { type: 'radio' | 'checkbox'; isChosen(value: Value): boolean; onTouch(value: Value): void }) {
  const name = useId();
  return (
    <fieldset class="choose">
      <legend>{label}</legend>
      <div class="choose-row">
        {options.map(([value, text]) => (
          <label key={value}>
            <input type={type} name={name} checked={isChosen(value)} onChange={() => onTouch(value)} />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
