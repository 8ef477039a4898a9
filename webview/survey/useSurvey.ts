/** Runs the survey's session in the page: posts what a step asks for, keeps drafts, and measures attention. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { AttentionClock } from '../shared/timing';
import { DraftCourier } from './draftCourier';
import type { HostLink } from './hostLink';
import { keepsakeOf, unsafeDrafts } from './keepsake';
import { currentUnit, openSession, type Session } from './session';
import { type SurveyEvent, step } from './step';

const seconds = () => performance.now() / 1000;
const SIGNS_OF_LIFE = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'focusin'] as const;

export interface Survey {
  session: Session;
  send(event: SurveyEvent): void;
  /** Seconds the current unit has been looked at since it was opened. */
  looked(): number;
}

export function useSurvey(host: HostLink): Survey {
  const [session, setSession] = useState(() => openSession(Date.now()));
  const latest = useRef(session);
  const clock = useRef(new AttentionClock(seconds()));
  const courier = useRef(new DraftCourier(host.post));

  const apply = useCallback(
    (event: SurveyEvent) => {
      const result = step(latest.current, event);
      latest.current = result.session;
      const keepsake = keepsakeOf(result.session);
      if (keepsake) host.keep(keepsake);
      for (const message of result.post) host.post(message);
      if (result.session.survey) courier.current.take(unsafeDrafts(result.session));
      setSession(result.session);
    },
    [host],
  );

  const send = useCallback(
    (event: SurveyEvent) => {
      // The time belongs to the unit that was looked at, so it is booked before the event can leave it.
      if (event.type !== 'message' && !latest.current.finished && currentUnit(latest.current)) {
        const spent = clock.current.seconds(seconds());
        clock.current = new AttentionClock(seconds());
        apply({ type: 'looked', seconds: spent });
      } else if (event.type === 'message' && event.message.type === 'state') clock.current = new AttentionClock(seconds());
      apply(event);
    },
    [apply],
  );

  useEffect(() => {
    const stop = host.listen((message) => send({ type: 'message', message, keepsake: host.kept() }));
    host.post({ type: 'ready' });
    return stop;
  }, [host, send]);

  useEffect(() => {
    const sign = () => clock.current.sign(seconds());
    const leaves = () => courier.current.deliver();
    const hidden = () => {
      if (!document.hidden) return sign();
      clock.current.pause(seconds());
      leaves();
    };
    for (const kind of SIGNS_OF_LIFE) window.addEventListener(kind, sign, { passive: true, capture: true });
    document.addEventListener('visibilitychange', hidden);
    window.addEventListener('pagehide', leaves);
    window.addEventListener('blur', leaves);
    return () => {
      for (const kind of SIGNS_OF_LIFE) window.removeEventListener(kind, sign, { capture: true });
      document.removeEventListener('visibilitychange', hidden);
      window.removeEventListener('pagehide', leaves);
      window.removeEventListener('blur', leaves);
    };
  }, []);

  return { session, send, looked: () => clock.current.seconds(seconds()) };
}
