/** The mammogram a patch comes from, the patch outlined in red, and the patch enlarged. */
import { useEffect, useState } from 'preact/hooks';
import type { MinedUnit, ViewCard } from '../../src/protocol/mining';
import { type PatchDisplay, PatchPicture } from './patchPicture';
import { PATCHES_SHOWN } from './patchTable';
import { pictureAddress } from './pictureAddress';
import { placeInWords } from './place';
import { polygonPath, sentenceCase, shortNumber, viewName } from './wording';

interface Props {
  unit: MinedUnit;
  views: Record<string, ViewCard>;
  base: string;
  display: PatchDisplay;
  current: number;
  outlines: boolean;
  onOutlines(shown: boolean): void;
  /** How many patches are shown. */
  most?: number;
  /** Outline the receptive field of the strongest cell too. */
  field?: boolean;
}

export function ViewPanel({ unit, views, base, display, current, outlines, onOutlines, most = PATCHES_SHOWN, field = false }: Props) {
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
        <label class="toggle">
          <input type="checkbox" checked={outlines} onChange={(e) => onOutlines(e.currentTarget.checked)} /> True outlines <kbd>O</kbd>
        </label>
      </div>
      {view ? (
        <Mammogram view={view} square={patch} field={field ? patch.field : undefined} base={base} outlines={outlines} />
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

interface MammogramProps {
  view: ViewCard;
  square: { x: number; y: number; size: number };
  field?: { x: number; y: number; width: number; height: number };
  base: string;
  outlines: boolean;
}

function Mammogram({ view, square, field, base, outlines }: MammogramProps) {
  const source = pictureAddress(base, view.preview);
  const [failed, setFailed] = useState(false);
  useEffect(() => setFailed(false), [source]);
  const findings = view.outlines.length;
  const alt = `${viewName(view)} of ${view.caseId}, ${view.label}. The patch outlined in red lies ${placeInWords(square.x + square.size / 2, square.y + square.size / 2, view.width, view.height)}.${
    field ? ' The receptive field of its strongest cell is outlined in white.' : ''
  }${outlines ? ` ${findings === 0 ? 'No finding is outlined.' : `${findings} true outline${findings > 1 ? 's' : ''} shown.`}` : ''}`;
  return (
    <div class="mammogram">
      <div class="frame" style={{ aspectRatio: `${view.width} / ${view.height}`, '--aspect': view.width / view.height }}>
        {failed ? <p class="view-missing">The picture {view.preview} could not be read.</p> : null}
        <img src={source} alt={alt} hidden={failed} onError={() => setFailed(true)} />
        <svg viewBox={`0 0 ${view.width} ${view.height}`} aria-hidden="true">
          {outlines
            ? view.outlines.map((outline) => (
                <path
                  key={outline.points.join()}
                  transform="translate(0.5 0.5)"
                  class={`true-outline outline-${outline.className}`}
                  d={polygonPath(outline.points)}
                />
              ))
            : null}
          <rect class="patch-outline-under" x={square.x} y={square.y} width={square.size} height={square.size} />
          <rect class="patch-outline" x={square.x} y={square.y} width={square.size} height={square.size} />
          {field ? <rect class="field-outline" {...field} /> : null}
        </svg>
      </div>
    </div>
  );
}
