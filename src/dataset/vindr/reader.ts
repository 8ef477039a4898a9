/** Reads VinDr-Mammo: two tables, and one DICOM file an image. */
import path from 'node:path';
import { readImageHeader } from '../../images/read';
import type { Finding } from '../../protocol/finding';
import { type Problem, ProblemError } from '../../protocol/problem';
import type { Task } from '../../protocol/task';
import { benignUnoutlined, classesAreAssessments, countForNoClass, pathologyOf } from '../assessment';
import { finishDataset } from '../ending';
import { failureOf, oddity, omission } from '../fault';
import { filesBelow } from '../filesBelow';
import { grouped } from '../grouped';
import type { Case, Dataset, View } from '../model';
import { OtherProjections } from '../otherProjections';
import { fitOutline } from '../outlineInView';
import type { DatasetOptions } from '../reader';
import { readTable, type Table } from '../table';
import { together } from '../together';
import { type AssessedImage, withoutHiddenLesions } from '../unoutlined';
import { parseProjection, uniqueNames, viewName } from '../viewName';
import { caseIds } from './caseId';
import { FINDING_COLUMNS, type FindingRow, findingRows, IMAGE_COLUMNS, type ImageRow, imageRows } from './rows';

export const TITLE = 'VinDr-Mammo';
export const EXPECTS = 'images/STUDY/IMAGE.dicom, breast-level_annotations.csv and finding_annotations.csv';
export const FINDINGS = /^finding_annotations\.csv$/i;
export const BREASTS = /^breast-level_annotations\.csv$/i;
const IMAGE = /^(.+)\.(dicom|dcm)$/i;
const AT_ONCE = 16;

/** As DatasetReader.read. */
export async function readVindr(root: string, options: DatasetOptions, task: Task): Promise<Dataset> {
  const { files, problems } = await filesBelow(root, task.signal);
  const tables = await readTables(root, files, problems);
  const images = imageRows(tables.images, problems);
  const findings = findingRows(tables.findings, problems);
  const pixels = new Map<string, string>();
  for (const file of files) {
    const id = IMAGE.exec(path.basename(file))?.[1];
    if (id && !pixels.has(id)) pixels.set(id, file);
  }
  problems.push(...unlisted(pixels, images, findings));

  const studies = grouped(images.values(), (row) => row.study);
  const ids = caseIds(studies.keys());
  const others = new OtherProjections();
  let benign = 0;
  const cases = await together([...studies], AT_ONCE, 'read data set', task, async ([study, rows]): Promise<Case> => {
    const id = ids.get(study)!;
    const names = uniqueNames(rows.map((row) => viewName(row.laterality, row.projection)));
    const assessed: AssessedImage[] = [];
    for (const [i, row] of rows.entries()) {
      const found = findings.get(row.image);
      const view = await readView(row, found, pixels.get(row.image), `${id}.${names[i]}`, id, options, problems);
      if (view && !view.projection) others.add(row.projection, view.file);
      assessed.push({ at: row.at, laterality: row.laterality, assessment: row.assessment, outlined: (found ?? []).length > 0, view });
    }
    const used = withoutHiddenLesions(assessed, problems);
    benign += used.benign;
    return { id, dir: folderOf(used.views, root), ...ofStudy(rows, problems), views: used.views };
  });
  problems.push(...others.problems(), classesAreAssessments(root, TITLE, options));
  if (benign > 0) problems.push(benignUnoutlined(root, benign));
  problems.push(
    ...countForNoClass(
      root,
      cases.flatMap((c) => c.views.flatMap((v) => v.findings)),
    ),
  );
  return finishDataset({ format: 'vindr-mammo', root, cases, problems }, EXPECTS);
}

/** The table of findings must be there; the one of breasts says of images what the other says too. */
async function readTables(root: string, files: readonly string[], problems: Problem[]): Promise<{ images: Table; findings: Table }> {
  const findings = files.find((file) => FINDINGS.test(path.basename(file)));
  const breasts = files.find((file) => BREASTS.test(path.basename(file)));
  if (!findings)
    throw new ProblemError({
      code: 'dataset.empty',
      file: root,
      found: 'no finding_annotations.csv in this folder or below',
      expected: EXPECTS,
      remedy: 'Copy the table beside the images: without it nothing is known of any lesion.',
    });
  if (!breasts) {
    const found = 'no breast-level_annotations.csv';
    const both = await readTable(findings, [...new Set([...IMAGE_COLUMNS, ...FINDING_COLUMNS])]);
    problems.push(
      oddity('vindr.breasts.missing', root, found, 'it beside finding_annotations.csv', 'What the other table says of breasts is used.'),
    );
    problems.push(...both.problems);
    return { images: both, findings: both };
  }
  const [images, boxes] = [await readTable(breasts, IMAGE_COLUMNS), await readTable(findings, FINDING_COLUMNS)];
  problems.push(...images.problems, ...boxes.problems);
  return { images, findings: boxes };
}

async function readView(
  row: ImageRow,
  found: readonly FindingRow[] | undefined,
  file: string | undefined,
  id: string,
  caseId: string,
  options: DatasetOptions,
  problems: Problem[],
): Promise<View | undefined> {
  if (!file) {
    const what = `image ${row.image} without its file`;
    problems.push(
      oddity('vindr.image.missing', row.at, what, `images/${row.study}/${row.image}.dicom`, 'It is left out; copy the file to use it.'),
    );
    return undefined;
  }
  if (!found) {
    const remedy = 'The view is left out, for nothing is known of its findings; restore the table from its source.';
    problems.push(
      omission(
        'vindr.findings.missing',
        row.at,
        `image ${row.image} without a row in finding_annotations.csv`,
        'one, No Finding at least',
        remedy,
      ),
    );
    return undefined;
  }
  try {
    const { width, height, bits, microns, dicom } = await readImageHeader(file);
    const named = viewName(row.laterality, row.projection);
    const shown = viewName(dicom?.laterality ?? row.laterality, dicom?.viewPosition ?? row.projection);
    if (shown !== named) {
      const said = `${named} as ${path.basename(row.at.file)}:${row.at.line} says`;
      problems.push(oddity('vindr.view.disagrees', file, `${shown} in its header`, said, 'The table counts.'));
    }
    if ((row.width ?? width) !== width || (row.height ?? height) !== height) {
      const remedy = 'The view is left out, for its boxes would lie elsewhere; restore the file from its source.';
      const said = `${row.width ?? width} x ${row.height ?? height} as ${path.basename(row.at.file)}:${row.at.line} says`;
      problems.push(omission('vindr.size', file, `${width} x ${height} pixels`, said, remedy));
      return undefined;
    }
    const findings = placed(found, { width, height }, options, problems);
    if (!findings) return undefined;
    const projection = parseProjection(row.projection);
    return { id, caseId, laterality: row.laterality, projection, file, width, height, bits, microns, findings };
  } catch (error) {
    problems.push(failureOf(error, 'vindr.image.unreadable', file));
    return undefined;
  }
}

/** The findings with their boxes in the view; undefined when one of them has no place. */
function placed(
  rows: readonly FindingRow[],
  size: { width: number; height: number },
  options: DatasetOptions,
  problems: Problem[],
): Finding[] | undefined {
  const findings: Finding[] = [];
  for (const { at, lesions, assessment, outline } of rows) {
    const boundary = outline && fitOutline(outline, size, at, problems);
    if (boundary)
      findings.push({ id: findings.length + 1, lesions, assessment, pathology: pathologyOf(assessment, options), boundary, cores: [] });
  }
  return findings.length === rows.length ? findings : undefined;
}

/** What the rows of a study say of its case; a study in both parts is tested on, never trained on. */
function ofStudy(rows: readonly ImageRow[], problems: Problem[]): Pick<Case, 'density' | 'part'> {
  const parts = new Set(rows.flatMap((row) => row.part ?? []));
  if (parts.size > 1) {
    const { at, study } = rows[0];
    problems.push(oddity('vindr.split', at, `study ${study} in training and test`, 'one part a study', 'All of it is in the test part.'));
  }
  const densities = rows.flatMap((row) => row.density ?? []);
  return { density: densities.length > 0 ? Math.max(...densities) : undefined, part: parts.has('test') ? 'test' : [...parts][0] };
}

const folderOf = (views: readonly View[], root: string) => (views.length > 0 ? path.dirname(views[0].file) : root);

/** Files of no row, and findings of no image. */
function unlisted(
  pixels: ReadonlyMap<string, string>,
  images: ReadonlyMap<string, ImageRow>,
  findings: ReadonlyMap<string, FindingRow[]>,
): Problem[] {
  const strangers = [...pixels].filter(([id]) => !images.has(id));
  const remedy = 'The file is left out, for nothing is known of it.';
  const files = strangers.map(([, file]) => oddity('vindr.image.unlisted', file, 'an image that no table names', 'a row for it', remedy));
  const orphans = [...findings].filter(([id, rows]) => !images.has(id) && rows.length > 0);
  return [
    ...files,
    ...orphans.map(([id, rows]) =>
      oddity(
        'vindr.findings.unlisted',
        rows[0].at,
        `findings of image ${id}, which is in no row of breasts`,
        'a row for it',
        'They are left out.',
      ),
    ),
  ];
}
