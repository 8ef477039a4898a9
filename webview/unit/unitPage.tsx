/** The page of one mined unit: what it is called, the patches that activate it most, one of them in its mammogram, and its figures. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { DisplayChoice, following } from '../shared/displayChoice';
import { isTyping, type KeyTable, keyCommand } from '../shared/keys';
import type { PatchDisplay } from '../shared/patchPicture';
import { PatchTable } from '../shared/patchTable';
import { useWantedPictures } from '../shared/pictures/pictures';
import { UnitFigures } from '../shared/unitFigures';
import { UnitNames } from '../shared/unitNames';
import { WHOLE_RANGE } from '../shared/viewer/greyWindow';
import { VIEWER_ID } from '../shared/viewer/mammogramViewer';
import { EXPLAIN_ID, ViewPanel } from '../shared/viewPanel';
import type { HostLink } from './hostLink';
import { placeOf } from './session';
import { UnitHeader } from './unitHeader';
import { useUnitPage } from './useUnitPage';

/** Patches shown before all are asked for: four rows on a usual screen. */
const AT_FIRST = 24;

type Command = 'next' | 'previous' | 'annotate' | 'display' | 'outlines' | 'mammogram' | 'explain';
const KEYS: KeyTable<Command> = {
  withAlt: { KeyN: 'next', KeyP: 'previous', KeyA: 'annotate' },
  plain: { d: 'display', o: 'outlines', m: 'mammogram', e: 'explain' },
};

export function UnitPage({ host }: { host: HostLink }) {
  const { session, send } = useUnitPage(host);
  const [display, setDisplay] = useState<PatchDisplay>('segmented');
  const [outlines, setOutlines] = useState(false);
  const [greys, setGreys] = useState(WHOLE_RANGE);
  const [patch, setPatch] = useState(0);
  const [all, setAll] = useState(false);
  const { state, unit } = session;
  const shown = unit && session.details[unit];
  useWantedPictures(state?.base ?? '', all ? Number.POSITIVE_INFINITY : AT_FIRST, patch, shown);

  // A unit begins at its strongest patch.
  useEffect(() => {
    setPatch(0);
    setAll(false);
    window.scrollTo({ top: 0 });
  }, [unit]);

  const run: Record<Command, () => void> = {
    next: () => send({ type: 'move', by: 1 }),
    previous: () => send({ type: 'move', by: -1 }),
    annotate: () => send({ type: 'annotate' }),
    display: () => setDisplay(following(display)),
    outlines: () => setOutlines(!outlines),
    mammogram: () => document.getElementById(VIEWER_ID)?.focus(),
    explain: () => document.getElementById(EXPLAIN_ID)?.click(),
  };
  const commands = useRef(run);
  commands.current = run;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = keyCommand(event, isTyping(document.activeElement), KEYS);
      if (!command) return;
      // Kept from VS Code too, which would look for a key binding of its own.
      event.preventDefault();
      event.stopPropagation();
      commands.current[command]();
    };
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, []);

  if (session.empty)
    return (
      <main class="whole-page">
        <h1>No unit to show</h1>
        <p>{session.empty}</p>
      </main>
    );
  if (!state || !unit) return <p class="whole-page quiet">Opening the unit…</p>;

  const detail = session.details[unit];
  const most = all ? (detail?.unit.patches.length ?? 0) : AT_FIRST;
  return (
    <>
      <UnitHeader
        state={state}
        unit={unit}
        place={placeOf(session)}
        detail={detail}
        onOpen={(target) => send({ type: 'open', unit: target })}
        onMove={(by) => send({ type: 'move', by })}
        onAnnotate={run.annotate}
        onCopy={() => send({ type: 'copy' })}
      />
      {session.unreadable[unit] ? (
        <div class="failures" role="alert">
          <p>
            <span>
              <b>{unit} could not be read.</b> {session.unreadable[unit]}
            </span>
            <button type="button" onClick={() => send({ type: 'retry' })}>
              Try again
            </button>
          </p>
        </div>
      ) : null}
      <main class="unit-body" aria-busy={detail ? undefined : 'true'}>
        {detail ? (
          <>
            <div class="unit-left">
              <UnitNames annotations={detail.annotations} unrecognized={detail.unrecognized} />
              <DisplayChoice legend="Top patches" display={display} onDisplay={setDisplay} />
              {detail.unit.patches.length === 0 ? (
                <p class="quiet">None of its top patches could be drawn: mine again to see them.</p>
              ) : null}
              <PatchTable
                unit={detail.unit}
                views={detail.views}
                base={state.base}
                display={display}
                current={patch}
                onCurrent={setPatch}
                most={most}
                captions
              />
              {detail.unit.patches.length > AT_FIRST ? (
                <button type="button" class="quiet-button" aria-expanded={all} onClick={() => setAll(!all)}>
                  {all ? `Show the top ${AT_FIRST}` : `Show all ${detail.unit.patches.length}`}
                </button>
              ) : null}
              <UnitFigures unit={detail.unit} classes={detail.classes} concepts={detail.concepts} />
            </div>
            <div class="unit-right">
              <ViewPanel
                unit={detail.unit}
                views={detail.views}
                base={state.base}
                display={display}
                current={patch}
                outlines={outlines}
                onOutlines={setOutlines}
                greys={greys}
                onGreys={setGreys}
                most={detail.unit.patches.length}
                field
                onExplain={state.machineless ? undefined : (viewId) => send({ type: 'explain', viewId })}
              />
            </div>
          </>
        ) : (
          <p class="quiet">{session.unreadable[unit] ? '' : 'Reading the unit…'}</p>
        )}
      </main>
      <footer class="unit-footer">
        <span>{state.notice}</span>
        <span>
          Run {state.run}, network {state.network.slice(0, 8)}, mining {state.mining.slice(0, 8)}
        </span>
      </footer>
    </>
  );
}
