/** Conflicts, before everything else: two answers of one expert that know nothing of each other; opening the unit settles them. */
import type { AnswerConflict } from '../../src/protocol/surveyResults';
import type { UnitId } from '../../src/protocol/unit';
import { answerSentence } from './answerWords';

/** Whose conflicts are settled by deciding. */
const CONSENSUS = 'consensus';

export function Conflicts({ conflicts, onOpen }: { conflicts: readonly AnswerConflict[]; onOpen(unit: UnitId, deciding: boolean): void }) {
  if (conflicts.length === 0) return null;
  return (
    <section class="conflicts" aria-label="Conflicts">
      <h2>
        {conflicts.length} {conflicts.length === 1 ? 'conflict' : 'conflicts'}{' '}
        <span class="quiet">
          two answers that were given without sight of each other; the later one counts until a new answer settles it
        </span>
      </h2>
      <ul>
        {conflicts.map(({ unit, expert, answers }) => (
          <li key={`${unit} ${expert}`}>
            <button type="button" class="link" onClick={() => onOpen(unit, expert === CONSENSUS)}>
              {unit}
            </button>{' '}
            <b>{expert}</b> {answers.map(answerSentence).join(' | ')}
          </li>
        ))}
      </ul>
    </section>
  );
}
