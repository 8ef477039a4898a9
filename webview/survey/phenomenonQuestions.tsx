/** One phenomenon: its description, its association with breast cancer, its BI-RADS category and terms. */
import type { BiradsCategory, Lexicon } from '../../src/protocol/annotation';
import { ASSOCIATIONS, CATEGORIES, plainTerm, sentenceCase } from '../shared/wording';
import { Choice, GapNote } from './choice';
import type { PhenomenonDraft } from './draft';

interface Props {
  number: number;
  alone: boolean;
  phenomenon: PhenomenonDraft;
  lexicon: Lexicon;
  gap(field: string): string | undefined;
  onChange(change: Partial<PhenomenonDraft>): void;
  onRemove(): void;
}

export function PhenomenonQuestions({ number, alone, phenomenon, lexicon, gap, onChange, onRemove }: Props) {
  const field = `description-${number}`;
  const missing = gap(field);
  return (
    <section class="phenomenon" aria-label={`Phenomenon ${number + 1}`}>
      <div class="phenomenon-head">
        <label for={field}>{alone ? 'Describe the phenomenon' : `Describe phenomenon ${number + 1}`}</label>
        {alone ? null : (
          <button type="button" class="quiet-button" aria-label={`Remove phenomenon ${number + 1}`} onClick={onRemove}>
            Remove
          </button>
        )}
      </div>
      <input
        id={field}
        type="text"
        list="suggestions"
        autocomplete="off"
        placeholder="e.g. edge of mass with circumscribed margins"
        value={phenomenon.description}
        aria-invalid={missing ? 'true' : undefined}
        aria-describedby={missing ? `${field}-gap` : undefined}
        onInput={(e) => onChange({ description: e.currentTarget.value })}
      />
      {missing ? <GapNote id={`${field}-gap`} message={missing} /> : null}
      <div class="question-row">
        <Choice
          id={`association-${number}`}
          legend="Association with breast cancer"
          gap={gap(`association-${number}`)}
          options={ASSOCIATIONS.map(({ value, text }) => ({
            value,
            text,
            checked: phenomenon.association === value,
            onPick: () => onChange({ association: value }),
          }))}
        />
        <div class="category">
          <label for={`category-${number}`}>BI-RADS category</label>
          <select
            id={`category-${number}`}
            value={phenomenon.category ?? ''}
            onChange={(e) => onChange(categoryChange(lexicon, phenomenon, e.currentTarget.value))}
          >
            <option value="">None</option>
            {lexicon.categories.map(({ category }) => (
              <option key={category} value={category}>
                {CATEGORIES[category]}
              </option>
            ))}
          </select>
        </div>
      </div>
      <Terms number={number} phenomenon={phenomenon} lexicon={lexicon} onChange={onChange} />
    </section>
  );
}

/** Terms of the chosen category; another category's terms go with it. */
function categoryChange(lexicon: Lexicon, phenomenon: PhenomenonDraft, value: string): Partial<PhenomenonDraft> {
  const entry = lexicon.categories.find((c) => c.category === value);
  const allowed = new Set(entry?.groups.flatMap((g) => g.terms));
  const category: BiradsCategory | undefined = entry?.category;
  return { category, terms: phenomenon.terms.filter((t) => allowed.has(t)) };
}

function Terms({ number, phenomenon, lexicon, onChange }: Pick<Props, 'number' | 'phenomenon' | 'lexicon' | 'onChange'>) {
  const groups = lexicon.categories.find((c) => c.category === phenomenon.category)?.groups ?? [];
  const turn = (term: string, on: boolean) =>
    onChange({ terms: on ? [...phenomenon.terms, term] : phenomenon.terms.filter((t) => t !== term) });
  return (
    <>
      {groups.map((group) => (
        <fieldset key={group.name} class="terms">
          <legend>{sentenceCase(plainTerm(group.name))}</legend>
          {group.terms.map((term) => (
            <label key={term} class="term">
              <input
                type="checkbox"
                name={`term-${number}`}
                value={term}
                checked={phenomenon.terms.includes(term)}
                onChange={(e) => turn(term, e.currentTarget.checked)}
              />
              <span class="chip">{plainTerm(term)}</span>
            </label>
          ))}
        </fieldset>
      ))}
    </>
  );
}
