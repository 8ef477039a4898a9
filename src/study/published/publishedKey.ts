/** The answer key of the published study: a row an image, its truth told by the image's name. */
import path from 'node:path';
import { caseOfView } from '../../dataset/viewId';
import type { StudyCall } from '../../protocol/study';
import type { ReadCase } from '../score/reading';
import { malformedWords, quoted, readTable, type TableRow } from '../tableFile';
import { reportedFindings } from './ddsmReport';

const COLUMNS = ['Case #', 'Image Name', 'GT Report', 'DeepMiner Cancer Likelihood Prediction', 'GT Diagnosis'] as const;
type Row = TableRow<(typeof COLUMNS)[number]>;

/** The network decides for cancer from here: the two classes' probabilities are one number. */
const DECIDED_FROM = 0.5;

/** A case without what only the responses say. */
export type KeyedCase = Omit<ReadCase, 'words'>;

export interface PublishedKey {
  cases: ReadonlyMap<string, KeyedCase>;
  /** Rows left out, or used without their report, in words. */
  warnings: string[];
  /** Cases named cancer whose diagnosis is not malignant, or the other way round. */
  contradicting: { case: string; diagnosis: string }[];
}

/**
 * Reads the key. Malignant is what the image's name calls cancer, as the authors scored; the diagnosis column is that of the first finding and says
 * otherwise of some. Rows that cannot be used are told of, with their line. Throws ProblemError `study.table`.
 */
export async function readPublishedKey(file: string): Promise<PublishedKey> {
  const { rows, malformed } = await readTable(file, COLUMNS, 'Case #');
  const cases = new Map<string, KeyedCase>();
  const contradicting: PublishedKey['contradicting'] = [];
  const warnings = malformed.map((m) => malformedWords(file, m));
  for (const row of rows) {
    const wrong = wrongIn(row, cases);
    if (wrong) {
      warnings.push(malformedWords(file, { line: row.line, entry: row.cell('Case #'), ...wrong }));
      continue;
    }
    const id = row.cell('Case #');
    const truth = row.cell('Image Name').startsWith('cancer') ? 'malignant' : 'benign';
    const decidedClass = scoreOf(row) >= DECIDED_FROM ? 'malignant' : 'benign';
    const diagnosis = row.cell('GT Diagnosis');
    if ((diagnosis === 'PATHOLOGY MALIGNANT') !== (truth === 'malignant')) contradicting.push({ case: id, diagnosis });
    cases.set(id, { id, truth, ...viewOf(row), ...findingsOf(row, truth), decidedClass, networkRight: decidedClass === truth });
  }
  return { cases, warnings, contradicting };

  /** A report that cannot be read leaves the truth as it is: the case counts, its findings are not described. */
  function findingsOf(row: Row, truth: StudyCall): Pick<KeyedCase, 'findingTypes' | 'keywords'> {
    try {
      return reportedFindings(row.cell('GT Report'), truth);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      warnings.push(reportWords(file, row, error.message));
      return { findingTypes: [], keywords: [] };
    }
  }
}

const scoreOf = (row: Row): number => Number(row.cell('DeepMiner Cancer Likelihood Prediction') || Number.NaN);

function wrongIn(row: Row, known: ReadonlyMap<string, unknown>): { found: string; expected: string } | undefined {
  const id = row.cell('Case #');
  if (!/^\d+$/.test(id)) return { found: `${quoted(id)} under "Case #"`, expected: 'a whole number' };
  if (known.has(id)) return { found: `case ${id} a second time`, expected: 'a row a case' };
  if (!/^(?:cancer|benign|normal)_/.test(row.cell('Image Name')))
    return { found: `the image name ${quoted(row.cell('Image Name'))}`, expected: 'one that begins with cancer_, benign_ or normal_' };
  if (!(scoreOf(row) >= 0 && scoreOf(row) <= 1))
    return { found: `the prediction ${quoted(row.cell('DeepMiner Cancer Likelihood Prediction'))}`, expected: 'a number from 0 to 1' };
  return undefined;
}

/** `cancer_08-A_1403_1.RIGHT_MLO.LJPEG.1.jpg` is the view RIGHT_MLO of the case A_1403_1; nothing where the name says none. */
function viewOf(row: Row): Pick<KeyedCase, 'viewId' | 'caseId'> {
  const viewId = /^[a-z_]+_\d+-(.+\.(?:LEFT|RIGHT)_(?:CC|MLO))\./.exec(row.cell('Image Name'))?.[1];
  return viewId === undefined ? {} : { viewId, caseId: caseOfView(viewId) };
}

function reportWords(file: string, { line, cell }: Row, found: string): string {
  return `${path.basename(file)}:${line}: the report of case ${cell('Case #')} cannot be read (${found}). Its findings are not described; the case counts.`;
}
