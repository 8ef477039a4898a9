/** One patch of the table: a button with its picture, and the strip beneath it. */
import { useState } from 'preact/hooks';
import type { MinedUnit, ViewCard } from '../../src/protocol/mining';
import { type PatchDisplay, PatchPicture } from './patchPicture';
import { pictureAddress } from './pictureAddress';
import { shortLabel } from './shortLabels';
import { sentenceCase, shortNumber, viewName } from './wording';

export interface PatchCellProps {
  unit: MinedUnit;
  /** Place in the table, from 0, and how many patches it shows. */
  place: number;
  count: number;
  view?: ViewCard;
  base: string;
  display: PatchDisplay;
  /** The patch that is looked at: the table's tab stop. */
  current?: boolean;
  /** A strip with the patch's own label and activation; then the pointer alone chooses it not. */
  captions: boolean;
  /** The classes there are: a strip with the class of the patch's view. */
  classes?: readonly string[];
  onPoint(place: number): void;
  onHold(place: number): void;
}

export function PatchCell(props: PatchCellProps) {
  const { unit, place, count, view, base, display, current = false, captions, classes, onPoint, onHold } = props;
  const [missing, setMissing] = useState<string>();
  const patch = unit.patches[place];
  const name = [
    `Patch ${place + 1} of ${count}: labelled ${patch.label}`,
    `activation ${shortNumber(patch.activation)}`,
    view && `${viewName(view)} of ${view.caseId}`,
    // What is written instead of the picture, so that who speaks to the page can name the button by it.
    missing,
  ];
  return (
    <li>
      <button
        type="button"
        class="patch"
        aria-label={name.filter(Boolean).join(', ')}
        aria-current={current ? 'true' : undefined}
        tabIndex={current ? 0 : -1}
        onPointerEnter={captions ? undefined : () => onPoint(place)}
        onFocus={() => onHold(place)}
        onClick={() => onHold(place)}
      >
        <PatchPicture
          source={pictureAddress(base, patch.thumbnail)}
          map={patch.map}
          placement={unit.placement}
          threshold={unit.maskThreshold}
          maximum={unit.maxActivation}
          display={display}
          side={160}
          onMissing={setMissing}
        />
      </button>
      {captions ? (
        <span class="patch-caption" data-label={patch.label} aria-hidden="true">
          {sentenceCase(patch.label)} <b>{shortNumber(patch.activation)}</b>
        </span>
      ) : null}
      {classes && view ? <Strip label={view.label} classes={classes} /> : null}
    </li>
  );
}

/** The class of the patch's view, in a word or its first letters, as wide as there is room. */
function Strip({ label, classes }: { label: string; classes: readonly string[] }) {
  return (
    <span class="patch-strip" data-label={label} aria-hidden="true">
      <span class="strip-whole">{sentenceCase(label)}</span>
      <span class="strip-short">{sentenceCase(shortLabel(label, classes))}</span>
    </span>
  );
}
