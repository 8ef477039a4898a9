/** The survey page (SPEC 7; paper, Figure 2): patches at the left, the mammogram at the right, the questions beneath. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { DisplayChoice, following } from '../shared/displayChoice';
import { isTyping } from '../shared/keys';
import { PatchCountChoice, usePatchCount } from '../shared/patchCount';
import type { PatchDisplay } from '../shared/patchPicture';
import { PatchTable } from '../shared/patchTable';
import { useWantedPictures } from '../shared/pictures/pictures';
import { WHOLE_RANGE } from '../shared/viewer/greyWindow';
import { VIEWER_ID } from '../shared/viewer/mammogramViewer';
import { ViewPanel } from '../shared/viewPanel';
import { addPhenomenon, answerRecognizable, answerSeveral } from './draft';
import { EmptySurvey, Failures, FinishedSurvey } from './notices';
import { Questions } from './questions';
import { currentUnit, isDirty, workOf } from './session';
import { type Command, commandOf, KEYS } from './shortcuts';
import { suggestionsOf } from './suggestions';
import { SurveyHeader } from './surveyHeader';
import { useSurvey } from './useSurvey';
import type { HostLink } from './vscodeApi';

export function SurveyPage({ host }: { host: HostLink }) {
  const { session, send } = useSurvey(host);
  const [display, setDisplay] = useState<PatchDisplay>('segmented');
  const [outlines, setOutlines] = useState(false);
  const [patch, setPatch] = useState(0);
  const [most, setMost] = usePatchCount();
  const [greys, setGreys] = useState(WHOLE_RANGE);
  const { survey } = session;
  const unit = currentUnit(session);
  const draft = unit ? workOf(session, unit).draft : undefined;
  const suggestions = useMemo(() => (survey ? suggestionsOf(survey.lexicon, session.answers) : []), [survey, session.answers]);

  const next = survey?.units[session.position + 1]?.unit;
  useWantedPictures(survey?.base ?? '', most, patch, unit && session.loaded[unit], next && session.loaded[next]);

  // A unit begins at its strongest patch, with its name read out.
  const shown = session.finished ? 'finished' : unit;
  const before = useRef(shown);
  useEffect(() => {
    setPatch(0);
    if (before.current !== undefined && before.current !== shown)
      document.getElementById(session.finished ? 'finished-title' : 'unit-name')?.focus();
    before.current = shown;
  }, [shown, session.finished]);

  useEffect(() => {
    if (session.gaps.length > 0) focusField(session.gaps[0].field);
    // Only a refused attempt moves the focus: a gap closed while typing must not.
  }, [session.gaps.length > 0]);

  const run: Record<Command, () => void> = {
    next: () => {
      if (session.gaps.length > 0) focusField(session.gaps[0].field);
      send({ type: 'next' });
    },
    previous: () => send({ type: 'previous' }),
    skip: () => send({ type: 'skip' }),
    add: () => draft?.recognizable && send({ type: 'edit', draft: addPhenomenon(draft) }),
    yes: () => draft && send({ type: 'edit', draft: answerRecognizable(draft, true) }),
    no: () => draft && send({ type: 'edit', draft: answerRecognizable(draft, false) }),
    one: () => draft?.recognizable && send({ type: 'edit', draft: answerSeveral(draft, false) }),
    several: () => draft?.recognizable && send({ type: 'edit', draft: answerSeveral(draft, true) }),
    display: () => setDisplay(following(display)),
    outlines: () => setOutlines(!outlines),
    mammogram: () => document.getElementById(VIEWER_ID)?.focus(),
  };
  const commands = useRef(run);
  commands.current = run;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = commandOf(event, isTyping(document.activeElement));
      if (!command) return;
      // Kept from VS Code too, which would look for a key binding of its own.
      event.preventDefault();
      event.stopPropagation();
      commands.current[command]();
    };
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, []);

  if (session.empty) return <EmptySurvey message={session.empty} />;
  if (!survey || !unit || !draft) return <p class="whole-page quiet">Opening the survey…</p>;

  const loaded = session.loaded[unit];
  const open = (target: typeof unit) => send({ type: 'open', unit: target });
  return (
    <>
      <SurveyHeader session={session} survey={survey} unit={unit} mined={loaded?.unit} onOpen={open} />
      <Failures session={session} onRetry={(u) => send({ type: 'retry', unit: u })} onOpen={open} />
      {session.finished ? (
        <main class="survey-body">
          <FinishedSurvey session={session} onOpen={open} onBack={() => send({ type: 'previous' })} />
        </main>
      ) : (
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
              <DisplayChoice display={display} onDisplay={setDisplay} />
            </div>
            {session.unreadable[unit] ? (
              <div class="failures" role="alert">
                <p>
                  <span>
                    <b>The patches of {unit} could not be read.</b> {session.unreadable[unit]}
                  </span>
                  <button type="button" onClick={() => send({ type: 'reload', unit })}>
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
              <p class="patches-waiting quiet">{session.unreadable[unit] ? '' : 'Reading the patches…'}</p>
            )}
            <Questions
              key={unit}
              draft={draft}
              gaps={session.gaps}
              lexicon={survey.lexicon}
              suggestions={suggestions}
              onChange={(changed) => send({ type: 'edit', draft: changed })}
            />
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
                onOutlines={setOutlines}
                greys={greys}
                onGreys={setGreys}
                most={most}
              />
            ) : null}
          </div>
        </main>
      )}
      <footer class="survey-footer">
        <div class="actions">
          <button type="button" class="secondary" disabled={session.position === 0 && !session.finished} onClick={run.previous}>
            Previous <kbd>Alt+P</kbd>
          </button>
          {session.finished ? null : (
            <>
              <button type="button" class="secondary" onClick={run.skip}>
                Skip <kbd>Alt+K</kbd>
              </button>
              <button type="button" onClick={run.next}>
                {isDirty(workOf(session, unit)) || !session.answers[unit] ? 'Save and next' : 'Next'} <kbd>Alt+N</kbd>
              </button>
            </>
          )}
        </div>
        <details class="keys">
          <summary>Keys</summary>
          <dl>
            {KEYS.map(({ keys, meaning }) => (
              <div key={keys}>
                <dt>
                  <kbd>{keys}</kbd>
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </details>
        <p class="notice">
          {survey.notice} <span class="expert">Answering as {survey.expert}.</span>
        </p>
      </footer>
    </>
  );
}

/** A radio question's focus belongs to its first answer. */
function focusField(id: string): void {
  const element = document.getElementById(id);
  (element?.querySelector<HTMLElement>('input') ?? element)?.focus();
}
