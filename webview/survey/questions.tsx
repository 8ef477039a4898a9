/** The questions about a unit (SPEC 7): recognizable, one or several, and a description of each phenomenon. */
import type { AnswerDraft, Lexicon } from '../../src/protocol/annotation';
import type { UnitId } from '../../src/protocol/unit';
import { Choice } from './choice';
import type { Completion } from './completion';
import { addPhenomenon, answerRecognizable, answerSeveral, changePhenomenon, type Gap, movePhenomenon, removePhenomenon } from './draft';
import { PhenomenonQuestions } from './phenomenonQuestions';

interface Props {
  draft: AnswerDraft;
  gaps: Gap[];
  lexicon: Lexicon;
  /** Offered while typing. */
  completions: readonly Completion[];
  /** Answered units whose answer can be given again. */
  answered: readonly { unit: UnitId; words: string }[];
  /** `control`: the text that goes on changing. */
  onChange(draft: AnswerDraft, control?: string): void;
  onSameAs(unit: UnitId): void;
}

export function Questions({ draft, gaps, lexicon, completions, answered, onChange, onSameAs }: Props) {
  const gap = (field: string) => gaps.find((g) => g.field === field)?.message;
  return (
    <form class="questions" onSubmit={(e) => e.preventDefault()} aria-label="Questions about this unit">
      <div class="question-row">
        <Choice
          id="recognizable"
          legend="Do these images show recognizable phenomena?"
          gap={gap('recognizable')}
          options={[
            {
              value: 'yes',
              text: 'Yes',
              key: '1',
              checked: draft.recognizable === true,
              onPick: () => onChange(answerRecognizable(draft, true)),
            },
            {
              value: 'no',
              text: 'No',
              key: '2',
              checked: draft.recognizable === false,
              onPick: () => onChange(answerRecognizable(draft, false)),
            },
          ]}
        />
        {draft.recognizable ? (
          <Choice
            id="several"
            legend="How many phenomena?"
            gap={gap('several')}
            options={[
              {
                value: 'one',
                text: 'One',
                key: '3',
                checked: draft.several === false,
                onPick: () => onChange(answerSeveral(draft, false)),
              },
              {
                value: 'several',
                text: 'Several',
                key: '4',
                checked: draft.several === true,
                onPick: () => onChange(answerSeveral(draft, true)),
              },
            ]}
          />
        ) : null}
        {answered.length > 0 ? <SameAs answered={answered} onSameAs={onSameAs} /> : null}
      </div>
      {draft.recognizable ? (
        <>
          {[...draft.phenomena.keys()].map((number) => (
            <PhenomenonQuestions
              key={number}
              number={number}
              of={draft.phenomena.length}
              phenomenon={draft.phenomena[number]}
              lexicon={lexicon}
              completions={completions}
              gap={gap}
              onChange={(change, control) => onChange(changePhenomenon(draft, number, change), control)}
              onMove={(to) => onChange(movePhenomenon(draft, number, to))}
              onRemove={() => onChange(removePhenomenon(draft, number))}
            />
          ))}
          <button type="button" class="quiet-button" onClick={() => onChange(addPhenomenon(draft))}>
            Add a phenomenon <kbd>Alt+A</kbd>
          </button>
        </>
      ) : null}
    </form>
  );
}

/** An answer given before, given again: many units show the same. */
function SameAs({ answered, onSameAs }: Pick<Props, 'answered' | 'onSameAs'>) {
  return (
    <div class="same-as">
      <label for="same-as">
        Same as <kbd>Alt+S</kbd>
      </label>
      <select id="same-as" value="" onChange={(e) => e.currentTarget.value && onSameAs(e.currentTarget.value as UnitId)}>
        <option value="">another unit…</option>
        {answered.map(({ unit, words }) => (
          <option key={unit} value={unit}>
            {unit}: {words}
          </option>
        ))}
      </select>
    </div>
  );
}
