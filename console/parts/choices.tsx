/** Any of a few, all of them seen at once. */
export function Choices<const Value extends string>({
  label,
  options,
  values,
  onChange,
}: {
  label: string;
  options: readonly (readonly [value: Value, label: string])[];
  values: readonly Value[];
  onChange(values: Value[]): void;
}) {
  const toggle = (value: Value) =>
    onChange(values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);
  return (
    <fieldset class="choose">
      <legend>{label}</legend>
      <div class="choose-row">
        {options.map(([value, text]) => (
          <label key={value}>
            <input type="checkbox" checked={values.includes(value)} onChange={() => toggle(value)} />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
