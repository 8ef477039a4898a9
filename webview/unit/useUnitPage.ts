/** Runs the unit page's session: posts what a step asks for, and keeps the place. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { HostLink } from './hostLink';
import { keepsakeOf, openSession, type Session, step, type UnitPageEvent } from './session';

export function useUnitPage(host: HostLink): { session: Session; send(event: UnitPageEvent): void } {
  const [session, setSession] = useState(openSession);
  const latest = useRef(session);
  const send = useCallback(
    (event: UnitPageEvent) => {
      const result = step(latest.current, event);
      latest.current = result.session;
      for (const message of result.post) host.post(message);
      const keepsake = keepsakeOf(result.session);
      if (keepsake) host.keep(keepsake);
      setSession(result.session);
    },
    [host],
  );
  useEffect(() => {
    const stop = host.listen((message) => send({ type: 'message', message }));
    host.post({ type: 'ready' });
    return stop;
  }, [host, send]);
  return { session, send };
}
