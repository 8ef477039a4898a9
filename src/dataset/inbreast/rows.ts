/** What INbreast's table says of one image. */
import type { Problem } from '../../protocol/problem';
import { parseAssessment } from '../assessment';
import { oddity } from '../fault';
import type { Laterality } from '../model';
import type { Table } from '../table';
import { parseLaterality } from '../viewName';

export const COLUMNS = ['Laterality', 'View', 'File Name', 'ACR', 'Bi-Rads'];
/** Columns of the delivered spreadsheet that have an X where there is such a finding; shorter tables lack them. */
const FLAGS = ['Mass', 'Micros', 'Distortion', 'Asymmetry'];

export interface InbreastRow {
  at: { file: string; line: number };
  laterality?: Laterality;
  projection: string;
  assessment?: number;
  /** ACR 1-4. */
  density?: number;
  /** Findings that are ticked, whatever the regions say. */
  ticked: string[];
}

/** Rows by image number, the first of each counting. Lines without a file name, such as totals at the end, are passed over. */
export function inbreastRows(table: Table, problems: Problem[]): Map<string, InbreastRow> {
  const rows = new Map<string, InbreastRow>();
  for (const row of table.rows) {
    const number = /^(\d+)(?:[._].*)?$/.exec(row.cell('File Name'))?.[1];
    if (!number || rows.has(number)) continue;
    const at = { file: row.file, line: row.line };
    const [side, projection, acr, birads] = ['Laterality', 'View', 'ACR', 'Bi-Rads'].map((name) => row.cell(name));
    const assessment = parseAssessment(birads);
    const remedy = 'It counts as not known; correct the table if you know better.';
    if (assessment === undefined) problems.push(oddity('inbreast.table.value', at, `Bi-Rads "${birads}"`, '0 to 6, 4a, 4b, 4c', remedy));
    const density = /^[1-4](\.0)?$/.test(acr) ? Number(acr) : undefined;
    if (density === undefined && acr !== '') problems.push(oddity('inbreast.table.value', at, `ACR "${acr}"`, '1 to 4', remedy));
    const ticked = FLAGS.filter((name) => /^x$/i.test(row.cell(name)));
    rows.set(number, { at, laterality: parseLaterality(side), projection, assessment, density, ticked });
  }
  return rows;
}
