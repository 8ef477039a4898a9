/** A filled sheet, read: one answer a row that says both benign or malignant and how sure; every other row is named. */
import { unguarded } from '../../annotation/exchange/cells';
import { expertName } from '../../annotation/expertFile';
import type { LeftOut } from '../../protocol/exchange';
import { ProblemError } from '../../protocol/problem';
import type { StudyCall, StudyConfidence, StudyPlan } from '../../protocol/study';
import { quoted, readTable, type TableRow } from '../tableFile';
import { sheetCode } from './sheetTable';

const COLUMNS = ['study', 'reader', 'case', 'call', 'confidence'] as const;
type Row = TableRow<(typeof COLUMNS)[number]>;

const CALLS: Record<string, StudyCall> = {
  B: 'benign',
  BENIGN: 'benign',
  C: 'malignant',
  CANCER: 'malignant',
  M: 'malignant',
  MALIGNANT: 'malignant',
};

export interface FilledSheet {
  reader: string;
  answers: { line: number; case: string; call: StudyCall; confidence: StudyConfidence }[];
  empty: number;
  leftOut: LeftOut[];
}

/**
 * Throws ProblemError `study.otherSheet` where a row is of another study, `study.otherReader` where a row names another reader than `reader` (or
 * nobody is named at all), `study.table` where the file is no sheet. Nothing is taken from such a file.
 */
export async function readSheet(file: string, plan: StudyPlan, reader?: string): Promise<FilledSheet> {
  const { rows, malformed } = await readTable(file, COLUMNS, 'case');
  const code = sheetCode(plan);
  const stranger = rows.find((row) => row.cell('study').toLowerCase() !== code && row.cell('study') !== '');
  if (stranger) throw otherSheet(file, stranger, plan);
  const readBy = readerOf(file, rows, reader);
  const filled: FilledSheet = {
    reader: readBy,
    answers: [],
    empty: 0,
    leftOut: malformed.map(({ line, entry, found, expected }) => ({ line, entry, reason: `found ${found}; expected ${expected}` })),
  };
  const lines = new Map<string, number>();
  for (const row of rows) {
    const id = row.cell('case');
    const answer = answerOf(row, plan, lines.get(id));
    if (answer === undefined) filled.empty++;
    else if (typeof answer === 'string') filled.leftOut.push({ line: row.line, entry: id || 'a row without a case', reason: answer });
    else filled.answers.push({ line: row.line, case: id, ...answer });
    if (!lines.has(id)) lines.set(id, row.line);
  }
  filled.leftOut.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return filled;
}

/** Undefined: nothing was filled in; a text: why the row cannot be used. */
function answerOf(
  row: Row,
  plan: StudyPlan,
  earlier: number | undefined,
): Pick<FilledSheet['answers'][number], 'call' | 'confidence'> | string | undefined {
  const [id, said, sure] = [row.cell('case'), row.cell('call'), row.cell('confidence')];
  if (!plan.cases.some((c) => c.id === id)) return `found the case ${quoted(id)}; expected one of ${plan.name}`;
  if (row.cell('study') === '') return `found no study; expected ${sheetCode(plan)}`;
  if (earlier !== undefined) return `found ${id} a second time, first in line ${earlier}; expected one row a case`;
  if (said === '' && sure === '') return undefined;
  const call = Object.hasOwn(CALLS, said.toUpperCase()) ? CALLS[said.toUpperCase()] : undefined;
  if (!call) return `found ${said === '' ? 'no call' : `the call ${quoted(said)}`}; expected benign or malignant (or B, C)`;
  // Spreadsheets write 3 as 3.0 or 3,0 where a column is of decimals.
  const step = /^([1-5])(?:[.,]0+)?$/.exec(sure)?.[1];
  if (!step) return `found ${sure === '' ? 'no confidence' : `the confidence ${quoted(sure)}`}; expected a whole number from 1 to 5`;
  return { call, confidence: Number(step) as StudyConfidence };
}

function readerOf(file: string, rows: readonly Row[], given: string | undefined): string {
  const named = rows.find((row) => row.cell('reader') !== '');
  const wanted = given ?? (named && unguarded(named.cell('reader')));
  if (wanted === undefined)
    throw new ProblemError({
      code: 'study.otherReader',
      file,
      found: 'no reader in any row',
      expected: 'the name of who filled it in',
      remedy: 'Import it with the name of the reader (--reader).',
    });
  const reader = expertName(wanted);
  const other = rows.find((row) => row.cell('reader') !== '' && unguarded(row.cell('reader')).normalize('NFC').trim() !== reader);
  if (!other) return reader;
  throw new ProblemError({
    code: 'study.otherReader',
    file,
    line: other.line,
    found: `the reader ${quoted(other.cell('reader'))}`,
    expected: `a sheet of ${reader} alone`,
    remedy: 'Import it for the reader that it names: an answer under another name cannot be taken back. Nothing was imported.',
  });
}

function otherSheet(file: string, row: Row, plan: StudyPlan): ProblemError {
  return new ProblemError({
    code: 'study.otherSheet',
    file,
    line: row.line,
    found: `a row of the study ${quoted(row.cell('study'))}`,
    expected: `${sheetCode(plan)}, the code of ${plan.name}`,
    remedy: 'Choose the study that the sheet belongs to (its code stands on the page and in every row). Nothing was imported.',
  });
}
