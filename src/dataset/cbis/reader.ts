/** Reads CBIS-DDSM: tables of masses and of calcifications, and DICOM files of views and masks. */
import path from 'node:path';
import { type Problem, ProblemError } from '../../protocol/problem';
import type { Task } from '../../protocol/task';
import { finishDataset } from '../ending';
import { oddity, omission } from '../fault';
import { openFileMemory } from '../fileMemory';
import { filesBelow } from '../filesBelow';
import { grouped } from '../grouped';
import type { Case, Dataset, View } from '../model';
import { OtherProjections } from '../otherProjections';
import { readTable } from '../table';
import { together } from '../together';
import { viewName } from '../viewName';
import { CbisFiles } from './files';
import { folderOfPath } from './folderName';
import { MASK_VERSION, type TracedMask } from './mask';
import { type Abnormality, abnormalities, COLUMNS } from './rows';
import { type CbisSource, readView } from './view';

export const EXPECTS =
  'mass_case_description_train_set.csv and its like, and folders such as Mass-Training_P_00001_LEFT_CC with DICOM files';
export const TABLE = /^(mass|calc)_case_description_(train|test)_set(\s?\(\d+\)|-\d+)?\.csv$/i;
/** Cases read at the same time: a mask is up to 30 MB of pixels. */
const AT_ONCE = 4;

/** As DatasetReader.read; outlines of masks are kept in `cacheDir`, where there is one. */
export async function readCbis(root: string, task: Task, cacheDir?: string): Promise<Dataset> {
  const { files, problems } = await filesBelow(root, task.signal);
  const rows = await readRows(root, files, problems);
  const store = cacheDir && path.join(cacheDir, 'dataset', 'cbis-ddsm-outlines.json');
  const memory = await openFileMemory<TracedMask>(store, MASK_VERSION);
  const source: CbisSource = { files: new CbisFiles(root, files), memory, problems };
  const spoilt = unlisted(source.files, rows, problems);

  const others = new OtherProjections();
  let swapped = 0;
  const patients = [...grouped(rows, (row) => row.patient).values()];
  try {
    const cases = await together(patients, AT_ONCE, 'read data set', task, async (own): Promise<Case> => {
      const views: View[] = [];
      let age: number | undefined;
      for (const ofView of grouped(own, (row) => row.view).values()) {
        task.signal.throwIfAborted();
        const read = spoilt.has(`${ofView[0].patient}.${ofView[0].view}`) ? undefined : await readView(ofView, source);
        if (!read) continue;
        if (!read.view.projection) others.add(read.view.id.split('_').at(-1)!, read.view.file);
        age ??= read.age;
        swapped += read.swapped;
        views.push(read.view);
      }
      const dir = views.length > 0 ? path.dirname(views[0].file) : root;
      return { id: own[0].patient, dir, age, ...ofPatient(own, problems), views };
    });
    problems.push(...others.problems());
    if (swapped > 0) {
      const found = `${swapped} rows that name the cropped image as the mask`;
      problems.push(oddity('cbis.mask.swapped', root, found, 'the mask', 'Which file is the mask was told by its size.'));
    }
    return finishDataset({ format: 'cbis-ddsm', root, cases, problems }, EXPECTS);
  } finally {
    // What was traced before a cancel need not be traced again.
    await memory.save();
  }
}

async function readRows(root: string, files: readonly string[], problems: Problem[]): Promise<Abnormality[]> {
  const tables = files.filter((file) => TABLE.test(path.basename(file)));
  if (tables.length === 0)
    throw new ProblemError({
      code: 'dataset.empty',
      file: root,
      found: 'no table such as mass_case_description_train_set.csv in this folder or below',
      expected: EXPECTS,
      remedy: 'Copy the tables beside the folder of the images: without them nothing is known of any lesion.',
    });
  const rows: Abnormality[] = [];
  for (const file of tables) {
    const table = await readTable(file, COLUMNS);
    if (!table.has('breast density') && table.rows.length > 0) {
      problems.push(
        oddity('cbis.density', { file, line: 1 }, 'no column of breast density', 'breast_density', 'Density counts as not known.'),
      );
    }
    problems.push(...table.problems);
    rows.push(...abnormalities(table, problems));
  }
  return rows;
}

/** Density and part of a patient; one in both of the published parts is tested on, never trained on. */
function ofPatient(rows: readonly Abnormality[], problems: Problem[]): Pick<Case, 'density' | 'part'> {
  const [{ patient, at }] = rows;
  const parts = new Set(rows.flatMap((row) => row.part ?? []));
  if (parts.size > 1) {
    const test = rows.find((row) => row.part === 'test')!;
    const found = `${patient} among training and test cases`;
    problems.push(oddity('cbis.split', test.at, found, 'one part a patient', 'All of the patient is in the test part.'));
  }
  const densities = [...new Set(rows.flatMap((row) => row.density ?? []))].sort();
  if (densities.length > 1) {
    const found = `${patient} with breast densities ${densities.join(' and ')}`;
    problems.push(oddity('cbis.density', at, found, 'one density a patient', `${densities.at(-1)}, the densest, is used.`));
  }
  return { density: densities.at(-1), part: parts.has('test') ? 'test' : [...parts][0] };
}

/** Folders that no row names: lesions that are not known. Of an abnormality's the view is spoilt too: `P_00001.LEFT_CC` is returned. */
function unlisted(files: CbisFiles, rows: readonly Abnormality[], problems: Problem[]): Set<string> {
  const listed = new Set(rows.flatMap((row) => [row.imagePath, row.maskPath, row.cropPath].map((p) => folderOfPath(p).toLowerCase())));
  const spoilt = new Set<string>();
  for (const { patient, laterality, projection, number, folder, file } of files.unlisted(listed)) {
    if (number !== undefined) spoilt.add(`${patient}.${viewName(laterality, projection)}`);
    const remedy = 'The view is left out, for not all of its lesions are known; restore the table from its source.';
    problems.push(omission('cbis.file.unlisted', file, `${folder}, which no row names`, 'a row for each abnormality', remedy));
  }
  return spoilt;
}
