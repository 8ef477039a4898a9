/** The table of features beside the images: a row a case, a column a feature, cells as they were written. */
import { type Problem, ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import { given } from './cell';
import { openCsv } from './records';

export interface FeatureTable {
  file: string;
  /** Names of the columns beside the case. */
  columns: readonly string[];
  /** By case id; undefined where a value is missing. */
  rows: ReadonlyMap<string, FeatureRow>;
  /** Numbers may have a comma for the point: semicolons part the cells then. */
  decimalComma: boolean;
  /** What was left out: rows of no case, cases without a row, rows given twice. */
  problems: readonly Problem[];
}

export interface FeatureRow {
  line: number;
  cells: readonly (string | undefined)[];
}

const CASE = 'case';
/** More columns than this are no features of patients. */
const MOST_COLUMNS = 256;
/** Names that a message lists before it only counts. */
const NAMED = 5;

/**
 * Reads the rows of the data set's cases; others are passed over, so that memory grows with the data set alone. Throws ProblemError when
 * the file is no CSV, has no column `case`, a name twice or none, no row of any case, or two different rows for one case.
 */
export async function readTable(file: string, cases: readonly string[], task: Pick<Task, 'signal'>): Promise<FeatureTable> {
  const { delimiter, records } = await openCsv(file, task.signal);
  const wanted = new Set(cases);
  const rows = new Map<string, FeatureRow>();
  // Rows of other cases may be many: the first are named, all are counted.
  const strangers: string[] = [];
  let strangerRows = 0;
  const repeated: string[] = [];
  let header: Header | undefined;
  for await (const { line, cells } of records) {
    if (!header) {
      header = readHeader(file, line, cells);
      continue;
    }
    const id = cells[header.at];
    if (header.nameless.some((i) => cells[i] !== '')) throw namelessColumn(file, line);
    if (!wanted.has(id)) {
      if (strangers.length < NAMED) strangers.push(id);
      strangerRows++;
      continue;
    }
    const row = { line, cells: header.places.map((i) => given(cells[i])) };
    const earlier = rows.get(id);
    if (!earlier) rows.set(id, row);
    else if (earlier.cells.every((cell, i) => cell === row.cells[i])) repeated.push(id);
    else throw contradiction(file, id, earlier.line, line);
  }
  if (!header) throw headerless(file, 'an empty file');
  if (rows.size === 0) throw noCase(file, strangers, cases);
  const without = cases.filter((id) => !rows.has(id));
  const warn = (count: number, found: string, ids: readonly string[], expected: string, remedy: string): Problem[] =>
    count === 0 ? [] : [{ severity: 'warning', code: 'auxiliary.rows', file, found: `${found}: ${some(ids, count)}`, expected, remedy }];
  return {
    file,
    columns: header.places.map((i) => header!.names[i]),
    rows,
    decimalComma: delimiter === ';',
    problems: [
      ...warn(strangerRows, `${counted(strangerRows, 'row')} of unknown cases`, strangers, 'cases of the data set', 'They are left out.'),
      ...warn(
        without.length,
        `no row for ${without.length} of ${counted(cases.length, 'case')}`,
        without,
        'a row a case',
        'Their features count as missing.',
      ),
      ...warn(
        repeated.length,
        `a second, equal row for ${counted(repeated.length, 'case')}`,
        repeated,
        'a row a case',
        'The second is passed over.',
      ),
    ],
  };
}

/** `1 row`, `2 rows`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** `a, b, c and 12 more`, each cut to a readable length. */
export function some(names: readonly string[], count = names.length): string {
  const shown = names.slice(0, NAMED).map((name) => (name.length > 40 ? `${name.slice(0, 40)}…` : name));
  return `${shown.join(', ')}${count > shown.length ? ` and ${count - shown.length} more` : ''}`;
}

interface Header {
  names: readonly string[];
  /** Place of the case id, of the features, and of columns without a name, which must be empty. */
  at: number;
  places: readonly number[];
  nameless: readonly number[];
}

function readHeader(file: string, line: number, names: readonly string[]): Header {
  const at = names.findIndex((name) => name.toLowerCase() === CASE);
  if (at < 0) throw headerless(file, `a header without it (${some(names)})`);
  const places = [...names.keys()].filter((i) => i !== at && names[i] !== '');
  const twice = names.filter((name, i) => name !== '' && names.indexOf(name) !== i);
  const refuse = (found: string, expected: string, remedy: string): ProblemError =>
    new ProblemError({ code: 'auxiliary.header', file, line, found, expected, remedy });
  if (twice.length > 0) throw refuse(`the column ${twice[0]} twice`, 'a name of its own for every column', 'Rename one of them.');
  if (places.length === 0) throw refuse('no column beside the case', 'a column a feature', 'Add features, or leave "auxiliary" out.');
  if (places.length > MOST_COLUMNS)
    throw refuse(`${places.length} columns`, `at most ${MOST_COLUMNS}`, 'Keep the features that are worth a question.');
  return { names, at, places, nameless: [...names.keys()].filter((i) => names[i] === '') };
}

function headerless(file: string, found: string): ProblemError {
  return new ProblemError({
    code: 'auxiliary.noCaseColumn',
    file,
    line: 1,
    found,
    expected: 'a header line whose first column is "case": the case id',
    remedy: 'Write a header, e.g. case,age,risk_score, and each case\'s id below "case" ("deepminer views" lists them).',
  });
}

function namelessColumn(file: string, line: number): ProblemError {
  return new ProblemError({
    code: 'auxiliary.header',
    file,
    line,
    found: 'a value in a column without a name',
    expected: 'a name in the header for every column in use',
    remedy: 'Name the column, or empty it.',
  });
}

function contradiction(file: string, id: string, first: number, second: number): ProblemError {
  return new ProblemError({
    code: 'auxiliary.twoRows',
    file,
    line: second,
    found: `case ${id} with other values than in line ${first}`,
    expected: 'one row a case',
    remedy: 'Remove the wrong one.',
  });
}

function noCase(file: string, strangers: readonly string[], cases: readonly string[]): ProblemError {
  return new ProblemError({
    code: 'auxiliary.noCase',
    file,
    found: strangers.length > 0 ? `no row of a case of the data set, but ${some(strangers)}` : 'no row beneath the header',
    expected: `case ids as the data set has them, e.g. ${some(cases.slice(0, 3))}`,
    remedy: 'Write the ids as "deepminer views" lists them.',
  });
}
