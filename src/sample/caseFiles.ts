/** A drawn case in DDSM's own on-disk form: .ics, .OVERLAY, lossless .LJPEG, and the masks beside them. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { IcsView } from '../dataset/ddsm/ics';
import { writeIcs } from '../dataset/ddsm/icsText';
import { writeOverlay } from '../dataset/ddsm/overlay';
import { encodeLosslessJpeg } from '../images/ljpeg/encode';
import { conceptMaskFile, encodeMask } from './concepts';
import type { CaseGroup, CasePlan } from './plan';
import type { DrawnView } from './view';

/** A film is about 151 mm wide; drawn at a fifth of a scanner's resolution, a pixel is a quarter of a millimetre. */
const MICRONS = 250;
const CASES_PER_VOLUME = 50;

const volumeNames: Record<CaseGroup, string> = {
  normals: 'normal',
  benigns: 'benign',
  benign_without_callbacks: 'benign_without_callback',
  cancers: 'cancer',
};

/** The case's folder below the data set's root: `cancers/cancer_01/case3004`. */
export function caseFolder(plan: CasePlan): string {
  const volume = String(1 + Math.floor((plan.number - 1) / CASES_PER_VOLUME)).padStart(2, '0');
  return path.join(plan.group, `${volumeNames[plan.group]}_${volume}`, `case${plan.id.split('_')[1]}`);
}

/** Writes one view: pixels, outlines where there are findings, masks. Returns its line of the .ics. */
export async function writeView(folder: string, plan: CasePlan, view: DrawnView): Promise<IcsView> {
  const { laterality, projection, frame, findings, masks } = view;
  const file = path.join(folder, `${plan.id}.${laterality}_${projection}.LJPEG`);
  await mkdir(path.join(folder, 'masks'), { recursive: true });
  await writeFile(file, encodeLosslessJpeg(frame));
  if (findings.length > 0) await writeFile(file.replace(/\.LJPEG$/, '.OVERLAY'), writeOverlay(findings));
  await Promise.all([...masks].map(async ([concept, mask]) => writeFile(conceptMaskFile(file, concept), await encodeMask(mask))));
  const { width, height, bits } = frame;
  return { laterality, projection, width, height, bits, microns: MICRONS, overlay: findings.length > 0 };
}

/** Writes the case's .ics, once all its views are there. */
export async function writeCaseRecord(folder: string, plan: CasePlan, views: IcsView[]): Promise<void> {
  const { id, age, density } = plan;
  const text = writeIcs({ caseId: id, age, density, digitizer: 'LUMISYS LASER', views });
  await writeFile(path.join(folder, `${id.replaceAll('_', '-')}.ics`), text);
}
