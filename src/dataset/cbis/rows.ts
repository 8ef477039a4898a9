/** One row of CBIS-DDSM's tables: an abnormality in a view. */
import type { Lesion, Pathology } from '../../protocol/finding';
import type { Problem } from '../../protocol/problem';
import { readLesion } from '../ddsm/lesion';
import { oddity, omission } from '../fault';
import type { Laterality, Part, Projection } from '../model';
import type { Table, TableRow } from '../table';
import { parseLaterality, parseProjection, viewName } from '../viewName';
import { folderOfPath, parseFolder } from './folderName';

/** Columns that tables of masses and of calcifications share; density is written in two ways. */
export const COLUMNS = [
  'patient_id',
  'left or right breast',
  'image view',
  'abnormality id',
  'abnormality type',
  'assessment',
  'pathology',
  'subtlety',
  'image file path',
  'cropped image file path',
  'ROI mask file path',
];

export interface Abnormality {
  at: { file: string; line: number };
  /** `P_00001`. */
  patient: string;
  laterality: Laterality;
  projection?: Projection;
  /** `LEFT_CC`. */
  view: string;
  /** Its number in the view, among those of its type. */
  number: string;
  lesion: Lesion;
  pathology: Pathology;
  assessment?: number;
  subtlety?: number;
  density?: number;
  part?: Part;
  /** Paths as the table has them, which the files are told from and not found by. */
  imagePath: string;
  maskPath: string;
  cropPath: string;
}

const PATHOLOGIES: Readonly<Record<string, Pathology>> = {
  MALIGNANT: 'malignant',
  BENIGN: 'benign',
  BENIGN_WITHOUT_CALLBACK: 'benign_without_callback',
};

/** The abnormalities of a table; a row that names no view is left out with an error, what else is odd counts as not known. */
export function abnormalities(table: Table, problems: Problem[]): Abnormality[] {
  return table.rows.flatMap((row) => parseAbnormality(row, problems) ?? []);
}

function parseAbnormality(row: TableRow, problems: Problem[]): Abnormality | undefined {
  const at = { file: row.file, line: row.line };
  const odd = (code: string, found: string, expected: string) =>
    problems.push(oddity(code, at, found, expected, 'It is used as it is; correct the table if you know better.'));
  // A line end within the quotes is none of the path.
  const [imagePath, cropPath, maskPath] = ['image file path', 'cropped image file path', 'ROI mask file path'].map((column) =>
    row.cell(column).replace(/\s+/g, ''),
  );
  const folder = parseFolder(folderOfPath(imagePath)) ?? parseFolder(folderOfPath(maskPath));
  const patient = /^P_\d+$/i.exec(row.cell('patient_id'))?.[0].toUpperCase() ?? folder?.patient;
  const laterality = parseLaterality(row.cell('left or right breast')) ?? folder?.laterality;
  const word = row.cell('image view') || (folder?.projection ?? '');
  if (!patient || !laterality || word === '') {
    const found = `patient_id "${row.cell('patient_id')}", side "${row.cell('left or right breast')}", view "${row.cell('image view')}"`;
    const remedy = 'The abnormality is left out, for its view is not known; restore the table from its source.';
    problems.push(omission('cbis.row', at, found, 'a patient such as P_00001, LEFT or RIGHT, CC or MLO', remedy));
    return undefined;
  }
  const number = (column: string, low: number, high: number): number | undefined => {
    const value = Number(row.cell(column) || Number.NaN);
    if (Number.isInteger(value) && value >= low && value <= high) return value;
    odd('cbis.value', `${column} "${row.cell(column)}"`, `a whole number from ${low} to ${high}`);
    return undefined;
  };
  const pathologyWord = row.cell('pathology').toUpperCase().replace(/\s+/g, '_');
  if (!PATHOLOGIES[pathologyWord])
    odd('cbis.pathology', `pathology "${row.cell('pathology')}"`, `${Object.keys(PATHOLOGIES).join(', ')}; it counts as unproven`);
  return {
    at,
    patient,
    laterality,
    projection: parseProjection(word),
    view: viewName(laterality, word),
    number: row.cell('abnormality id'),
    lesion: lesionOf(row, (found, expected) => odd('cbis.keyword', found, expected)),
    pathology: PATHOLOGIES[pathologyWord] ?? 'unproven',
    assessment: number('assessment', 0, 5),
    subtlety: number('subtlety', 0, 5) || undefined,
    // 0 stands for none given.
    density: row.cell('breast density') === '' ? undefined : number('breast density', 0, 4) || undefined,
    part: folder?.part ?? partOfName(row.file),
    imagePath,
    cropPath,
    maskPath,
  };
}

/** Kind and keywords; the words are DDSM's. */
function lesionOf(row: TableRow, odd: (found: string, expected: string) => void): Lesion {
  const words = (column: string) => row.cell(column).toUpperCase().replace(/\s+/g, '_') || 'N/A';
  const type = row.cell('abnormality type').toUpperCase();
  if (type === 'MASS') return readLesion(['MASS', 'SHAPE', words('mass shape'), 'MARGINS', words('mass margins')], odd);
  if (type === 'CALCIFICATION')
    return readLesion(['CALCIFICATION', 'TYPE', words('calc type'), 'DISTRIBUTION', words('calc distribution')], odd);
  odd(`abnormality type "${row.cell('abnormality type')}"`, 'mass or calcification');
  return { kind: 'other' };
}

/** `mass_case_description_train_set.csv`. */
function partOfName(file: string): Part | undefined {
  const word = /(train|test)/i.exec(file.split(/[\\/]/).at(-1) ?? '')?.[1].toLowerCase();
  return word === 'train' ? 'train' : word === 'test' ? 'test' : undefined;
}
