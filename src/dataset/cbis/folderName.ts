/** Names of CBIS-DDSM's folders, which alone survive every way of downloading it: `Mass-Training_P_00001_LEFT_CC` holds a view, `…_CC_1` mask and crop. */
import type { Laterality, Part } from '../model';
import { parseLaterality } from '../viewName';

export interface FolderName {
  kind: 'mass' | 'calc';
  part: Part;
  patient: string;
  laterality: Laterality;
  projection: string;
  /** Of the abnormality; absent for the whole view. */
  number?: string;
}

const FOLDER = /^(mass|calc)-(training|train|test)_(P_\d+)_(LEFT|RIGHT)_([A-Z]+)(?:_(\d+))?$/i;

/** Undefined for any other name. */
export function parseFolder(name: string): FolderName | undefined {
  const match = FOLDER.exec(name);
  if (!match) return undefined;
  const [, kind, part, patient, side, projection, number] = match;
  return {
    kind: kind.toLowerCase() as 'mass' | 'calc',
    part: part.toLowerCase() === 'test' ? 'test' : 'train',
    patient: patient.toUpperCase(),
    laterality: parseLaterality(side)!,
    projection: projection.toUpperCase(),
    number,
  };
}

/** The component of a path that is such a name, wherever it stands; `''` where none is. */
export function folderOfPath(path: string): string {
  return path.split(/[\\/]/).find((component) => FOLDER.test(component)) ?? '';
}
