/** The published study, or another in its form, scored from two tables: what the reader said, and the answer key. */
import path from 'node:path';
import type { StudyCall, StudyScore } from '../../protocol/study';
import type { ReadCase, Reading } from '../score/reading';
import { scoreOf } from '../score/scoreOf';
import { malformedWords, quoted, readTable, type TableRow } from '../tableFile';
import { type PublishedKey, readPublishedKey } from './publishedKey';
import { pythonList } from './pythonList';

const COLUMNS = ['Case #', 'DeepMiner Explanation', 'Cancer or Benign (C/B)?'] as const;
type Row = TableRow<(typeof COLUMNS)[number]>;

/** The table names no reader. */
const READER = 'The reader';
const CALLS: Record<string, StudyCall> = { C: 'malignant', CANCER: 'malignant', MALIGNANT: 'malignant', B: 'benign', BENIGN: 'benign' };
/** Cases that a warning names before it only counts. */
const NAMED = 5;

export interface PublishedResponses {
  /** In the order of the table; `call` is absent where the reader gave none. */
  rows: { line: number; case: string; words: string[]; call?: StudyCall }[];
  warnings: string[];
}

/** Reads the responses; a row that cannot be used is told of with its line. Throws ProblemError `study.table`. */
export async function readPublishedResponses(file: string): Promise<PublishedResponses> {
  const { rows, malformed } = await readTable(file, COLUMNS, 'Case #');
  const read: PublishedResponses = { rows: [], warnings: malformed.map((m) => malformedWords(file, m)) };
  const seen = new Set<string>();
  for (const row of rows) {
    const id = row.cell('Case #');
    const words = wordsOf(row);
    const said = row.cell('Cancer or Benign (C/B)?');
    const call = CALLS[said.toUpperCase()];
    const leaveOut = (found: string, expected: string) =>
      read.warnings.push(malformedWords(file, { line: row.line, entry: id, found, expected }));
    if (!/^\d+$/.test(id)) leaveOut(`${quoted(id)} under "Case #"`, 'a whole number');
    else if (seen.has(id)) leaveOut(`case ${id} a second time`, 'a row a case; the first counts');
    else if (typeof words === 'string') leaveOut(`an explanation that is no list: ${words}`, "a list such as ['Spiculation', 'Mass']");
    else if (said !== '' && !call) leaveOut(`${quoted(said)} under "Cancer or Benign (C/B)?"`, 'C or B');
    else {
      seen.add(id);
      read.rows.push({ line: row.line, case: id, words, ...(call && { call }) });
    }
  }
  return read;
}

/** The labels of an explanation; in words why there are none. */
function wordsOf(row: Row): string[] | string {
  try {
    const list = pythonList(row.cell('DeepMiner Explanation'));
    return list.every((word) => typeof word === 'string') ? list : 'a list of lists';
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

/** The score of what is well formed; every row that is not, or that the key does not know, is among the warnings. */
export async function scorePublished(responses: string, keyFile: string, further: readonly string[] = []): Promise<StudyScore> {
  const [read, key] = await Promise.all([readPublishedResponses(responses), readPublishedKey(keyFile)]);
  const cases: ReadCase[] = [];
  const readings: Reading[] = [];
  const strangers: string[] = [];
  for (const { line, case: id, words, call } of read.rows) {
    const keyed = key.cases.get(id);
    if (!keyed)
      strangers.push(
        malformedWords(responses, {
          line,
          entry: id,
          found: `case ${id}, of which the key has no row to use`,
          expected: 'a case of the key',
        }),
      );
    else {
      cases.push({ ...keyed, words: words.map((word) => [word]) });
      if (call) readings.push({ reader: READER, condition: 'words', case: id, call, confidence: null, seconds: 0 });
    }
  }
  return scoreOf(
    { cases, conditions: ['words'], readings },
    {
      name: path.basename(responses, path.extname(responses)),
      study: null,
      choices: null,
      source: null,
      warnings: [...read.warnings, ...key.warnings, ...strangers, ...contradictions(key, readings), ...further],
    },
  );
}

/** Where the key's own diagnosis is not what the image's name says: how many, and what the score would be by the diagnosis. */
function contradictions({ cases, contradicting }: PublishedKey, readings: readonly Reading[]): string[] {
  const other = new Map(contradicting.map((c) => [c.case, c.diagnosis]));
  const read = readings.filter((r) => other.has(r.case));
  if (read.length === 0) return [];
  const right = readings.filter((r) => (r.call === cases.get(r.case)!.truth) !== other.has(r.case)).length;
  const named = read.slice(0, NAMED).map((r) => `${r.case} (${other.get(r.case)})`);
  return [
    `Truth is what the image's name says, as published. The key's diagnosis says otherwise of ${read.length} of the cases answered: ${named.join(', ')}${read.length > NAMED ? ' and others' : ''}. By the diagnosis ${right} of ${readings.length} would be right.`,
  ];
}
