/** Reads INbreast: DICOM files, the regions drawn on them, and one table of assessments. */
import path from 'node:path';
import { readBytes } from '../../images/bytes';
import { readImageHeader } from '../../images/read';
import type { Finding } from '../../protocol/finding';
import { type Problem, ProblemError } from '../../protocol/problem';
import type { Task } from '../../protocol/task';
import { benignUnoutlined, classesAreAssessments, countForNoClass, pathologyOf } from '../assessment';
import { finishDataset } from '../ending';
import { failureOf, LEST_NORMAL, oddity, omission } from '../fault';
import { filesBelow } from '../filesBelow';
import { grouped } from '../grouped';
import type { Case, Dataset, View } from '../model';
import { OtherProjections } from '../otherProjections';
import { fitOutline } from '../outlineInView';
import type { DatasetOptions } from '../reader';
import { decode, readTable } from '../table';
import { together } from '../together';
import { type AssessedImage, withoutHiddenLesions } from '../unoutlined';
import { parseLaterality, parseProjection, uniqueNames, viewName } from '../viewName';
import { byNumber, caseIdOf, type ImageFile, type InbreastFiles, inbreastFiles } from './files';
import { parseRois, type Roi } from './rois';
import { COLUMNS, type InbreastRow, inbreastRows } from './rows';

export const TITLE = 'INbreast';
export const EXPECTS = 'AllDICOMs, AllXML and INbreast.csv';
const AT_ONCE = 16;

/** As DatasetReader.read. */
export async function readInbreast(root: string, options: DatasetOptions, task: Task): Promise<Dataset> {
  const below = await filesBelow(root, task.signal);
  const files = inbreastFiles(below.files);
  const problems = [...below.problems];
  const table = await readTable(requireTable(root, files), COLUMNS);
  problems.push(...table.problems);
  const rows = inbreastRows(table, problems);
  problems.push(...unmatched(files, rows));

  const images = [...files.images.values()].sort((a, b) => byNumber(a.number, b.number));
  const patients = grouped(images, (image) => image.patient);
  const others = new OtherProjections();
  let benign = 0;
  const cases = await together([...patients.values()], AT_ONCE, 'read data set', task, async (own): Promise<Case> => {
    const id = caseIdOf(own.map((image) => image.number));
    const stated = own.map((image) => viewOf(image, rows.get(image.number), problems));
    const names = uniqueNames(stated.map(({ laterality, word }) => viewName(laterality, word)));
    const assessed: AssessedImage[] = [];
    let age: number | undefined;
    for (const [i, image] of own.entries()) {
      const row = rows.get(image.number);
      if (!row) continue;
      const { laterality, word } = stated[i];
      const read = await readView(image, row, files.xml.get(image.number), options, problems);
      if (read && !parseProjection(word)) others.add(word, image.file);
      age ??= read?.age;
      const view: View | undefined = read && {
        id: `${id}.${names[i]}`,
        caseId: id,
        laterality,
        projection: parseProjection(word),
        ...read.view,
      };
      const outlined = files.xml.has(image.number) && (view === undefined || view.findings.length > 0);
      assessed.push({ at: row.at, laterality, assessment: row.assessment, outlined, view });
    }
    const used = withoutHiddenLesions(assessed, problems);
    benign += used.benign;
    const densities = own.flatMap((image) => rows.get(image.number)?.density ?? []);
    const density = densities.length > 0 ? Math.max(...densities) : undefined;
    return { id, dir: path.dirname(own[0].file), age, density, views: used.views };
  });
  problems.push(...others.problems(), classesAreAssessments(root, TITLE, options));
  problems.push(
    ...countForNoClass(
      root,
      cases.flatMap((c) => c.views.flatMap((v) => v.findings)),
    ),
  );
  if (benign > 0) problems.push(benignUnoutlined(root, benign));
  return finishDataset({ format: 'inbreast', root, cases, problems }, EXPECTS);
}

function requireTable(root: string, { table, spreadsheet }: InbreastFiles): string {
  if (table) return table;
  throw new ProblemError({
    code: 'dataset.empty',
    file: spreadsheet ?? root,
    found: spreadsheet ? `${path.basename(spreadsheet)} and no INbreast.csv` : 'no INbreast.csv in this folder or below',
    expected: 'the table of assessments as CSV: without it nothing is known of any view',
    remedy: spreadsheet
      ? 'Open it in a spreadsheet program and save its first sheet beside it as INbreast.csv (LibreOffice: soffice --headless --convert-to csv INbreast.xls).'
      : 'Copy INbreast.csv into the folder of the data set.',
  });
}

/** Side and projection of an image: the table's, or else those in its name, where MLO is written ML. */
function viewOf(image: ImageFile, row: InbreastRow | undefined, problems: Problem[]): { laterality?: 'LEFT' | 'RIGHT'; word: string } {
  const named = { laterality: parseLaterality(image.side), word: image.projection.toUpperCase() };
  if (named.word === 'ML') named.word = 'MLO';
  const said = { laterality: row?.laterality ?? named.laterality, word: row?.projection.toUpperCase() || named.word };
  if (row && (said.laterality !== named.laterality || said.word !== named.word)) {
    const found = `${viewName(said.laterality, said.word)} for image ${image.number}`;
    const expected = `${viewName(named.laterality, named.word)} as the name of its file says`;
    problems.push(oddity('inbreast.view.disagrees', row.at, found, expected, 'The table counts.'));
  }
  return said;
}

/** What of a view its files say; undefined where it cannot be used. */
async function readView(
  image: ImageFile,
  row: InbreastRow,
  xml: string | undefined,
  options: DatasetOptions,
  problems: Problem[],
): Promise<{ view: Pick<View, 'file' | 'width' | 'height' | 'bits' | 'microns' | 'findings'>; age?: number } | undefined> {
  try {
    const { width, height, bits, microns, dicom } = await readImageHeader(image.file);
    const rois = xml ? await readRois(xml, problems) : [];
    if (!rois) return undefined;
    if (row.ticked.length > 0 && rois.length === 0) {
      const found = `${row.ticked.join(', ')} ticked for image ${image.number}, and no such region drawn`;
      problems.push(omission('inbreast.roi.missing', row.at, found, `AllXML/${image.number}.xml with its outline`, LEST_NORMAL));
      return undefined;
    }
    const findings: Finding[] = [];
    for (const { outline, lesion } of rois) {
      const boundary = fitOutline(outline, { width, height }, { file: xml! }, problems);
      if (!boundary) return undefined;
      const pathology = pathologyOf(row.assessment, options);
      findings.push({ id: findings.length + 1, lesions: [lesion], assessment: row.assessment, pathology, boundary, cores: [] });
    }
    return { view: { file: image.file, width, height, bits, microns, findings }, age: dicom?.age };
  } catch (error) {
    problems.push(failureOf(error, 'inbreast.image.unreadable', image.file));
    return undefined;
  }
}

/** The lesions drawn on a view; undefined, with errors, where not all of them are known. */
async function readRois(xml: string, problems: Problem[]): Promise<Roi[] | undefined> {
  const parsed = parseRois(decode(await readBytes(xml)), xml);
  problems.push(...parsed.problems);
  return parsed.problems.some((p) => p.severity === 'error') ? undefined : parsed.rois;
}

/** Files and rows that have no counterpart. */
function unmatched(files: InbreastFiles, rows: ReadonlyMap<string, InbreastRow>): Problem[] {
  const { images, xml, strangers } = files;
  return [
    ...[...images.values()]
      .filter(({ number }) => !rows.has(number))
      .map(({ number, file }) => {
        const remedy = 'The view is left out, for its assessment is not known; restore the table from its source.';
        return omission('inbreast.row.missing', file, `image ${number} without a row in the table`, 'one row an image', remedy);
      }),
    ...[...rows].flatMap(([number, { at }]) =>
      images.has(number)
        ? []
        : oddity(
            'inbreast.image.missing',
            at,
            `image ${number} without its file`,
            `AllDICOMs/${number}_….dcm`,
            'It is left out; copy the file to use it.',
          ),
    ),
    ...[...xml].flatMap(([number, file]) =>
      images.has(number)
        ? []
        : oddity('inbreast.xml.unlisted', file, 'regions of an image that is not there', 'its DICOM file', 'They are left out.'),
    ),
    ...strangers.map((file) => {
      const expected = 'a name such as 22580192_0123456789abcdef_MG_L_CC_ANON.dcm, which tells image and patient';
      return omission('inbreast.image.name', file, 'a DICOM file of another name', expected, 'It is left out; give it its name again.');
    }),
  ];
}
