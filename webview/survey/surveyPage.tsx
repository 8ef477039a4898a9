/** The survey page (SPEC 7; paper, Figure 2): patches at the left, the mammogram at the right, the questions beneath. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Answer, AnswerDraft, Phenomenon } from '../../src/protocol/annotation';
import type { SurveyState } from '../../src/protocol/survey';
import type { UnitId } from '../../src/protocol/unit';
import { DisplayChoice, following } from '../shared/displayChoice';
import { isTyping } from '../shared/keys';
import { PatchCountChoice, usePatchCount } from '../shared/patchCount';
import type { PatchDisplay } from '../shared/patchPicture';
import { PatchTable } from '../shared/patchTable';
import { useWantedPictures } from '../shared/pictures/pictures';
import { WHOLE_RANGE } from '../shared/viewer/greyWindow';
import { VIEWER_ID } from '../shared/viewer/mammogramViewer';
import { ViewPanel } from '../shared/viewPanel';
import { completionsOf } from './completion';
import { disagreement, sayTheSame } from './disagreement';
import { addPhenomenon, answerRecognizable, answerSeveral, draftOf, takePhenomenon } from './draft';
import { EmptySurvey, Failures, FinishedSurvey, Notices } from './notices';
import { Questions } from './questions';
import { answerTo, currentUnit, isDirty, type Session, workOf } from './session';
import { type Command, commandOf, KEYS } from './shortcuts';
import { StandingAnswers } from './standingAnswers';
import { SurveyHeader } from './surveyHeader';
import { useSurvey } from './useSurvey';
import type { HostLink } from './vscodeApi';

export function SurveyPage({ host }: { host: HostLink }) {
  const { session, send, looked } = useSurvey(host);
  const [display, setDisplay] = useState<PatchDisplay>('segmented');
  const [outlines, setOutlines] = useState(false);
  const [patch, setPatch] = useState(0);
  const [most, setMost] = usePatchCount();
  const [greys, setGreys] = useState(WHOLE_RANGE);
  const { survey } = session;
  const unit = currentUnit(session);
  const draft = unit ? workOf(session, unit).draft : undefined;
  const { standing } = session;
  const completions = useMemo(
    () => (survey ? completionsOf(survey.lexicon, Object.values(standing).flat(), survey.othersAnswers) : []),
    [survey, standing],
  );

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
    sameAs: () => document.getElementById('same-as')?.focus(),
    undo: () => send({ type: 'undo' }),
    redo: () => send({ type: 'redo' }),
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
  const edit = (changed: typeof draft, control?: string) => send({ type: 'edit', draft: changed, control });
  return (
    <>
      <SurveyHeader
        session={session}
        survey={survey}
        unit={unit}
        mined={loaded?.unit}
        looked={looked}
        onOpen={open}
        onOrder={(order) => send({ type: 'order', order })}
      />
      <Notices session={session} onClose={() => send({ type: 'closeNotices' })} />
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
            <Compared session={session} survey={survey} unit={unit} draft={draft} onChange={edit} />
            <Questions
              key={unit}
              draft={draft}
              gaps={session.gaps}
              lexicon={survey.lexicon}
              completions={completions}
              answered={answeredBefore(session, unit)}
              onChange={edit}
              onSameAs={(other) => edit(workOf(session, other).draft)}
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
                {isDirty(workOf(session, unit)) || !answerTo(session, unit) ? 'Save and next' : 'Next'} <kbd>Alt+N</kbd>
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
          {survey.notice}{' '}
          <span class="expert">
            {survey.mode === 'consensus' ? 'Deciding' : 'Answering'} as {survey.expert}.
          </span>
        </p>
      </footer>
    </>
  );
}

/** What there is to compare: all experts' answers for whoever decides; answers to this unit that do not know of each other. */
function Compared({
  session,
  survey,
  unit,
  draft,
  onChange,
}: {
  session: Session;
  survey: SurveyState;
  unit: UnitId;
  draft: AnswerDraft;
  onChange(draft: AnswerDraft): void;
}) {
  const rivals = session.standing[unit] ?? [];
  const experts = survey.othersAnswers.filter((a) => a.unit === unit);
  const { on } = disagreement(experts);
  const take = {
    onTake: (answer: Answer) => onChange(draftOf(answer)),
    onAdd: (phenomenon: Phenomenon) => onChange(takePhenomenon(draft, phenomenon)),
  };
  return (
    <>
      {rivals.some((answer) => !sayTheSame(answer, rivals[0])) ? (
        <StandingAnswers
          title="Conflict"
          words="These answers were given without sight of each other, in two windows or on two machines. All are kept; the one you save next takes their place."
          answers={rivals}
          {...take}
        />
      ) : null}
      {survey.mode === 'consensus' ? (
        <StandingAnswers
          title={experts.length === 0 ? 'No expert has answered yet' : `Answers of the experts`}
          words={
            on.length > 0 ? `They differ on ${on.join(', on ')}.` : experts.length > 1 ? 'They agree on category and association.' : ''
          }
          answers={experts}
          {...take}
        />
      ) : null}
    </>
  );
}

/** The units answered before this one, the latest first. */
function answeredBefore(session: Session, unit: UnitId): { unit: UnitId; words: string }[] {
  return session.units
    .flatMap((u) => (u.unit === unit ? [] : (answerTo(session, u.unit) ?? [])))
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .map((a) => ({ unit: a.unit, words: a.recognizable ? a.phenomena.map((p) => p.description).join('; ') : 'not recognizable' }));
}

/** A radio question's focus belongs to its first answer. */
function focusField(id: string): void {
  const element = document.getElementById(id);
  (element?.querySelector<HTMLElement>('input') ?? element)?.focus();
}
