/** Units by experts: one cell an answer. The arrow keys walk over it as over a grid; a click or Enter opens the unit in the survey. */
import { useRef, useState } from 'preact/hooks';
import type { ResultAnswer, ResultUnit, SurveyResults } from '../../src/protocol/surveyResults';
import type { UnitId } from '../../src/protocol/unit';
import { sentenceCase } from '../shared/wording';
import { AnswerChip } from './answerChip';
import { answerSentence, KINDS, shortWords } from './answerWords';

/** With more columns words find no room: letters alone. */
const MOST_WIDE = 4;
const DECISION = 'Decision';

interface Props extends Pick<SurveyResults, 'units' | 'experts' | 'decided'> {
  onOpen(unit: UnitId, deciding: boolean): void;
}

/** Column 0 is the unit itself. */
interface Place {
  row: number;
  column: number;
}

export function Matrix({ units, experts, decided, onOpen }: Props) {
  const columns = [...experts.map(({ expert }) => expert), ...(decided.units > 0 ? [DECISION] : [])];
  const [current, setCurrent] = useState<Place>({ row: 0, column: 0 });
  const [pointed, setPointed] = useState<Place>();
  const grid = useRef<HTMLTableElement>(null);
  const wide = columns.length <= MOST_WIDE;
  const told = pointed ?? current;

  const walk = (event: KeyboardEvent): void => {
    const to = nextPlace(event.key, event.ctrlKey, current, units.length, columns.length + 1);
    if (!to) return;
    event.preventDefault();
    setCurrent(to);
    setPointed(undefined);
    grid.current?.querySelector<HTMLElement>(`[data-place="${to.row} ${to.column}"]`)?.focus();
  };
  const cell = (row: number, column: number) => ({
    type: 'button' as const,
    'data-place': `${row} ${column}`,
    tabIndex: row === current.row && column === current.column ? 0 : -1,
    onFocus: () => {
      setCurrent({ row, column });
      setPointed(undefined);
    },
    onPointerEnter: () => setPointed({ row, column }),
    onClick: () => onOpen(units[row].unit, columns[column - 1] === DECISION),
  });

  return (
    <section class="matrix-section">
      <h2>
        Answers <Key />
      </h2>
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table that is walked with the arrow keys is a grid.
        role="grid"
        aria-label="Units by experts"
        class={wide ? 'matrix matrix-wide' : 'matrix matrix-dense'}
        onKeyDown={walk}
        onPointerLeave={() => setPointed(undefined)}
      >
        <thead>
          <tr>
            <th scope="col" class="unit-column">
              Unit
            </th>
            {columns.map((name) => (
              <th key={name} scope="col" title={name}>
                <span>{name}</span>
              </th>
            ))}
            <th scope="col" class="named-column">
              <span>Named by</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {units.map((unit, row) => (
            <tr key={unit.unit} class={row > 0 && unit.className !== units[row - 1].className ? 'first-of-class' : undefined}>
              <th scope="row" class="unit-column">
                <button {...cell(row, 0)}>
                  {unit.unit} <span class="quiet">{`${sentenceCase(unit.className)} ${unit.rank}`}</span>
                </button>
              </th>
              {columns.map((name, k) => {
                const answer = answerAt(unit, name);
                return (
                  <td key={name}>
                    <button {...cell(row, k + 1)} class={answer ? 'answer' : 'answer unanswered'} aria-label={cellSentence(unit, name)}>
                      {answer ? <AnswerChip kind={answer.kind} /> : null}
                      {answer && wide ? <span class="words">{shortWords(answer)}</span> : null}
                    </button>
                  </td>
                );
              })}
              <td class="named-column number">{unit.namedBy.length > 0 ? unit.namedBy.length : <span class="quiet">–</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="readout" aria-hidden="true">
        {units[told.row] ? readout(units[told.row], columns[told.column - 1]) : ''}
      </p>
    </section>
  );
}

function Key() {
  return (
    <span class="key">
      {Object.entries(KINDS).map(([kind, { text }]) => (
        <span key={kind}>
          <AnswerChip kind={kind as keyof typeof KINDS} /> {text}
        </span>
      ))}
    </span>
  );
}

/** The latest decision, where several were taken apart. */
function answerAt(unit: ResultUnit, column: string): ResultAnswer | undefined {
  return column === DECISION ? unit.decisions.at(-1) : unit.answers.find(({ expert }) => expert === column);
}

function cellSentence(unit: ResultUnit, column: string): string {
  const answer = answerAt(unit, column);
  return `${unit.unit}, ${column}: ${answer ? answerSentence(answer) : 'not answered'}`;
}

function readout(unit: ResultUnit, column: string | undefined): string {
  if (column !== undefined) return cellSentence(unit, column);
  const named = unit.namedBy.length > 0 ? `named by ${unit.namedBy.join(', ')}` : 'named by nobody';
  return `${unit.unit}, ${unit.className} ${unit.rank}: ${named}`;
}

/** Where a key leads in a grid of so many rows and columns; undefined for other keys. */
function nextPlace(key: string, ctrl: boolean, { row, column }: Place, rows: number, columns: number): Place | undefined {
  const within = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
  if (key === 'ArrowDown' || key === 'ArrowUp') return { row: within(row + (key === 'ArrowDown' ? 1 : -1), rows), column };
  if (key === 'ArrowRight' || key === 'ArrowLeft') return { row, column: within(column + (key === 'ArrowRight' ? 1 : -1), columns) };
  if (key === 'Home') return { row: ctrl ? 0 : row, column: 0 };
  if (key === 'End') return { row: ctrl ? rows - 1 : row, column: columns - 1 };
  return undefined;
}
