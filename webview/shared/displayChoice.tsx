/** How patches are drawn: segmented, plain or as heat. */
import { PATCH_DISPLAYS, type PatchDisplay } from './patchPicture';

interface Props {
  display: PatchDisplay;
  onDisplay(display: PatchDisplay): void;
  /** What is so drawn, where nothing beside it says so. */
  legend?: string;
}

export function DisplayChoice({ display, onDisplay, legend }: Props) {
  return (
    <fieldset class="display-choice">
      <legend class={legend ? undefined : 'heard-only'}>{legend ?? 'How patches are drawn'}</legend>
      <kbd>D</kbd>
      {PATCH_DISPLAYS.map(({ value, text }) => (
        <label key={value}>
          <input type="radio" name="display" value={value} checked={display === value} onChange={() => onDisplay(value)} />
          <span class="segment">{text}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** The next way in turn. */
export function following(display: PatchDisplay): PatchDisplay {
  const at = PATCH_DISPLAYS.findIndex((d) => d.value === display);
  return PATCH_DISPLAYS[(at + 1) % PATCH_DISPLAYS.length].value;
}
