/** A choice of a few, side by side: radio buttons in the look of a segmented control. */
import { useMemo } from 'preact/hooks';

interface Props<T extends string> {
  name: string;
  legend: string;
  value: T;
  choices: readonly (readonly [T, string])[];
  onChoice(value: T): void;
}

let groups = 0;

export function Segments<T extends string>({ name, legend, value, choices, onChoice }: Props<T>) {
  const group = useGroup(name);
  return (
    <fieldset class="dm-segments">
      <legend>{legend}</legend>
      {choices.map(([choice, text]) => (
        <label key={choice}>
          <input type="radio" name={group} value={choice} checked={choice === value} onChange={() => onChoice(choice)} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Two outputs of a notebook share a document: each has groups of its own. */
function useGroup(name: string): string {
  return useMemo(() => `dm-${name}-${groups++}`, [name]);
}
