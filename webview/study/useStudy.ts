/** Runs the reading in the page: posts what a step asks for, measures attention, sends a complete call after a moment, and pauses where nobody looks. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { AttentionClock } from '../shared/timing';
import type { HostLink } from './hostLink';
import { keepsakeOf } from './keepsake';
import { currentItem, isReading, keyOf, openSession, type Session } from './session';
import { type StudyEvent, step } from './step';

/** Between the choice and its sending: enough to see a slip of a key and take it back. */
export const GRACE_MS = 1200;
/** Without a sign of life for so long, the words are hidden and the clock stands. */
const IDLE_MS = 120_000;
const AGAIN_MS = 5000;

const seconds = () => performance.now() / 1000;
const SIGNS_OF_LIFE = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'focusin'] as const;

export interface Study {
  session: Session;
  send(event: StudyEvent): void;
  retry(): void;
}

/** What the clock runs for; undefined where it stands. */
function lookedAt(session: Session): string | undefined {
  const item = currentItem(session);
  return isReading(session) && item ? keyOf(item) : undefined;
}

export const isComplete = ({ choice }: Session): boolean => choice.call !== undefined && choice.confidence !== undefined;

/** A complete call that will be sent of itself. */
export const goesByItself = (session: Session): boolean =>
  isReading(session) && isComplete(session) && session.choice.fresh && !session.waits;

export function useStudy(host: HostLink): Study {
  const [session, setSession] = useState(() => openSession(Date.now()));
  const latest = useRef(session);
  const clock = useRef(new AttentionClock(seconds()));

  const apply = useCallback(
    (event: StudyEvent) => {
      const before = lookedAt(latest.current);
      const result = step(latest.current, event);
      latest.current = result.session;
      if (lookedAt(result.session) !== before) clock.current = new AttentionClock(seconds());
      const keepsake = keepsakeOf(result.session);
      if (keepsake) host.keep(keepsake);
      for (const message of result.post) host.post(message);
      setSession(result.session);
    },
    [host],
  );

  const send = useCallback(
    (event: StudyEvent) => {
      // The time belongs to the case that was looked at, so it is booked before the event can leave it.
      if (event.type !== 'message' && lookedAt(latest.current) !== undefined) {
        const spent = clock.current.seconds(seconds());
        clock.current = new AttentionClock(seconds());
        apply({ type: 'looked', seconds: spent });
      }
      apply(event);
    },
    [apply],
  );

  const retry = useCallback(() => send({ type: 'retry' }), [send]);

  useEffect(() => {
    const stop = host.listen((message) => send({ type: 'message', message, keepsake: host.kept() }));
    host.post({ type: 'ready' });
    return stop;
  }, [host, send]);

  const byItself = goesByItself(session);
  const { choice } = session;
  useEffect(() => {
    if (!byItself) return;
    const timer = setTimeout(() => send({ type: 'send' }), GRACE_MS);
    return () => clearTimeout(timer);
    // Every change of the choice gives its own moment.
  }, [byItself, choice.call, choice.confidence, send]);

  const failed = session.sending?.failure !== undefined && !session.sending.retrying;
  useEffect(() => {
    if (!failed) return;
    const timer = setTimeout(retry, AGAIN_MS);
    return () => clearTimeout(timer);
  }, [failed, retry]);

  useEffect(() => {
    let idle: ReturnType<typeof setTimeout> | undefined;
    const sign = () => {
      clock.current.sign(seconds());
      clearTimeout(idle);
      idle = setTimeout(() => send({ type: 'pause', reason: 'idle' }), IDLE_MS);
    };
    const hidden = () => {
      if (document.hidden) send({ type: 'pause', reason: 'hidden' });
      else sign();
    };
    sign();
    for (const kind of SIGNS_OF_LIFE) window.addEventListener(kind, sign, { passive: true, capture: true });
    document.addEventListener('visibilitychange', hidden);
    return () => {
      clearTimeout(idle);
      for (const kind of SIGNS_OF_LIFE) window.removeEventListener(kind, sign, { capture: true });
      document.removeEventListener('visibilitychange', hidden);
    };
  }, [send]);

  return { session, send, retry };
}
