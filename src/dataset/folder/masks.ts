/** Masks of plain images: a parallel tree in which a file of the same path and name outlines what is to be found in the image. */
import path from 'node:path';
import { readImage, readImageHeader } from '../../images/read';
import { scaleOutline, traceContour } from '../../pixels/contour';
import type { Mask } from '../../pixels/image';
import { polygonBounds, rasteriseIn } from '../../pixels/polygon';
import type { Finding, Outline } from '../../protocol/finding';
import { type Problem, ProblemError } from '../../protocol/problem';
import { LEST_NORMAL, oddity, omission } from '../fault';
import { stemOf } from './imageName';
import { imagesBelow, MASKS } from './layout';

/** A mask of more parts than this is noise, or no mask. */
const MOST_PARTS = 64;
/** A mask may differ from the image's shape by this many pixels: a size that was rounded. */
const ROUNDING = 1;

/** Masks by the path of their image without its ending. */
export type MaskTree = Map<string, string[]>;

export const maskKey = (steps: readonly string[]): string => [...steps.slice(0, -1), stemOf(steps[steps.length - 1])].join('/');

/** The files of the tree of masks; empty where there is none. */
export async function findMasks(root: string, signal: AbortSignal): Promise<MaskTree> {
  const tree: MaskTree = new Map();
  // A folder that is not there holds no masks.
  const { images } = await imagesBelow(root, [MASKS], signal, []);
  for (const steps of images) {
    const key = maskKey(steps.slice(1));
    tree.set(key, [...(tree.get(key) ?? []), path.join(root, ...steps)]);
  }
  return tree;
}

/**
 * The findings that a mask outlines in a width x height image: one for each connected part, of the image's class; none for an empty mask. Throws
 * ProblemError where it cannot be read, or is of another shape than the image.
 */
export async function readMask(
  files: readonly string[],
  className: string,
  size: { width: number; height: number },
  problems: Problem[],
): Promise<Finding[]> {
  const [file] = files;
  if (files.length > 1)
    throw new ProblemError(omission('folder.mask.double', file, `${files.length} masks of one image`, 'one', LEST_NORMAL));
  const mask = await decode(file);
  if (!sameShape(mask, size))
    throw new ProblemError(
      omission(
        'folder.mask.size',
        file,
        `a mask of ${mask.width} x ${mask.height} pixels`,
        `${size.width} x ${size.height} as its image, or the same shape`,
        LEST_NORMAL,
      ),
    );
  const outlines = outlinesOf(mask);
  if (outlines.length === 0)
    problems.push(
      oddity(
        'folder.mask.empty',
        file,
        'a mask that marks nothing',
        'at least one pixel that is not 0',
        'The image counts as one without a mask.',
      ),
    );
  if (outlines.length > MOST_PARTS)
    throw new ProblemError(
      omission(
        'folder.mask.parts',
        file,
        `a mask of more than ${MOST_PARTS} parts`,
        'a few outlined regions',
        `${LEST_NORMAL} A photograph in the place of a mask, or a mask saved as JPEG, looks so.`,
      ),
    );
  return outlines.map((outline, i) => ({
    id: i + 1,
    lesions: [],
    ...classed(className),
    boundary: scaleOutline(outline, mask, size),
    cores: [],
  }));
}

/** Benign and malignant are pathologies; of anything else none is known. */
function classed(className: string): Pick<Finding, 'pathology' | 'className'> {
  return className === 'benign' || className === 'malignant' ? { pathology: className } : { pathology: 'unproven', className };
}

/** JPEG blurs the border between 0 and white: half of the range is the border there; elsewhere all that is not 0 is marked. */
async function decode(file: string): Promise<Mask> {
  const { format } = await readImageHeader(file);
  const { width, height, bits, data } = await readImage(file);
  const least = format === 'jpeg' ? 2 ** (bits - 1) : 1;
  const set = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) if (data[i] >= least) set[i] = 1;
  return { width, height, data: set };
}

function sameShape(mask: { width: number; height: number }, { width, height }: { width: number; height: number }): boolean {
  const scale = mask.width / width;
  return Math.abs(mask.height - height * scale) <= ROUNDING * Math.max(1, scale);
}

/** Outlines of the parts, the largest first; one more than MOST_PARTS where there are more. */
function outlinesOf(mask: Mask): Outline[] {
  const left: Mask = { ...mask, data: mask.data.slice() };
  const outlines: Outline[] = [];
  while (outlines.length <= MOST_PARTS) {
    const contour = traceContour(left);
    if (!contour) break;
    if (contour.parts + outlines.length > MOST_PARTS) return Array.from({ length: MOST_PARTS + 1 }, () => contour.outline);
    outlines.push(contour.outline);
    erase(left, contour.outline);
  }
  return outlines;
}

/** Clears what the outline encloses, its holes and what lies in them too. */
function erase(mask: Mask, outline: Outline): void {
  const window = polygonBounds(outline, mask.width, mask.height)!;
  const inside = rasteriseIn(outline, window);
  for (let y = 0; y < window.height; y++)
    for (let x = 0; x < window.width; x++) if (inside.data[y * window.width + x]) mask.data[(window.y + y) * mask.width + window.x + x] = 0;
}
