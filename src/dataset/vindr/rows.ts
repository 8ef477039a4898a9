/** What VinDr-Mammo's two tables say of one image. */
import type { Lesion, Outline } from '../../protocol/finding';
import type { Problem } from '../../protocol/problem';
import { parseAssessment } from '../assessment';
import { LEST_NORMAL, oddity, omission } from '../fault';
import type { Laterality, Part } from '../model';
import type { Table, TableRow } from '../table';
import { parseLaterality } from '../viewName';
import { lesionsOf, parseCategories } from './categories';

export const IMAGE_COLUMNS = ['study_id', 'image_id', 'laterality', 'view_position', 'breast_birads', 'split'];
export const FINDING_COLUMNS = ['study_id', 'image_id', 'finding_categories', 'finding_birads', 'xmin', 'ymin', 'xmax', 'ymax'];

export interface ImageRow {
  at: { file: string; line: number };
  study: string;
  image: string;
  laterality?: Laterality;
  projection: string;
  width?: number;
  height?: number;
  /** BI-RADS of the breast. */
  assessment?: number;
  /** ACR 1-4. */
  density?: number;
  part?: Part;
}

/** A boxed finding; without a box where it cannot be told where it is. */
export interface FindingRow {
  at: { file: string; line: number };
  lesions: Lesion[];
  assessment?: number;
  /** Corners of the box. */
  outline?: Outline;
}

/** Rows of an image table by image id, the first of each counting. Rows without ids are left out. */
export function imageRows(table: Table, problems: Problem[]): Map<string, ImageRow> {
  const images = new Map<string, ImageRow>();
  for (const row of table.rows) {
    const parsed = parseImageRow(row, problems);
    if (parsed && !images.has(parsed.image)) images.set(parsed.image, parsed);
  }
  return images;
}

function parseImageRow(row: TableRow, problems: Problem[]): ImageRow | undefined {
  const at = { file: row.file, line: row.line };
  const odd = (found: string, expected: string) =>
    problems.push(oddity('vindr.table.value', at, found, expected, 'It counts as not known; correct the table if you know better.'));
  const [study, image] = [row.cell('study_id'), row.cell('image_id')];
  if (study === '' || image === '') {
    problems.push(
      omission('vindr.table.id', at, 'a row without study_id or image_id', 'both', 'Restore the table; until then the row is left out.'),
    );
    return undefined;
  }
  const [side, birads, density, split] = ['laterality', 'breast_birads', 'breast_density', 'split'].map((name) => row.cell(name));
  const laterality = parseLaterality(side);
  if (!laterality) odd(`laterality "${side}"`, 'L or R');
  const assessment = parseAssessment(birads);
  if (assessment === undefined) odd(`breast_birads "${birads}"`, 'BI-RADS 0 to BI-RADS 6');
  const acr = 'ABCD'.indexOf(/^(?:DENSITY\s+)?([A-D])$/i.exec(density)?.[1].toUpperCase() ?? ' ') + 1;
  if (acr === 0 && density !== '') odd(`breast_density "${density}"`, 'DENSITY A to DENSITY D');
  const part = ({ training: 'train', train: 'train', test: 'test' } as const)[split.toLowerCase()];
  if (!part && split !== '') odd(`split "${split}"`, 'training or test');
  const pixels = (name: string) => (/^\d+(\.0*)?$/.test(row.cell(name)) ? Number(row.cell(name)) : undefined);
  return {
    at,
    study,
    image,
    laterality,
    projection: row.cell('view_position'),
    width: pixels('width'),
    height: pixels('height'),
    assessment,
    density: acr || undefined,
    part,
  };
}

/** Findings by image id; an image whose rows all say `No Finding` has none. */
export function findingRows(table: Table, problems: Problem[]): Map<string, FindingRow[]> {
  const images = new Map<string, FindingRow[]>();
  for (const row of table.rows) {
    const image = row.cell('image_id');
    // Told already: this table is read for its images too, or its ids are in the other.
    if (image === '') continue;
    const finding = parseFindingRow(row, problems);
    images.set(image, [...(images.get(image) ?? []), ...(finding ? [finding] : [])]);
  }
  return images;
}

function parseFindingRow(row: TableRow, problems: Problem[]): FindingRow | undefined {
  const at = { file: row.file, line: row.line };
  const categories = parseCategories(row.cell('finding_categories'));
  const lesions = lesionsOf(categories, (category) =>
    problems.push(
      oddity(
        'vindr.category',
        at,
        `the category "${category}"`,
        'one of the ten of VinDr-Mammo, or No Finding',
        'It counts as a finding of another kind.',
      ),
    ),
  );
  const corners = ['xmin', 'ymin', 'xmax', 'ymax'].map((name) => row.cell(name));
  const boxed = corners.some((cell) => cell !== '');
  if (lesions.length === 0 && !boxed) {
    if (categories.length > 0) return undefined;
    problems.push(omission('vindr.category', at, 'a row without finding_categories', 'a category or No Finding', LEST_NORMAL));
    return { at, lesions };
  }
  const [left, top, right, bottom] = corners.map((cell) => (cell === '' ? Number.NaN : Number(cell)));
  const assessment = parseAssessment(row.cell('finding_birads'));
  if (!(left <= right && top <= bottom && Number.isFinite(right - left + bottom - top))) {
    const found = `the box ${corners.map((cell) => cell || '(blank)').join(', ')}`;
    problems.push(omission('vindr.box', at, found, 'xmin, ymin, xmax, ymax with xmin up to xmax and ymin up to ymax', LEST_NORMAL));
    return { at, lesions, assessment };
  }
  return {
    at,
    lesions: lesions.length > 0 ? lesions : [{ kind: 'other' }],
    assessment,
    outline: [left, top, right, top, right, bottom, left, bottom],
  };
}
