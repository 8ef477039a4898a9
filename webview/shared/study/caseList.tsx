/** The cases one by one: words, truth and every call; walked with the arrow keys, opened with Enter. */
import { useRef, useState } from 'preact/hooks';
import type { ScoredCase, StudyScore } from '../../../src/protocol/study';
import { readersOf } from '../../../src/protocol/studyWords';
import { Segments } from '../evaluation/segments';
import { sentenceCase } from '../wording';
import { answerWords, FILTER_NAMES, filterCases } from './caseFilter';
import { CASE_FILTERS, type CaseFilter } from './looks';

/** More are drawn when asked for. */
const FIRST = 100;
/** Of more readers, all calls stand in one column. */
const MOST_COLUMNS = 6;

export interface CaseListProps {
  score: StudyScore;
  filter: CaseFilter;
  onFilter(filter: CaseFilter): void;
}

export function CaseList({ score, filter, onFilter }: CaseListProps) {
  const { cases } = score;
  const [whole, setWhole] = useState(false);
  const [opened, setOpened] = useState<string>();
  const [focused, setFocused] = useState(0);
  const body = useRef<HTMLTableSectionElement>(null);
  const found = filterCases(cases, filter);
  const shown = whole ? found : found.slice(0, FIRST);
  const several = new Set(score.figures.map((f) => f.condition)).size > 1;
  const readers = readersOf(score);
  const columns = readers.length <= MOST_COLUMNS ? readers : [undefined];
  const offered = CASE_FILTERS.filter(
    (f) =>
      (f !== 'network' || cases.some((c) => c.networkRight !== undefined)) && (f !== 'differ' || cases.some((c) => c.answers.length > 1)),
  );
  const go = (to: number): void => {
    const place = Math.min(Math.max(to, 0), shown.length - 1);
    setFocused(place);
    body.current?.querySelectorAll<HTMLButtonElement>('.dm-case-id')[place]?.focus();
  };
  const onKey = (event: KeyboardEvent, at: number): void => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };
  const current = Math.min(focused, Math.max(shown.length - 1, 0));
  return (
    <>
      <Segments
        name="cases"
        legend="Show"
        value={filter}
        choices={offered.map((f) => [f, `${FILTER_NAMES[f]} (${filterCases(cases, f).length})`])}
        onChoice={onFilter}
      />
      {found.length === 0 ? <p class="dm-quiet">No such case.</p> : null}
      <table class="dm-cases">
        <thead>
          <tr>
            <th scope="col">Case</th>
            <th scope="col">Words, most influential unit first</th>
            <th scope="col">Truly</th>
            {columns.map((reader) => (
              <th key={reader} scope="col">
                {reader ?? 'Calls'}
                {several ? <small>words, picture</small> : null}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {shown.map((c, at) => {
            const open = opened === c.id;
            return [
              <tr key={c.id} class={open ? 'dm-open' : undefined}>
                <th scope="row">
                  <button
                    type="button"
                    class="dm-case-id"
                    aria-expanded={open}
                    tabIndex={at === current ? 0 : -1}
                    onFocus={() => setFocused(at)}
                    onKeyDown={(event) => onKey(event, at)}
                    onClick={() => setOpened(open ? undefined : c.id)}
                  >
                    {c.id}
                  </button>
                </th>
                <td>
                  <ol class="dm-case-words">
                    {c.words.map((names, unit) => (
                      <li key={unit}>{names.join('; ')}</li>
                    ))}
                  </ol>
                </td>
                <td>
                  <span class={`dm-truth dm-truth-${c.truth}`}>{sentenceCase(c.truth)}</span>
                  {c.networkRight === false ? <small>network wrong</small> : null}
                </td>
                {columns.map((reader) => (
                  <td key={reader} class="dm-case-calls" data-reader={reader}>
                    <Calls answers={c.answers.filter((a) => reader === undefined || a.reader === reader)} several={several} />
                  </td>
                ))}
              </tr>,
              open ? (
                <tr key={`${c.id} more`} class="dm-case-more">
                  <td colSpan={3 + columns.length}>
                    <CaseDetail scored={c} several={several} />
                  </td>
                </tr>
              ) : null,
            ];
          })}
        </tbody>
      </table>
      {shown.length < found.length ? (
        <button type="button" class="dm-button" onClick={() => setWhole(true)}>
          Show all {found.length}
        </button>
      ) : null}
    </>
  );
}

/** A letter and the confidence for each call; a wrong one is crossed and framed, not told by colour alone. */
function Calls({ answers, several }: { answers: ScoredCase['answers']; several: boolean }) {
  if (answers.length === 0) return <span class="dm-quiet">not read</span>;
  return (
    <ul class="dm-calls">
      {answers.map((answer) => (
        <li
          key={`${answer.reader} ${answer.condition}`}
          class={answer.right ? 'dm-call' : 'dm-call dm-call-wrong'}
          title={answerWords(answer, several)}
        >
          <span aria-hidden="true">
            {answer.right ? '' : '✗ '}
            {answer.call === 'malignant' ? 'M' : 'B'}
            {answer.confidence ?? ''}
          </span>
          <span class="dm-hidden">{answerWords(answer, several)}</span>
        </li>
      ))}
    </ul>
  );
}

function CaseDetail({ scored: c, several }: { scored: ScoredCase; several: boolean }) {
  const facts = [
    ...(c.viewId ? [`View ${c.viewId}`] : []),
    ...(c.findingTypes.length > 0 ? [`findings: ${c.findingTypes.join(', ')}`] : []),
    ...(c.keywords.length > 0 ? [`keywords: ${c.keywords.join(', ').replaceAll('_', ' ').toLowerCase()}`] : []),
    ...(c.decidedClass ? [`the network decided ${c.decidedClass}${c.networkRight === false ? ', which is wrong' : ''}`] : []),
  ];
  return (
    <>
      <p>{facts.length > 0 ? `${facts.join('; ')}.` : 'The key tells no more of this case.'}</p>
      <p class="dm-quiet">{c.answers.map((a) => answerWords(a, several)).join('. ')}</p>
    </>
  );
}
