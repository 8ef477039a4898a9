/** Problems by kind, each with what was found, what to do, and the views that it is about. */
import { useState } from 'preact/hooks';
import { type CheckedProblem, type DataCheck, KIND_TITLES, KIND_WORDS, problemsByKind } from '../../src/protocol/dataCheck';

/** Problems of a kind, and views of a problem, that are drawn until more are asked for. */
const FIRST = 50;
const FIRST_VIEWS = 6;

interface Props {
  check: DataCheck;
  /** Shows a view, by its place in the report. */
  onView(index: number): void;
  /** Shows all views of a problem. */
  onFile(problem: CheckedProblem): void;
}

export function ProblemList({ check, onView, onFile }: Props) {
  const groups = problemsByKind(check.problems);
  if (groups.length === 0) return <Clean check={check} />;
  return (
    <div class="problems">
      {groups.map(({ kind, indices }) => (
        <Group key={kind} title={KIND_TITLES[kind]} words={KIND_WORDS[kind]} indices={indices} {...{ check, onView, onFile }} />
      ))}
    </div>
  );
}

function Group({ title, words, indices, check, onView, onFile }: Props & { title: string; words: string; indices: number[] }) {
  const [more, setMore] = useState(1);
  const drawn = indices.slice(0, more * FIRST);
  return (
    <section class="problem-group">
      <h2>
        {title} <span class="quiet">{indices.length}</span>
      </h2>
      <p class="quiet">{words}</p>
      <ul>
        {drawn.map((index) => (
          <ProblemItem key={index} problem={check.problems[index]} {...{ check, onView, onFile }} />
        ))}
      </ul>
      {indices.length > drawn.length ? (
        <button type="button" class="secondary" onClick={() => setMore(more + 4)}>
          Show more ({indices.length - drawn.length})
        </button>
      ) : null}
    </section>
  );
}

export function ProblemItem({ problem, check, onView, onFile }: Props & { problem: CheckedProblem }) {
  const { severity, file, line, found, expected, remedy, views } = problem;
  return (
    <li class="problem">
      <span class={`badge badge-${severity}`}>{severity === 'error' ? '✕ Error' : '! Warning'}</span>
      <div>
        <p>
          Found {found}; expected {expected}.
        </p>
        <p class="quiet">{remedy}</p>
        <p class="problem-places">
          {file !== undefined ? (
            <button type="button" class="quiet-button path" title={file} onClick={() => onFile(problem)}>
              {insideRoot(file, check.root)}
              {line ? `:${line}` : ''}
            </button>
          ) : null}
          {views.slice(0, FIRST_VIEWS).map((index) => (
            <button key={index} type="button" class="quiet-button" onClick={() => onView(index)}>
              {check.views[index].viewId}
            </button>
          ))}
          {views.length > FIRST_VIEWS ? <span class="quiet">and {views.length - FIRST_VIEWS} more views</span> : null}
        </p>
      </div>
    </li>
  );
}

/** A path relative to the data set where it lies in it. */
export function insideRoot(file: string, root: string): string {
  return file.startsWith(root) && /^[\\/]/.test(file.slice(root.length)) ? file.slice(root.length + 1) : file;
}

function Clean({ check }: { check: DataCheck }) {
  const { counts, classes } = check;
  return (
    <section class="clean">
      <h2>✓ Nothing is wrong</h2>
      <ul>
        <li>All {counts.views} pictures could be read whole, and no two are the same.</li>
        <li>Every class ({classes.join(', ')}) is in every part of the split, and no case is in two parts.</li>
        {counts.findings > 0 ? <li>All {counts.findings} findings lie in the breast.</li> : null}
        <li>No picture is blank, cut off at white, mirrored, or of a size unlike the others.</li>
        <li>No file holds attributes that tell who the patient is.</li>
      </ul>
    </section>
  );
}
