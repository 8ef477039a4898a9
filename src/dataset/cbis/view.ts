/** One view of CBIS-DDSM: its image, and a finding with an outline for each of its abnormalities. */
import type { ImageHeader } from '../../images/frame';
import { readImageHeader } from '../../images/read';
import type { Finding } from '../../protocol/finding';
import type { Problem } from '../../protocol/problem';
import { failureOf, LEST_NORMAL, oddity, omission } from '../fault';
import type { FileMemory } from '../fileMemory';
import type { View } from '../model';
import type { CbisFiles } from './files';
import { chooseMask, type MaskFile, maskOutline, type TracedMask } from './mask';
import type { Abnormality } from './rows';

export interface CbisSource {
  files: CbisFiles;
  memory: FileMemory<TracedMask>;
  problems: Problem[];
}

export interface CbisView {
  view: View;
  /** Age in years, where the file says it. */
  age?: number;
  /** Rows that name a cropped image as the mask. */
  swapped: number;
}

/** The view of these rows, all of one patient, side and projection; undefined, with errors, where it or one of its masks cannot be used. */
export async function readView(rows: readonly Abnormality[], source: CbisSource): Promise<CbisView | undefined> {
  const { problems } = source;
  const [{ patient, laterality, projection, view: name }] = rows;
  const image = await findImage(rows, source);
  if (!image) return undefined;
  const { width, height, bits, microns, dicom } = image.header;
  const findings: Finding[] = [];
  let swapped = 0;
  for (const row of once(rows, problems)) {
    const mask = await findMask(row, image.header, source);
    if (!mask) return undefined;
    if (!mask.named && source.files.of(row.maskPath).some((file) => source.files.isNamed(file, row.maskPath))) swapped++;
    try {
      const boundary = await maskOutline(mask.file, image.header, source.memory, problems);
      const { lesion, pathology, assessment, subtlety } = row;
      findings.push({ id: findings.length + 1, lesions: [lesion], assessment, subtlety, pathology, boundary, cores: [] });
    } catch (error) {
      problems.push({ ...failureOf(error, 'cbis.mask.unreadable', mask.file), remedy: LEST_NORMAL });
      return undefined;
    }
  }
  const view = {
    id: `${patient}.${name}`,
    caseId: patient,
    laterality,
    projection,
    file: image.file,
    width,
    height,
    bits,
    microns,
    findings,
  };
  return { view, age: dicom?.age, swapped };
}

/** The first image of the view that can be read: patients with masses and calcifications have it twice. */
async function findImage(
  rows: readonly Abnormality[],
  { files, problems }: CbisSource,
): Promise<{ file: string; header: ImageHeader } | undefined> {
  const candidates = new Set(rows.flatMap((row) => files.of(row.imagePath)));
  const failures: Problem[] = [];
  for (const file of candidates) {
    try {
      return { file, header: await readImageHeader(file) };
    } catch (error) {
      failures.push(failureOf(error, 'cbis.image.unreadable', file));
    }
  }
  if (failures.length > 0) problems.push(...failures);
  else {
    const [{ at, patient, view, imagePath }] = rows;
    const expected = `a DICOM file in a folder ${imagePath.split('/')[0] || `of ${patient} ${view}`}`;
    problems.push(
      oddity('cbis.image.missing', at, `${view} of ${patient} without its image`, expected, 'It is left out; copy the file to use it.'),
    );
  }
  return undefined;
}

/** The mask of an abnormality: the files of both paths of its row are looked at, since some rows have them the other way round. */
async function findMask(row: Abnormality, image: ImageHeader, { files, problems }: CbisSource): Promise<MaskFile | undefined> {
  const candidates: MaskFile[] = [];
  const sizes: string[] = [];
  const failures: Problem[] = [];
  for (const file of new Set([...files.of(row.maskPath), ...files.of(row.cropPath)])) {
    try {
      const header = await readImageHeader(file);
      sizes.push(`${header.width} x ${header.height}`);
      candidates.push({ file, header, named: files.isNamed(file, row.maskPath) });
    } catch (error) {
      failures.push({ ...failureOf(error, 'cbis.mask.unreadable', file), remedy: LEST_NORMAL });
    }
  }
  const chosen = chooseMask(candidates, image);
  if (chosen) return chosen;
  problems.push(...failures);
  const seen = sizes.length > 0 ? `files of ${sizes.join(', ')}` : failures.length > 0 ? 'no file that can be read' : 'no file';
  const found = `${seen} for abnormality ${row.number} in ${row.view} of ${row.patient}`;
  problems.push(omission('cbis.mask.missing', row.at, found, `a mask for an image of ${image.width} x ${image.height}`, LEST_NORMAL));
  return undefined;
}

/** Every abnormality once: a row that comes again is told. */
function once(rows: readonly Abnormality[], problems: Problem[]): Abnormality[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const key = `${row.lesion.kind} ${row.number} ${row.maskPath}`;
    if (!seen.has(key)) return seen.add(key);
    const found = `abnormality ${row.number} in ${row.view} of ${row.patient} a second time`;
    problems.push(oddity('cbis.row.duplicate', row.at, found, 'a row for each', 'The first row counts.'));
    return false;
  });
}
