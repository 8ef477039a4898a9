/**
 * A unit's patches at the left, the mammogram of the one that is looked at at the right, and beneath the patches what is given. Which patch
 * is looked at is known here alone: it changes with every step of the pointer, and nothing else of the page is to be drawn anew for it.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SurveyState } from '../../src/protocol/survey';
import type { UnitId } from '../../src/protocol/unit';
import { DisplayChoice } from '../shared/displayChoice';
import { PatchCountChoice, usePatchCount } from '../shared/patchCount';
import type { PatchDisplay } from '../shared/patchPicture';
import { PatchTable } from '../shared/patchTable';
import { useWantedPictures } from '../shared/pictures/pictures';
import { WHOLE_RANGE } from '../shared/viewer/greyWindow';
import { ViewPanel } from '../shared/viewPanel';
import type { Session } from './session';

interface Props {
  survey: SurveyState;
  unit: UnitId;
  loaded?: Session['loaded'][UnitId];
  /** The unit that comes next: its pictures are had ready. */
  next?: Session['loaded'][UnitId];
  /** Why the patches could not be read. */
  unreadable?: string;
  /** The units were mined again: pictures that are not here do not come. */
  replaced: boolean;
  display: PatchDisplay;
  onDisplay(display: PatchDisplay): void;
  outlines: boolean;
  onOutlines(shown: boolean): void;
  onReload(): void;
  /** As of ViewPanel. */
  onExplain?(viewId: string): void;
  children: ComponentChildren;
}

export function UnitPictures(props: Props) {
  const { survey, unit, loaded, next, unreadable, replaced, display, onDisplay, outlines, onOutlines, onReload, onExplain, children } =
    props;
  const [patch, setPatch] = useState(0);
  const [most, setMost] = usePatchCount();
  const [greys, setGreys] = useState(WHOLE_RANGE);
  useWantedPictures(survey.base, most, patch, loaded, next);
  // A unit begins at its strongest patch.
  useEffect(() => setPatch(0), [unit]);
  return (
    <main class="survey-body">
      <div class="left">
        <div class="patch-choices">
          <PatchCountChoice
            count={most}
            onCount={(count) => {
              setMost(count);
              if (patch >= count) setPatch(0);
            }}
          />
          <DisplayChoice display={display} onDisplay={onDisplay} />
        </div>
        {unreadable ? (
          <div class="failures" role="alert">
            <p>
              <span>
                <b>The patches of {unit} could not be read.</b> {unreadable}
              </span>
              <button type="button" onClick={onReload}>
                Try again
              </button>
            </p>
          </div>
        ) : null}
        {loaded ? (
          <PatchTable
            unit={loaded.unit}
            views={loaded.views}
            base={survey.base}
            display={display}
            current={patch}
            onCurrent={setPatch}
            most={most}
            classes={survey.classes}
          />
        ) : (
          <p class="patches-waiting quiet">{unreadable ? '' : replaced ? 'The patches are of the new result.' : 'Reading the patches…'}</p>
        )}
        {children}
      </div>
      <div class="right">
        {loaded ? (
          <ViewPanel
            unit={loaded.unit}
            views={loaded.views}
            base={survey.base}
            display={display}
            current={patch}
            outlines={outlines}
            onOutlines={onOutlines}
            greys={greys}
            onGreys={setGreys}
            most={most}
            onExplain={onExplain}
          />
        ) : null}
      </div>
    </main>
  );
}
