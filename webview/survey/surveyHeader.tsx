/** The head of the page: which unit, why it was chosen, how far the survey is, and whether the work is safe. */
import type { MinedUnit } from '../../src/protocol/mining';
import type { SurveyState, SurveyUnit } from '../../src/protocol/survey';
import type { UnitId } from '../../src/protocol/unit';
import { sentenceCase } from '../shared/wording';
import { leftByClass, ordersOf, type UnitOrder } from './order';
import { Pace } from './pace';
import { answerTo, doneCount, isDirty, type Session, workOf } from './session';

interface Props {
  session: Session;
  survey: SurveyState;
  unit: UnitId;
  mined?: MinedUnit;
  looked(): number;
  onOpen(unit: UnitId): void;
  onOrder(order: UnitOrder): void;
}

export function SurveyHeader({ session, survey, unit, mined, looked, onOpen, onOrder }: Props) {
  const done = doneCount(session);
  const { units } = session;
  const listed = units[session.position];
  const places = mined?.ranks.map((r) => ({ className: r.className, rank: r.rank })) ?? [listed];
  const left = leftByClass(survey.units, (u) => answerTo(session, u.unit) !== undefined);
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
      {survey.looking ? null : <SavedState session={session} unit={unit} />}
      <div class="progress">
        {survey.looking ? (
          <p class="quiet">
            {units.filter((u) => u.others > 0).length} of {units.length} answered
          </p>
        ) : (
          <>
            <Pace session={session} unit={unit} looked={looked} />
            <div class="progress-done">
              <label for="survey-progress">
                <b>{done}</b> of {units.length} done
              </label>
              <progress id="survey-progress" max={units.length} value={done} />
              <p class="left-by-class">{leftInWords(left)}</p>
            </div>
          </>
        )}
        <div class="progress-goto">
          <select aria-label="Go to unit" value={unit} onChange={(e) => onOpen(e.currentTarget.value as UnitId)}>
            {units.map((u) => (
              <option key={u.unit} value={u.unit}>
                {optionText(u, answerTo(session, u.unit) !== undefined)}
              </option>
            ))}
          </select>
          <select aria-label="Order of units" value={session.order} onChange={(e) => onOrder(e.currentTarget.value as UnitOrder)}>
            {ordersOf(survey).map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </div>
      </div>
    </header>
  );
}

function optionText({ unit, className, rank, others }: SurveyUnit, answered: boolean): string {
  const experts = others === 0 ? '' : ` · ${others} expert${others > 1 ? 's' : ''}`;
  return `${answered ? '✓ ' : ''}${unit} · ${className} #${rank}${experts}`;
}

/** `left: 12 malignant, 3 benign`; nothing when all is answered. */
export function leftInWords(left: readonly { className: string; left: number }[]): string {
  const some = left.filter((l) => l.left > 0);
  return some.length === 0 ? 'none left' : `left: ${some.map((l) => `${l.left} ${l.className}`).join(', ')}`;
}

function SavedState({ session, unit }: { session: Session; unit: UnitId }) {
  const { kind, text } = savedState(session, unit);
  return (
    <p class={`saved-state ${kind}`} role="status">
      {text}
    </p>
  );
}

/** What the page may claim: `saved` only for what was acknowledged. */
export function savedState(session: Session, unit: UnitId): { kind: 'idle' | 'draft' | 'saving' | 'saved'; text: string } {
  const waiting = session.units.find((u) => session.work[u.unit]?.request)?.unit;
  if (waiting) return { kind: 'saving', text: waiting === unit ? 'Saving…' : `Saving ${waiting}…` };
  const work = workOf(session, unit);
  if (isDirty(work))
    return work.draftFailure
      ? { kind: 'draft', text: `Draft on this page alone. ${work.draftFailure}` }
      : { kind: 'draft', text: 'Draft, not saved yet' };
  if (answerTo(session, unit)) return { kind: 'saved', text: 'Saved' };
  if (session.lastSaved) return { kind: 'saved', text: `${session.lastSaved} saved` };
  return { kind: 'idle', text: '' };
}
