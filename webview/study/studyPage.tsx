/** The reader's page (SPEC 9; paper, last experiment): one case at a time, benign or malignant, from words, and from words with the picture. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { isTyping } from '../shared/keys';
import { CaseScreen } from './caseScreen';
import type { HostLink } from './hostLink';
import { Failure, Notices } from './notices';
import { BetweenScreen, EndScreen, Keys, PauseScreen, StartScreen, UnavailableScreen } from './screens';
import { currentItem } from './session';
import { type Command, commandOf } from './shortcuts';
import { StudyHeader } from './studyHeader';
import { useStudy } from './useStudy';

export function StudyPage({ host }: { host: HostLink }) {
  const { session, send, retry } = useStudy(host);
  const { study } = session;
  const item = currentItem(session);
  const units = item ? (study?.cases[item.case]?.length ?? 0) : 0;
  const [hidden, setHidden] = useState<readonly number[]>([]);
  const [pointed, setPointed] = useState<number>();
  // Every case begins with all its units outlined.
  useEffect(() => {
    setHidden([]);
    setPointed(undefined);
  }, [session.position, session.screen]);
  const onToggle = (unit: number) => setHidden((now) => (now.includes(unit) ? now.filter((u) => u !== unit) : [...now, unit]));
  const all = Array.from({ length: units }, (_, unit) => unit);
  const outlines = { shown: all.map((unit) => !hidden.includes(unit)), pointed, onToggle, onPoint: setPointed };

  const goOn = () => send({ type: 'goOn' });
  const pause = () => send(session.paused ? { type: 'goOn' } : { type: 'pause', reason: 'asked' });
  const run = (command: Command) => {
    if (typeof command === 'object') {
      if ('confidence' in command) return send({ type: 'confidence', confidence: command.confidence });
      return command.unit < units ? onToggle(command.unit) : undefined;
    }
    switch (command) {
      case 'benign':
      case 'malignant':
        return send({ type: 'call', call: command });
      case 'outlines':
        return setHidden(hidden.length === 0 ? all : []);
      case 'send':
        if (session.sending?.failure) return retry();
        return session.screen === 'case' && !session.paused ? send({ type: 'send' }) : goOn();
      case 'clear':
        return send({ type: 'clear' });
      case 'pause':
        return pause();
      default:
        return send({ type: command });
    }
  };
  const runs = useRef(run);
  runs.current = run;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = commandOf(event, isTyping(document.activeElement));
      if (!command || (command === 'send' && isForItself(document.activeElement))) return;
      // Kept from VS Code too, which would look for a key binding of its own.
      event.preventDefault();
      event.stopPropagation();
      runs.current(command);
    };
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, []);

  if (session.unavailable) return <UnavailableScreen message={session.unavailable} onRetry={retry} />;
  if (!study) return <p class="words-page quiet">Opening the study…</p>;

  const back = study.goBack ? () => send({ type: 'back' }) : undefined;
  return (
    <>
      {session.screen === 'case' ? (
        <StudyHeader
          session={session}
          study={study}
          onPause={pause}
          onBack={() => send({ type: 'back' })}
          onForward={() => send({ type: 'forward' })}
        />
      ) : null}
      <Notices session={session} onClose={() => send({ type: 'closeNotices' })} />
      <Failure session={session} onRetry={retry} />
      {session.screen === 'start' ? (
        <StartScreen session={session} study={study} onGoOn={goOn} onWaits={(waits) => send({ type: 'waits', waits })} />
      ) : session.screen === 'between' ? (
        <BetweenScreen session={session} study={study} onGoOn={goOn} />
      ) : session.screen === 'end' ? (
        <EndScreen session={session} study={study} onBack={back} />
      ) : session.paused ? (
        <PauseScreen reason={session.paused} onGoOn={goOn} />
      ) : (
        <CaseScreen session={session} study={study} outlines={outlines} send={send} />
      )}
      <footer class="study-footer">
        {session.screen === 'case' && !session.paused ? (
          <details class="keys">
            <summary>Keys</summary>
            <Keys study={study} />
          </details>
        ) : null}
        <p class="notice">
          {study.notice} <span class="reader">Reading as {study.reader}.</span>
        </p>
      </footer>
    </>
  );
}

/** Enter belongs to the focused control, unless that is a choice already made: pressed again, Enter would only make it anew. */
function isForItself(element: Element | null): boolean {
  if (!element || element === document.body) return false;
  const control = element.closest('button, summary, input');
  return control !== null && !(control.classList.contains('pick') && control.getAttribute('aria-pressed') === 'true');
}
