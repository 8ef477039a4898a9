/** How patches are drawn: segmented, plain or as heat. */
import { PATCH_DISPLAYS, type PatchDisplay } from './patchPicture';

export function DisplayChoice({ display, onDisplay }: { display: PatchDisplay; onDisplay(display: PatchDisplay): void }) {
  return (
    <fieldset class="display-choice">
      <legend>Top patches</legend>
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
