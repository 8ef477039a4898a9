/** The records of a table as spreadsheets write it: comma, semicolon or tab between cells, quotes, any line ends, with or without a byte order mark. */
import { CsvError, type Info, parse } from 'csv-parse/sync';

export interface CsvRecord {
  cells: string[];
  /** 1-based line where the record begins. */
  line: number;
}

const DELIMITERS = [',', ';', '\t'];

/**
 * Records in their order, of any lengths; empty lines are passed over. A record that is none (a quote that is not closed) is told to `damaged`
 * with the lines it takes up and left out; without `damaged` it throws csv-parse's CsvError.
 */
export function csvRecords(text: string, damaged?: (lines: { from: number; to: number }, message: string) => void): CsvRecord[] {
  const head = text.split(/\r\n|\n|\r/, 1)[0];
  const delimiter = DELIMITERS.toSorted((a, b) => head.split(b).length - head.split(a).length)[0];
  const bad: { to: number; message: string }[] = [];
  const parsed = parse(text, {
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    ...(damaged && {
      skip_records_with_error: true,
      on_skip: (error) => void bad.push({ to: Number(error?.lines ?? 1), message: error?.message ?? '' }),
    }),
  }) as unknown as { record: string[]; info: Info }[];
  const records = parsed.map(({ record, info }) => ({ cells: record, line: info.lines - lineBreaks(record), to: info.lines }));
  const ends = [0, ...records.map((r) => r.to), ...bad.map((b) => b.to)];
  for (const { to, message } of bad) damaged?.({ from: Math.max(...ends.filter((end) => end < to)) + 1, to }, message);
  return records.map(({ cells, line }) => ({ cells, line }));
}

const lineBreaks = (record: readonly string[]): number => record.reduce((n, cell) => n + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);

export { CsvError };
