/** One phenomenon: its description, its association with breast cancer, its BI-RADS category and terms. */
import type { BiradsCategory, Lexicon, PhenomenonDraft } from '../../src/protocol/annotation';
import { ASSOCIATIONS, CATEGORIES, CONFIDENCES, plainTerm, sentenceCase } from '../shared/wording';
import { Choice, GapNote } from './choice';
import type { Completion } from './completion';
import { DescribeField } from './describeField';

interface Props {
  number: number;
  /** How many phenomena are described. */
  of: number;
  phenomenon: PhenomenonDraft;
  lexicon: Lexicon;
  completions: readonly Completion[];
  gap(field: string): string | undefined;
  /** `control` names the text that goes on changing. */
  onChange(change: Partial<PhenomenonDraft>, control?: string): void;
  onMove(to: number): void;
  onRemove(): void;
}

export function PhenomenonQuestions({ number, of, phenomenon, lexicon, completions, gap, onChange, onMove, onRemove }: Props) {
  const field = `description-${number}`;
  const missing = gap(field);
  return (
    <section class="phenomenon" aria-label={`Phenomenon ${number + 1}`}>
      <div class="phenomenon-head">
        <label for={field}>{of === 1 ? 'Describe the phenomenon' : `Describe phenomenon ${number + 1}`}</label>
        {of === 1 ? null : (
          <span class="phenomenon-place">
            <MoveButton number={number} to={number - 1} of={of} onMove={onMove} />
            <MoveButton number={number} to={number + 1} of={of} onMove={onMove} />
            <button type="button" class="quiet-button" aria-label={`Remove phenomenon ${number + 1}`} onClick={onRemove}>
              Remove
            </button>
          </span>
        )}
      </div>
      <DescribeField
        id={field}
        value={phenomenon.description}
        completions={completions}
        gap={missing}
        onType={(description) => onChange({ description }, field)}
        onTake={(completion) => onChange(completed(phenomenon, completion))}
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
      <Choice
        id={`confidence-${number}`}
        legend={
          <>
            Confidence <span class="quiet">(optional)</span>
          </>
        }
        options={CONFIDENCES.map(({ value, text }) => ({
          value,
          text,
          checked: phenomenon.confidence === value,
          onPick: () => onChange({ confidence: value }),
        }))}
      />
    </section>
  );
}

function MoveButton({ number, to, of, onMove }: { number: number; to: number; of: number; onMove(to: number): void }) {
  const up = to < number;
  return (
    <button
      type="button"
      class="quiet-button"
      disabled={to < 0 || to >= of}
      aria-label={`Move phenomenon ${number + 1} ${up ? 'up' : 'down'}`}
      onClick={() => onMove(to)}
    >
      <span aria-hidden="true">{up ? '↑' : '↓'}</span>
    </button>
  );
}

/** Words that were taken bring their category and terms along, where none was chosen by hand that says otherwise. */
function completed(phenomenon: PhenomenonDraft, { text, category, terms }: Completion): Partial<PhenomenonDraft> {
  if (category === undefined || (phenomenon.category !== undefined && phenomenon.category !== category)) return { description: text };
  return { description: text, category, terms: [...new Set([...phenomenon.terms, ...terms])] };
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
