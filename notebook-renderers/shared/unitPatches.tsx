/** Patches of a unit in rows, each with its label and activation. */
import type { TopPatch, UnitDisplay } from '../../src/protocol/mining';
import { type PatchDisplay, PatchPicture } from '../../webview/shared/patchPicture';
import { sentenceCase, shortNumber } from '../../webview/shared/wording';

interface Props {
  display: UnitDisplay;
  patches: readonly TopPatch[];
  shown: PatchDisplay;
}

export function UnitPatches({ display: { unit, thumbnails }, patches, shown }: Props) {
  return (
    <ul class="dm-patches">
      {patches.map((patch, i) => (
        <li key={`${patch.viewId} ${patch.x} ${patch.y} ${patch.size}`}>
          <PatchPicture
            source={thumbnails[patch.thumbnail]}
            map={patch.map}
            placement={unit.placement}
            threshold={unit.maskThreshold}
            maximum={unit.maxActivation}
            display={shown}
            side={160}
            words={`Patch ${i + 1} of ${patch.viewId}, labelled ${patch.label}, activation ${shortNumber(patch.activation)}`}
          />
          <span class="dm-quiet">
            {sentenceCase(patch.label)} {shortNumber(patch.activation)}
          </span>
        </li>
      ))}
    </ul>
  );
}
