/** The head of the page: which unit, why it was chosen, how far the survey is, and whether the work is safe. */
import type { MinedUnit } from '../../src/protocol/mining';
import type { SurveyState } from '../../src/protocol/survey';
import type { UnitId } from '../../src/protocol/unit';
import { sentenceCase } from '../shared/wording';
import { doneCount, isDirty, type Session, workOf } from './session';

interface Props {
  session: Session;
  survey: SurveyState;
  unit: UnitId;
  mined?: MinedUnit;
  onOpen(unit: UnitId): void;
}

export function SurveyHeader({ session, survey, unit, mined, onOpen }: Props) {
  const done = doneCount(session);
  const total = survey.units.length;
  const listed = survey.units[session.position];
  const places = mined?.ranks.map((r) => ({ className: r.className, rank: r.rank })) ?? [listed];
  return (
    <header class="survey-header">
      <div class="unit-title">
        <h1 id="unit-name" tabIndex={-1}>
          {unit}
        </h1>
        <p class="places">
          {places.map((place) => (
            <span key={place.className}>
              {sentenceCase(place.className)} <b>#{place.rank}</b>
            </span>
          ))}
        </p>
      </div>
      <SavedState session={session} unit={unit} />
      <div class="progress">
        <label for="survey-progress">
          <b>{done}</b> of {total} done
        </label>
        <progress id="survey-progress" max={total} value={done} />
        <select aria-label="Go to unit" value={unit} onChange={(e) => onOpen(e.currentTarget.value as UnitId)}>
          {survey.units.map((u) => (
            <option key={u.unit} value={u.unit}>
              {session.answers[u.unit] ? '✓ ' : ''}
              {u.unit} · {u.className} #{u.rank}
            </option>
          ))}
        </select>
      </div>
    </header>
  );
}

function SavedState({ session, unit }: { session: Session; unit: UnitId }) {
  const { kind, text } = savedState(session, unit);
  return (
    <p class={`saved-state ${kind}`} role="status">
      {text}
    </p>
  );
}

/** What the page may claim: `saved` only for what the host acknowledged. */
export function savedState(session: Session, unit: UnitId): { kind: 'idle' | 'draft' | 'saving' | 'saved'; text: string } {
  const waiting = session.survey?.units.find((u) => session.work[u.unit]?.request)?.unit;
  if (waiting) return { kind: 'saving', text: waiting === unit ? 'Saving…' : `Saving ${waiting}…` };
  if (isDirty(workOf(session, unit))) return { kind: 'draft', text: 'Draft, not saved yet' };
  if (session.answers[unit]) return { kind: 'saved', text: 'Saved' };
  if (session.lastSaved) return { kind: 'saved', text: `${session.lastSaved} saved` };
  return { kind: 'idle', text: '' };
}
