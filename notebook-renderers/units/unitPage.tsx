/** A mined unit in a notebook (paper, Figure 3): what it is called, the patches that activate it most, and its figures. */
import { useState } from 'preact/hooks';
import type { UnitDisplay } from '../../src/protocol/mining';
import { PATCH_DISPLAYS, type PatchDisplay } from '../../webview/shared/patchPicture';
import { UnitFigures } from '../../webview/shared/unitFigures';
import { UnitNames } from '../../webview/shared/unitNames';
import { sentenceCase } from '../../webview/shared/wording';
import { UnitPatches } from '../shared/unitPatches';

/** Two rows; the rest on demand. */
const AT_FIRST = 16;

export function UnitPage({ display }: { display: UnitDisplay }) {
  const { unit } = display;
  const [shown, setShown] = useState<PatchDisplay>('segmented');
  const [all, setAll] = useState(false);
  const patches = all ? unit.patches : unit.patches.slice(0, AT_FIRST);
  return (
    <article class="dm-explanation" aria-label={`Unit ${unit.unit}`}>
      <header class="dm-unit-head">
        <h3>{unit.unit}</h3>
        <p class="dm-quiet">
          {unit.ranks.map((r) => `${sentenceCase(r.className)} #${r.rank}`).join(', ') || 'Not among the chosen units'}
        </p>
        <label>
          Patches
          <select value={shown} onChange={(event) => setShown(event.currentTarget.value as PatchDisplay)}>
            {PATCH_DISPLAYS.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
      </header>
      <UnitNames annotations={display.annotations ?? []} unrecognized={display.unrecognized} />
      <UnitPatches display={display} patches={patches} shown={shown} />
      {unit.patches.length > AT_FIRST ? (
        <button type="button" class="dm-button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? `Show the top ${AT_FIRST}` : `Show all ${unit.patches.length}`}
        </button>
      ) : null}
      {display.classes ? <UnitFigures unit={unit} classes={display.classes} concepts={display.concepts} /> : null}
      {display.notice ? (
        <footer class="dm-foot">
          <span>{display.notice}</span>
        </footer>
      ) : null}
    </article>
  );
}
