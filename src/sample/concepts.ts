/** The sample's concepts: which there are, what the lexicon files them under, and their mask files beside each view. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { Mask } from '../pixels/image';
import type { BiradsCategory } from '../protocol/annotation';
import { ProblemError } from '../protocol/problem';

export type ConceptGroup = 'SHAPE' | 'MARGINS' | 'TYPE' | 'DISTRIBUTION' | 'TISSUE';

export interface Concept {
  category: BiradsCategory;
  group: ConceptGroup;
  /** For people: what is seen, in plain words. */
  description: string;
}

/** Every concept that the sample draws a mask of. Tissue concepts are no keywords of findings. */
export const concepts: Readonly<Record<string, Concept>> = {
  ROUND: { category: 'mass', group: 'SHAPE', description: 'round mass' },
  OVAL: { category: 'mass', group: 'SHAPE', description: 'oval mass' },
  IRREGULAR: { category: 'mass', group: 'SHAPE', description: 'irregular mass' },
  CIRCUMSCRIBED: { category: 'mass', group: 'MARGINS', description: 'mass with circumscribed margins' },
  ILL_DEFINED: { category: 'mass', group: 'MARGINS', description: 'mass with ill-defined margins' },
  SPICULATED: { category: 'mass', group: 'MARGINS', description: 'mass with spiculated margins' },
  COARSE: { category: 'calcification', group: 'TYPE', description: 'coarse calcification' },
  LUCENT_CENTER: { category: 'calcification', group: 'TYPE', description: 'calcification with lucent center' },
  VASCULAR: { category: 'calcification', group: 'TYPE', description: 'vascular calcification' },
  PLEOMORPHIC: { category: 'calcification', group: 'TYPE', description: 'pleomorphic calcifications' },
  LINEAR: { category: 'calcification', group: 'DISTRIBUTION', description: 'calcifications along a line' },
  CLUSTERED: { category: 'calcification', group: 'DISTRIBUTION', description: 'clustered calcifications' },
  BREAST: { category: 'normal tissue', group: 'TISSUE', description: 'breast tissue' },
  DENSE_TISSUE: { category: 'normal tissue', group: 'TISSUE', description: 'dense fibroglandular tissue' },
  FATTY_TISSUE: { category: 'normal tissue', group: 'TISSUE', description: 'fatty tissue' },
  PECTORAL_MUSCLE: { category: 'normal tissue', group: 'TISSUE', description: 'pectoral muscle' },
  SKIN_LINE: { category: 'normal tissue', group: 'TISSUE', description: 'skin line' },
};

/** What the lexicon files a concept under. Throws RangeError for a concept that the sample does not draw. */
export function conceptOf(name: string): Concept {
  const concept = concepts[name];
  if (!concept) throw new RangeError(`The sample knows no concept ${name}; it knows ${Object.keys(concepts).join(', ')}.`);
  return concept;
}

/** Where the mask of a concept in a view lies: `case0001/masks/B_3001_1.LEFT_CC.SPICULATED.png` beside `case0001/B_3001_1.LEFT_CC.LJPEG`. */
export function conceptMaskFile(viewFile: string, concept: string): string {
  return path.join(path.dirname(viewFile), 'masks', `${viewStem(viewFile)}.${concept}.png`);
}

/** The masks that lie beside a view, by name; empty when there are none, as for any data set but the sample. */
export async function conceptMaskFiles(viewFile: string): Promise<{ concept: string; file: string }[]> {
  const folder = path.join(path.dirname(viewFile), 'masks');
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const prefix = `${viewStem(viewFile)}.`;
  return names
    .filter((name) => name.startsWith(prefix) && name.endsWith('.png'))
    .sort()
    .map((name) => ({ concept: name.slice(prefix.length, -'.png'.length), file: path.join(folder, name) }));
}

/** Reads an 8-bit mask, in the view's pixels: 128 and more is in. Throws ProblemError when the file is no picture. */
export async function readMask(file: string): Promise<Mask> {
  try {
    const { data, info } = await sharp(file).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
    const inside = new Uint8Array(data.length);
    for (let i = 0; i < inside.length; i++) inside[i] = data[i] >> 7;
    return { width: info.width, height: info.height, data: inside };
  } catch (error) {
    throw new ProblemError({
      code: 'sample.mask.unreadable',
      file,
      found: error instanceof Error ? error.message : String(error),
      expected: 'an 8-bit PNG mask of the sample',
      remedy: 'Write the sample again into an empty folder.',
    });
  }
}

/** Writes a mask as 8-bit PNG, 0 and 255. The same mask gives the same bytes. */
export async function encodeMask(mask: Mask): Promise<Buffer> {
  const bytes = new Uint8Array(mask.data.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = -mask.data[i];
  return sharp(bytes, { raw: { width: mask.width, height: mask.height, channels: 1 } })
    .toColourspace('b-w')
    .png({ compressionLevel: 3, adaptiveFiltering: false })
    .toBuffer();
}

function viewStem(viewFile: string): string {
  return path.basename(viewFile).replace(/\.LJPEG$/i, '');
}
