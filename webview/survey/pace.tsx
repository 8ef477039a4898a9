/** Time on this unit, a unit on average, and what that makes of the units left. */
import { useEffect, useState } from 'preact/hooks';
import type { UnitId } from '../../src/protocol/unit';
import { answerTo, type Session, workOf } from './session';

/** What an expert needs for a unit at the pace aimed at (SPEC 7): 60 units in thirty minutes. */
const TARGET_SECONDS = 30;

export function Pace({ session, unit, looked }: { session: Session; unit: UnitId; looked(): number }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const { average, left } = paceOf(session);
  return (
    <p class="pace" title={`Idle time is not counted. Aim: ${TARGET_SECONDS} s a unit.`}>
      <b>{clock(workOf(session, unit).seconds + looked())}</b>
      <span class="quiet">
        {average === undefined ? `aim ${TARGET_SECONDS} s a unit` : `${Math.round(average)} s a unit`}
        {left > 0 ? `, ${minutesLeft(left * (average ?? TARGET_SECONDS))} left` : ''}
      </span>
    </p>
  );
}

/** Mean seconds of the answers given, absent while there is none, and the units without one. */
export function paceOf(session: Session): { average?: number; left: number } {
  const seconds = session.units.flatMap(({ unit }) => answerTo(session, unit)?.seconds ?? []);
  const left = session.units.length - seconds.length;
  return seconds.length === 0 ? { left } : { average: seconds.reduce((a, b) => a + b, 0) / seconds.length, left };
}

/** 75 reads `1:15`. */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

function minutesLeft(seconds: number): string {
  return seconds < 60 ? 'under a minute' : `about ${Math.round(seconds / 60)} min`;
}
