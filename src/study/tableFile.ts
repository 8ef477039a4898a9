/** A table that people filled in, read with the line of everything that is wrong in it. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { csvRecords } from '../project/csvRecords';
import { describeProblem, ProblemError } from '../protocol/problem';

export interface TableRow<Column extends string> {
  line: number;
  /** Without blanks around it. */
  cell(column: Column): string;
}

export interface Table<Column extends string> {
  rows: TableRow<Column>[];
  malformed: Malformed[];
}

/** A row that is not used. */
export interface Malformed {
  line: number;
  /** The row in a word, e.g. its case. */
  entry: string;
  found: string;
  expected: string;
}

/** A table of studies fits many times; a larger file is another. */
const MOST_BYTES = 64 << 20;

/** `file.csv:12: found X; expected Y. It is left out.` */
export function malformedWords(file: string, { line, found, expected }: Malformed): string {
  return describeProblem({
    severity: 'warning',
    code: 'study.row',
    file: path.basename(file),
    line,
    found,
    expected,
    remedy: 'The row is left out.',
  });
}

/**
 * The rows beneath a header that names `columns` in any order and case, others beside them. Rows of another length, and text that is no row, are
 * malformed. Throws ProblemError `study.table` where the file is missing, no text, too large, or its first line lacks a column or has one twice.
 * @param entryColumn names a row in messages
 */
export async function readTable<Column extends string>(
  file: string,
  columns: readonly Column[],
  entryColumn: Column,
): Promise<Table<Column>> {
  const malformed: Malformed[] = [];
  const [header, ...records] = csvRecords(await readText(file), ({ from, to }, message) => {
    const where = from < to ? `lines ${from} to ${to}` : `line ${to}`;
    malformed.push({ line: from, entry: where, found: `${where} that are no rows (${message})`, expected: 'cells with quotes in pairs' });
  });
  const names = (header?.cells ?? []).map((name) => name.trim().toLowerCase());
  const places = columns.map((column) => names.indexOf(column.toLowerCase()));
  const missing = columns.find((_, i) => places[i] < 0);
  const twice = columns.find((column, i) => names.indexOf(column.toLowerCase(), places[i] + 1) >= 0);
  if (missing !== undefined) throw notTable(file, header ? `a first line without the column "${missing}"` : 'an empty file', columns);
  if (twice !== undefined) throw notTable(file, `the column "${twice}" twice`, columns);
  const rows: TableRow<Column>[] = [];
  for (const { cells, line } of records) {
    const cell = (column: Column): string => (cells[places[columns.indexOf(column)]] ?? '').trim();
    if (cells.length === names.length) rows.push({ line, cell });
    else if (cells.some((c) => c.trim() !== ''))
      malformed.push({
        line,
        entry: cell(entryColumn) || 'a row',
        found: `${cells.length} cells`,
        expected: `${names.length}, as in the first line`,
      });
  }
  return { rows, malformed };
}

/** A cell in a message, cut to a readable length. */
export const quoted = (cell: string): string => JSON.stringify(cell.length > 40 ? `${cell.slice(0, 40)}…` : cell);

/** UTF-8, UTF-16 with a byte order mark, or the Windows encoding that spreadsheets write where nobody asks for another. */
async function readText(file: string): Promise<string> {
  const bytes = await readBytes(file);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes.includes(0)) throw notTable(file, 'bytes that are no text');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return new TextDecoder('windows-1252').decode(bytes);
    throw error;
  }
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) throw notTable(file, `a file of ${Math.round(size / (1 << 20))} MiB`);
    return await readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') throw notTable(file, 'no such file');
    if (code === 'EISDIR') throw notTable(file, 'a folder');
    throw error;
  }
}

function notTable(file: string, found: string, columns: readonly string[] = []): ProblemError {
  return new ProblemError({
    code: 'study.table',
    file,
    found,
    expected: columns.length > 0 ? `a table whose first line names ${columns.map((c) => `"${c}"`).join(', ')}` : 'a table (CSV)',
    remedy: 'Choose such a file; nothing was taken from this one.',
  });
}
