/** The mask of an abnormality: which of its files it is, and its outline in the view. */
import type { Frame, ImageHeader } from '../../images/frame';
import { readImage } from '../../images/read';
import { type Contour, scaleOutline, traceContour } from '../../pixels/contour';
import type { Outline } from '../../protocol/finding';
import { type Problem, ProblemError } from '../../protocol/problem';
import { LEST_NORMAL, oddity } from '../fault';
import type { FileMemory } from '../fileMemory';

export interface Size {
  width: number;
  height: number;
}

/** A mask as it is kept between readings. */
export interface TracedMask extends Size {
  contour: Contour;
}

/** What is traced, and how: kept outlines of another version are made anew. */
export const MASK_VERSION = 'outlines of masks 1';

/** Two sizes show the same picture when their proportions agree to this share … */
const PROPORTION = 0.01;
/** … and neither is more than this many times the other: masks at 43.5 and 50 micrometres are 1.15 apart, cropped images mostly more than 3. */
const MOST_APART = 2;
/** Parts below this share of a mask are specks that need no word. */
const SPECK = 0.01;

/** How far a file's size is from that of a mask for this view: 1 for its own size, undefined for what is no mask of it (a cropped image). */
export function misfit(mask: Size, view: Size): number | undefined {
  const [across, down] = [mask.width / view.width, mask.height / view.height];
  // Half a pixel is lost to rounding on small images.
  const tolerance = Math.max(PROPORTION * down, 1 / view.width);
  if (Math.abs(across - down) > tolerance) return undefined;
  const apart = Math.max(down, 1 / down);
  return apart <= MOST_APART ? apart : undefined;
}

export interface MaskFile {
  file: string;
  header: ImageHeader;
  /** Whether the table names this file as the mask. */
  named: boolean;
}

/** Of the files of an abnormality the one that is its mask, told by its size: the one of the view's size, or else nearest to it. */
export function chooseMask(files: readonly MaskFile[], view: Size): MaskFile | undefined {
  const fitting = files.flatMap((candidate) => {
    const apart = misfit(candidate.header, view);
    return apart === undefined ? [] : { candidate, apart };
  });
  fitting.sort(
    (a, b) =>
      a.apart - b.apart || a.candidate.header.bits - b.candidate.header.bits || Number(b.candidate.named) - Number(a.candidate.named),
  );
  return fitting[0]?.candidate;
}

/** Outline of a mask in pixels of the view. Throws ProblemError where the file cannot be read, is no mask or is empty. */
export async function maskOutline(file: string, view: Size, memory: FileMemory<TracedMask>, problems: Problem[]): Promise<Outline> {
  const { contour, ...size } = await memory.of(file, async () => {
    const frame = await readImage(file);
    return { width: frame.width, height: frame.height, contour: trace(frame, file) };
  });
  const aside = contour.total - contour.pixels;
  if (aside > SPECK * contour.total) {
    const found = `a mask in ${contour.parts} parts, the largest with ${Math.round((100 * contour.pixels) / contour.total)} % of it`;
    problems.push(oddity('cbis.mask.parts', file, found, 'one connected part', 'The largest is the outline; the others are left out.'));
  }
  return size.width === view.width && size.height === view.height ? contour.outline : scaleOutline(contour.outline, size, view);
}

function trace({ width, height, data, white }: Frame, file: string): Contour {
  const dark = white === 'low' ? highest(data) : 0;
  let bright: number | undefined;
  const mask = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (value === dark) continue;
    bright ??= value;
    if (value !== bright) throw noMask(file, `the values ${dark}, ${bright} and ${value}`);
    mask[i] = 1;
  }
  const contour = traceContour({ width, height, data: mask });
  if (!contour) throw noMask(file, 'nothing that is marked');
  return contour;
}

function highest(data: Uint16Array): number {
  let high = 0;
  for (let i = 0; i < data.length; i++) if (data[i] > high) high = data[i];
  return high;
}

function noMask(file: string, found: string): ProblemError {
  const expected = 'a mask of two values, the lesion brighter than the rest';
  return new ProblemError({ code: 'cbis.mask.values', file, found, expected, remedy: LEST_NORMAL });
}
