/** Which columns are features, and of which kind: as the settings say, else by what stands in them. */
import { ProblemError } from '../protocol/problem';
import { numberOf } from './cell';
import { type FeatureTable, some } from './table';

export type ColumnKind = 'number' | 'category';
/** As in deepminer.json: auxiliary.columns. */
export type ColumnChoices = Readonly<Record<string, ColumnKind | 'ignore'>>;

/** From this share of numbers on, a text in a column of numbers is taken for a slip of the pen and not for a category. */
const MOSTLY = 0.5;

/**
 * The kind of every column that is not to be ignored, in the table's order. All values numbers: a number; few or none: a category. Throws
 * ProblemError when the settings name a column that is not there, and for a text among numbers, by line and column.
 */
export function columnKinds(table: FeatureTable, choices: ColumnChoices): Map<string, ColumnKind> {
  const unknown = Object.keys(choices).filter((name) => !table.columns.includes(name));
  if (unknown.length > 0)
    throw new ProblemError({
      code: 'auxiliary.noColumn',
      file: table.file,
      line: 1,
      found: `no column ${some(unknown)}, which auxiliary.columns names`,
      expected: `the names of the header: ${some(table.columns)}`,
      remedy: 'Correct auxiliary.columns in deepminer.json.',
    });
  const kinds = new Map<string, ColumnKind>();
  for (const [i, name] of table.columns.entries()) {
    const choice = choices[name];
    if (choice === 'ignore') continue;
    const kind = choice ?? inferred(table, i);
    if (kind === 'number') checkNumbers(table, i, choice === undefined);
    kinds.set(name, kind);
  }
  return kinds;
}

function inferred(table: FeatureTable, column: number): ColumnKind {
  const values = [...table.rows.values()].flatMap(({ cells }) => cells[column] ?? []);
  const numbers = values.filter((text) => numberOf(text, table.decimalComma) !== undefined).length;
  return values.length > 0 && numbers >= MOSTLY * values.length ? 'number' : 'category';
}

/** Throws ProblemError for the first value of the column that is no number. */
export function checkNumbers(table: FeatureTable, column: number, guessed = false): void {
  const wrong = [...table.rows.values()].find(({ cells }) => {
    const text = cells[column];
    return text !== undefined && numberOf(text, table.decimalComma) === undefined;
  });
  if (!wrong) return;
  const name = table.columns[column];
  throw new ProblemError({
    code: 'auxiliary.noNumber',
    file: table.file,
    line: wrong.line,
    found: `"${some([wrong.cells[column]!])}" in the column ${name}`,
    expected: guessed ? 'a number, as most of the column is' : 'a number',
    remedy: `Correct it, or leave it empty where it is not known.${
      guessed ? ` A column of categories is named so in deepminer.json: auxiliary.columns {"${name}": "category"}.` : ''
    }`,
  });
}
