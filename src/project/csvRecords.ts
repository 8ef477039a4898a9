/** The records of a table as spreadsheets write it: comma, semicolon or tab between cells, quotes, any line ends, with or without a byte order mark. */
import { CsvError, parse } from 'csv-parse/sync';

export interface CsvRecord {
  cells: string[];
  /** 1-based line where the record begins. */
  line: number;
}

const DELIMITERS = [',', ';', '\t'];

/**
 * Records in their order, of any lengths; empty lines are passed over. What is no record (a quote that is not closed) is told to `damaged` with the
 * lines it takes up and left out; without `damaged` it throws csv-parse's CsvError.
 */
export function csvRecords(text: string, damaged?: (lines: { from: number; to: number }, message: string) => void): CsvRecord[] {
  const bytes = Buffer.from(text.replace(/^\uFEFF/, ''));
  const head = text.split(/\r\n|\n|\r/, 1)[0];
  const delimiter = DELIMITERS.toSorted((a, b) => head.split(b).length - head.split(a).length)[0];
  const records: (CsvRecord & { to: number })[] = [];
  const gaps = new Map<number, string>();
  const lineAt = lineCounter(bytes);
  parse(bytes, {
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    on_record: (record: string[], info) => {
      // The parser's own count takes a line end within quotes for two where it is CR and LF.
      const to = lineAt(info.bytes);
      records.push({ cells: record, line: to - lineBreaks(record), to });
      return null;
    },
    ...(damaged && {
      skip_records_with_error: true,
      on_skip: (error) => void gaps.set(records.length, gaps.get(records.length) ?? error?.message ?? ''),
    }),
  });
  for (const [before, message] of gaps)
    damaged?.({ from: (records[before - 1]?.to ?? 0) + 1, to: (records[before]?.line ?? lineAt(bytes.length) + 1) - 1 }, message);
  return records.map(({ cells, line }) => ({ cells, line }));
}

/** The line that ends at, or holds, a place in the text; places are asked for in rising order. */
function lineCounter(bytes: Uint8Array): (end: number) => number {
  let [at, breaks] = [0, 0];
  return (end) => {
    for (; at < end; at++) if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF)) breaks++;
    const ended = bytes[end - 1] === LF || bytes[end - 1] === CR;
    return breaks + (ended ? 0 : 1);
  };
}

const [LF, CR] = [10, 13];
const lineBreaks = (record: readonly string[]): number => record.reduce((n, cell) => n + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);

export { CsvError };
