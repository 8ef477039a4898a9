/** The survey page (SPEC 7; paper, Figure 2): patches at the left, the mammogram at the right, the questions beneath. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { UnitId } from '../../src/protocol/unit';
import { following } from '../shared/displayChoice';
import { isTyping } from '../shared/keys';
import type { PatchDisplay } from '../shared/patchPicture';
import { VIEWER_ID } from '../shared/viewer/mammogramViewer';
import { EXPLAIN_ID } from '../shared/viewPanel';
import { Compared } from './compared';
import { completionsOf } from './completion';
import { addPhenomenon, answerRecognizable, answerSeveral } from './draft';
import type { HostLink } from './hostLink';
import { LookedAt } from './lookedAt';
import { EmptySurvey, Failures, FinishedSurvey, MinedAgain, Notices } from './notices';
import { Questions } from './questions';
import { answerTo, currentUnit, type Session, workOf } from './session';
import { type Command, commandOf } from './shortcuts';
import { SurveyFooter } from './surveyFooter';
import { SurveyHeader } from './surveyHeader';
import { UnitPictures } from './unitPictures';
import { useSurvey } from './useSurvey';

export function SurveyPage({ host }: { host: HostLink }) {
  const { session, send, looked } = useSurvey(host);
  const [display, setDisplay] = useState<PatchDisplay>('segmented');
  const [outlines, setOutlines] = useState(false);
  const { survey } = session;
  const unit = currentUnit(session);
  const draft = unit ? workOf(session, unit).draft : undefined;
  const { standing } = session;
  const completions = useMemo(
    () => (survey ? completionsOf(survey.lexicon, Object.values(standing).flat(), survey.othersAnswers) : []),
    [survey, standing],
  );

  const next = session.units[session.position + 1]?.unit;

  // A unit begins with its name read out.
  const shown = session.finished ? 'finished' : unit;
  const before = useRef(shown);
  useEffect(() => {
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
    skip: () => survey?.looking === undefined && send({ type: 'skip' }),
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
    // Not there where nobody can explain.
    explain: () => document.getElementById(EXPLAIN_ID)?.click(),
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
  const explains = host.explains && !survey.machineless;
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
      <MinedAgain session={session} onReopen={() => send({ type: 'reopen' })} />
      <Notices session={session} onClose={() => send({ type: 'closeNotices' })} />
      <Failures session={session} onRetry={(u) => send({ type: 'retry', unit: u })} onOpen={open} />
      {session.finished ? (
        <main class="survey-body">
          <FinishedSurvey session={session} onOpen={open} onBack={() => send({ type: 'previous' })} />
        </main>
      ) : (
        <UnitPictures
          survey={survey}
          unit={unit}
          loaded={loaded}
          next={next && session.loaded[next]}
          unreadable={session.unreadable[unit]}
          replaced={session.minedAgain !== undefined}
          display={display}
          onDisplay={setDisplay}
          outlines={outlines}
          onOutlines={setOutlines}
          onReload={() => send({ type: 'reload', unit })}
          onExplain={explains ? (viewId) => send({ type: 'explain', viewId }) : undefined}
        >
          {survey.looking ? (
            <LookedAt why={survey.looking} answers={survey.othersAnswers.filter((answer) => answer.unit === unit)} />
          ) : (
            <>
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
            </>
          )}
        </UnitPictures>
      )}
      <SurveyFooter
        session={session}
        survey={survey}
        unit={unit}
        explains={explains}
        onCommand={(command) => commands.current[command]()}
      />
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
