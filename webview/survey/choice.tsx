/** A question with radio answers, and the note beneath a question that still waits for one. */
import type { ComponentChildren } from 'preact';

interface Option {
  value: string;
  text: string;
  key?: string;
  checked: boolean;
  onPick(): void;
}

/** One question with radio answers. */
export function Choice({ id, legend, gap, options }: { id: string; legend: ComponentChildren; gap?: string; options: Option[] }) {
  return (
    <fieldset class={gap ? 'choice has-gap' : 'choice'} id={id} aria-describedby={gap ? `${id}-gap` : undefined}>
      <legend>{legend}</legend>
      <div class="options">
        {options.map((option) => (
          <label key={option.value} class="option">
            <input type="radio" name={id} value={option.value} checked={option.checked} onChange={option.onPick} />
            {option.text}
            {option.key ? <kbd>{option.key}</kbd> : null}
          </label>
        ))}
      </div>
      {gap ? <GapNote id={`${id}-gap`} message={gap} /> : null}
    </fieldset>
  );
}

export function GapNote({ id, message }: { id: string; message: string }) {
  return (
    <p class="gap" id={id}>
      {message}
    </p>
  );
}
