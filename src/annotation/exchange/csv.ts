/** Answers as a table: a row a phenomenon, a row for an answer without any. CSV (RFC 4180, UTF-8), written and read. */
import { csvText } from '../../evaluation/csv';
import { CsvError, type CsvRecord, csvRecords } from '../../project/csvRecords';
import type { Answer, Phenomenon } from '../../protocol/annotation';
import type { LeftOut } from '../../protocol/exchange';
import { guarded, joined, parted, unguarded } from './cells';
import { checked, notExchange, type ReadAnswers, type TravellingAnswer } from './exchanged';

/** `phenomenon` counts from 1, of `of`; `answer` tells rows of one answer from those of another. */
const COLUMNS = [
  'answer',
  'unit',
  'expert',
  'at',
  'seconds',
  'network',
  'mining',
  'recognizable',
  'several',
  'phenomenon',
  'of',
  'description',
  'association',
  'category',
  'terms',
  'confidence',
] as const;
type Column = (typeof COLUMNS)[number];
/** A table that has these is one of answers; the others may be missing, as in one written by hand. */
const NEEDED: readonly Column[] = ['unit', 'expert', 'description'];

export function answersCsv(answers: readonly Answer[]): string {
  const rows = answers.flatMap((answer, i) => {
    const { id, unit, expert, at, seconds, network, mining, recognizable, several, phenomena } = answer;
    const head = [id ?? `${i + 1}`, unit, expert, at, seconds, network, mining, yesNo(recognizable), yesNo(several)];
    const said = phenomena.map((p, k) => [
      k + 1,
      phenomena.length,
      p.description,
      p.association,
      p.category,
      joined(p.terms),
      p.confidence,
    ]);
    return (said.length > 0 ? said : [['', 0, '', '', '', '', '']]).map((cells) =>
      [...head, ...cells].map((cell) => (typeof cell === 'string' ? guarded(cell) : cell)),
    );
  });
  return csvText(COLUMNS, rows);
}

interface Row {
  line: number;
  cell(column: Column): string;
}

/**
 * The whole answers of a table, comma, semicolon or tab between cells. An answer with a malformed row is left out whole: half of what an expert
 * said is not what the expert said. Throws ProblemError `exchange.format` where the text is no such table, or a quote is not closed.
 */
export function readAnswersCsv(text: string, file: string): ReadAnswers {
  const { rows, leftOut } = readRows(text, file);
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(row.cell('answer') ? [row.cell('answer')] : ANSWER_COLUMNS.map(row.cell));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const answers: ReadAnswers['answers'] = [];
  for (const group of groups.values()) {
    const answer = answerOf(group);
    if (typeof answer !== 'string') answers.push({ line: group[0].line, answer });
    else leftOut.push(...group.map(({ line, cell }) => ({ line, entry: cell('unit') || 'a row without a unit', reason: answer })));
  }
  return { format: 'csv', answers, leftOut: leftOut.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)) };
}

/** Equal in all rows of an answer. */
const ANSWER_COLUMNS: readonly Column[] = ['unit', 'expert', 'at', 'seconds', 'network', 'mining', 'recognizable', 'several', 'of'];

function answerOf(rows: readonly Row[]): TravellingAnswer | string {
  const [{ cell: first }] = rows;
  const differing = ANSWER_COLUMNS.find((column) => rows.some(({ cell }) => cell(column) !== first(column)));
  if (differing) return `the rows of this answer differ in ${differing}`;
  const phenomena = rows.filter(({ cell }) => cell('of') !== '0' && SAID.some((column) => cell(column) !== ''));
  const numbers = phenomena.map(({ cell }, i) => cell('phenomenon') || String(i + 1));
  const of = first('of') || String(phenomena.length);
  if (of !== String(phenomena.length) || rows.length > Math.max(1, phenomena.length))
    return `rows for ${phenomena.length} of ${of} phenomena`;
  const order = numbers.map(Number);
  if (order.toSorted((a, b) => a - b).some((n, i) => n !== i + 1)) return `phenomena numbered ${numbers.join(', ')}`;
  const recognizable = truth(first('recognizable'), phenomena.length > 0);
  const several = truth(first('several'), phenomena.length > 1);
  if (recognizable === undefined) return `recognizable: found "${first('recognizable')}", expected yes or no`;
  if (several === undefined) return `several: found "${first('several')}", expected yes or no`;
  const seconds = Number(first('seconds'));
  return checked({
    unit: first('unit'),
    expert: first('expert'),
    at: first('at') || undefined,
    seconds,
    network: first('network'),
    mining: first('mining'),
    recognizable,
    several,
    phenomena: order.map((_, i) => phenomenonOf(phenomena[order.indexOf(i + 1)])),
  });
}

/** A row with one of these says something of a phenomenon. */
const SAID: readonly Column[] = ['phenomenon', 'description', 'association', 'category', 'terms', 'confidence'];

function phenomenonOf({ cell }: Row): Phenomenon {
  // Words of a table written by anybody: their check follows.
  const given = (column: Column) => (cell(column) === '' ? undefined : cell(column)) as never;
  return {
    description: cell('description'),
    association: given('association') ?? 'unsure',
    ...(cell('category') !== '' && { category: given('category') }),
    terms: parted(cell('terms')),
    ...(cell('confidence') !== '' && { confidence: given('confidence') }),
  };
}

function readRows(text: string, file: string): { rows: Row[]; leftOut: LeftOut[] } {
  const [header, ...records] = parsed(text, file);
  const names = (header?.cells ?? []).map((name) => name.trim().toLowerCase());
  const missing = NEEDED.filter((column) => !names.includes(column));
  if (!header || missing.length > 0) throw notExchange(file, `text whose first line names no ${missing[0] ?? 'column'}`);
  const known: readonly string[] = COLUMNS;
  const leftOut: LeftOut[] = names
    .filter((name, i) => name !== '' && (!known.includes(name) || names.indexOf(name) !== i))
    .map((name) => ({ line: 1, entry: `column ${name}`, reason: known.includes(name) ? 'named twice' : 'not known' }));
  const rows: Row[] = [];
  for (const { cells: record, line } of records) {
    const cell = (column: Column) => {
      const place = names.indexOf(column);
      const found = unguarded(record[place] ?? '');
      return column === 'description' || column === 'terms' || column === 'expert' ? found : found.trim();
    };
    if (record.length === names.length) rows.push({ line, cell });
    else leftOut.push({ line, entry: cell('unit') || 'a row', reason: `${record.length} cells, expected ${names.length}` });
  }
  return { rows, leftOut };
}

function parsed(text: string, file: string): CsvRecord[] {
  try {
    return csvRecords(text);
  } catch (error) {
    if (error instanceof CsvError) throw notExchange(file, `text that is no table (line ${error.lines ?? 1}: ${error.message})`);
    throw error;
  }
}

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

/** Spreadsheets turn words into TRUE and 1. Undefined: neither. */
function truth(cell: string, otherwise: boolean): boolean | undefined {
  if (cell === '') return otherwise;
  if (/^(yes|true|1)$/i.test(cell)) return true;
  return /^(no|false|0)$/i.test(cell) ? false : undefined;
}
