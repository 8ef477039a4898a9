/** The pixels of one view, decoded and checked: a frame that looks wrong is refused by name, never trained on. */
import { readStart } from '../images/bytes';
import type { Frame } from '../images/frame';
import { isLosslessJpeg } from '../images/ljpeg/header';
import { readImage } from '../images/read';
import { ProblemError } from '../protocol/problem';
import { checkContinuity } from './continuity';
import type { View } from './model';

/**
 * Decodes a view to its raw values [height, width]. Where the stream's size differs from the view's, its samples are cut into rows of the view's
 * width. Throws ProblemError as readImage does, `image.frame.size`, `image.frame.range`, `image.frame.blank` or `image.frame.rows`, each naming the file.
 */
export async function readFrame(view: Pick<View, 'file' | 'width' | 'height' | 'bits'>): Promise<Frame> {
  const decoded = await readImage(view.file);
  const { width, height, bits, file } = view;
  if (decoded.data.length !== width * height)
    throw new ProblemError({
      code: 'image.frame.size',
      file,
      found: `${decoded.width} x ${decoded.height} samples`,
      expected: `${width} x ${height}`,
      remedy: 'The file changed since the data set was read, or is not of this view: restore it from its source.',
    });
  const frame: Frame = { ...decoded, width, height, bits };
  checkRange(frame, file);
  // Of other formats the width is certain, and a photograph may well be striped.
  if (decoded.width !== width || isLosslessJpeg((await readStart(file)).bytes)) checkContinuity(frame, file);
  return frame;
}

function checkRange({ data, bits, width }: Frame, file: string): void {
  const first = data[0];
  let used = data[data.length - 1];
  let different = used ^ first;
  // Two values at a time.
  const aligned = data.byteOffset % 4 === 0 ? data : data.slice();
  const pairs = new Uint32Array(aligned.buffer, aligned.byteOffset, data.length >> 1);
  const firstPair = first | (first << 16);
  let [usedPairs, differentPairs] = [0, 0];
  for (let i = 0; i < pairs.length; i++) {
    usedPairs |= pairs[i];
    differentPairs |= pairs[i] ^ firstPair;
  }
  used |= (usedPairs | (usedPairs >>> 16)) & 0xffff;
  different |= differentPairs;
  // A bit above those stated is set in some value, and that is all there is to look for.
  if (used >= 1 << bits) {
    const at = data.findIndex((value) => value >= 1 << bits);
    throw new ProblemError({
      code: 'image.frame.range',
      file,
      found: `value ${data[at]} at column ${at % width}, row ${Math.floor(at / width)}`,
      expected: `values below ${1 << bits} (${bits} bits)`,
      remedy: 'The file is damaged or has more bits than the data set states: restore it from its source. Until then the view is left out.',
    });
  }
  if (different === 0)
    throw new ProblemError({
      code: 'image.frame.blank',
      file,
      found: `nothing but the value ${first}`,
      expected: 'a mammogram',
      remedy: 'The file is damaged: restore it from its source. Until then the view is left out.',
    });
}
