/** The questions about a unit (SPEC 7): recognizable, one or several, and a description of each phenomenon. */
import type { Lexicon } from '../../src/protocol/annotation';
import { Choice } from './choice';
import { addPhenomenon, answerRecognizable, answerSeveral, changePhenomenon, type Draft, type Gap, removePhenomenon } from './draft';
import { PhenomenonQuestions } from './phenomenonQuestions';

interface Props {
  draft: Draft;
  gaps: Gap[];
  lexicon: Lexicon;
  /** Offered while typing: lexicon terms and what this expert wrote before. */
  suggestions: string[];
  onChange(draft: Draft): void;
}

export function Questions({ draft, gaps, lexicon, suggestions, onChange }: Props) {
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
      </div>
      {draft.recognizable ? (
        <>
          {[...draft.phenomena.keys()].map((number) => (
            <PhenomenonQuestions
              key={number}
              number={number}
              alone={draft.phenomena.length === 1}
              phenomenon={draft.phenomena[number]}
              lexicon={lexicon}
              gap={gap}
              onChange={(change) => onChange(changePhenomenon(draft, number, change))}
              onRemove={() => onChange(removePhenomenon(draft, number))}
            />
          ))}
          <button type="button" class="quiet-button" onClick={() => onChange(addPhenomenon(draft))}>
            Add a phenomenon <kbd>Alt+A</kbd>
          </button>
          <datalist id="suggestions">
            {suggestions.map((text) => (
              <option key={text} value={text} />
            ))}
          </datalist>
        </>
      ) : null}
    </form>
  );
}
