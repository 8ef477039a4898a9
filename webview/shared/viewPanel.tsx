/** The mammogram a patch comes from, the patch outlined in red, and the patch enlarged. */
import type { MinedUnit, ViewCard } from '../../src/protocol/mining';
import { USUAL_COUNT } from './patchCount';
import { type PatchDisplay, PatchPicture } from './patchPicture';
import { pictureAddress } from './pictureAddress';
import type { GreyWindow } from './viewer/greyWindow';
import { MammogramViewer } from './viewer/mammogramViewer';
import { sentenceCase, shortNumber, viewName } from './wording';

interface Props {
  unit: MinedUnit;
  views: Record<string, ViewCard>;
  base: string;
  display: PatchDisplay;
  current: number;
  outlines: boolean;
  onOutlines(shown: boolean): void;
  /** Window and level stay from one mammogram to the next. */
  greys: GreyWindow;
  onGreys(greys: GreyWindow): void;
  /** How many patches are shown. */
  most?: number;
  /** Outline the receptive field of the strongest cell too. */
  field?: boolean;
  /** Has the view explained; absent where nobody can. */
  onExplain?(viewId: string): void;
}

/** By this id a page's key presses the button. */
export const EXPLAIN_ID = 'explain-view';

export function ViewPanel(props: Props) {
  const { unit, views, base, display, current, outlines, onOutlines, greys, onGreys, most = USUAL_COUNT, field = false, onExplain } = props;
  const patch = unit.patches[current];
  const view = patch && views[patch.viewId];
  if (!patch) return null;
  return (
    <section class="view-panel" aria-label="Mammogram of the patch">
      <div class="view-head">
        {view ? (
          <h2>
            {viewName(view)} <span class={`label label-${view.label}`}>{sentenceCase(view.label)}</span>
          </h2>
        ) : (
          <h2>{patch.viewId}</h2>
        )}
        {view && onExplain ? (
          <button type="button" id={EXPLAIN_ID} class="quiet-button" onClick={() => onExplain(view.viewId)}>
            Explain this view <kbd>E</kbd>
          </button>
        ) : null}
        <label class="toggle">
          <input type="checkbox" checked={outlines} onChange={(e) => onOutlines(e.currentTarget.checked)} /> True outlines <kbd>O</kbd>
        </label>
      </div>
      {view ? (
        <MammogramViewer
          view={view}
          source={pictureAddress(base, view.preview)}
          square={patch}
          field={field ? patch.field : undefined}
          {...{ outlines, greys, onGreys }}
        />
      ) : (
        <p class="view-missing">The mammogram of this patch is not among the mined pictures. Mine the units again to write it.</p>
      )}
      {field && view ? (
        <p class="outline-key" aria-hidden="true">
          <span class="key-patch">Patch</span>
          <span class="key-field">Receptive field of its strongest cell</span>
        </p>
      ) : null}
      <div class="enlarged">
        <PatchPicture
          source={pictureAddress(base, patch.thumbnail)}
          map={patch.map}
          placement={unit.placement}
          threshold={unit.maskThreshold}
          maximum={unit.maxActivation}
          display={display}
          side={256}
          words={`Patch ${current + 1}, enlarged`}
        />
        <dl>
          <dt>Patch</dt>
          <dd>
            {current + 1}
            <span class="quiet"> of {Math.min(unit.patches.length, most)}</span>
          </dd>
          <dt>Label</dt>
          <dd>{sentenceCase(patch.label)}</dd>
          <dt>Activation</dt>
          <dd>
            {shortNumber(patch.activation)}
            <span class="quiet"> of {shortNumber(unit.maxActivation)}</span>
          </dd>
          <dt>Case</dt>
          <dd class="case">{view?.caseId ?? patch.viewId}</dd>
        </dl>
      </div>
    </section>
  );
}
