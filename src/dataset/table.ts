/** Tables that come with data sets: CSV files whose columns are found by name. */
import { readBytes } from '../images/bytes';
import { csvRecords } from '../project/csvRecords';
import type { Problem } from '../protocol/problem';
import { omission } from './fault';

export interface TableRow {
  file: string;
  /** 1-based line where the row begins. */
  line: number;
  /** Trimmed content of a column, `''` where the column or the cell is absent. */
  cell(column: string): string;
}

export interface Table {
  file: string;
  has(column: string): boolean;
  rows: TableRow[];
  /** Records that could not be read, columns that are absent. */
  problems: Problem[];
}

/** How column names are compared: `Breast_Density`, `breast density` and `breast-density` are one. */
export const columnName = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');

/**
 * Reads a table of commas, semicolons or tabs. Where one of the `required` columns is absent there are no rows, and an error among the problems.
 * Throws ProblemError `file.*` where the file cannot be opened.
 */
export async function readTable(file: string, required: readonly string[]): Promise<Table> {
  return parseTable(decode(await readBytes(file)), file, required);
}

export function parseTable(text: string, file: string, required: readonly string[]): Table {
  const problems: Problem[] = [];
  const records = csvRecords(text, ({ from, to }, message) => {
    const found = `${to > from ? `lines ${from} to ${to} that are no rows` : 'a line that is no row'} (${message})`;
    problems.push(
      omission(
        'dataset.table.row',
        { file, line: from },
        found,
        'cells with closed quotes',
        'Mend the file or copy it again; they are left out.',
      ),
    );
  });
  const columns = new Map((records[0]?.cells ?? []).map((name, i) => [columnName(name), i]));
  const absent = required.filter((name) => !columns.has(columnName(name)));
  if (absent.length > 0) {
    const found = records.length === 0 ? 'no line at all' : `no column ${absent.map((name) => `"${name}"`).join(', ')}`;
    const expected = `a first line with the columns ${required.join(', ')}`;
    problems.push(
      omission('dataset.table.columns', { file, line: 1 }, found, expected, 'Restore the file from its source; until then it is left out.'),
    );
    return { file, has: () => false, rows: [], problems };
  }
  const rows = records.slice(1).map(({ cells, line }): TableRow => {
    return { file, line, cell: (column) => (cells[columns.get(columnName(column)) ?? -1] ?? '').trim() };
  });
  return { file, has: (column) => columns.has(columnName(column)), rows, problems };
}

/** UTF-8, or Latin-1 where it is not that. */
export function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}
