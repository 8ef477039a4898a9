/** The bound on what is read into memory for one image. */
import { ProblemError } from '../protocol/problem';

/** Three times the largest film scan; in memory at most 6 bytes a pixel, 0.8 GB. */
export const MOST_PIXELS = 2 ** 27;

/** Throws ProblemError `image.tooLarge`: called with a header's size before pixels are read. */
export function requireBounded({ width, height }: { width: number; height: number }, file?: string): void {
  if (width * height <= MOST_PIXELS) return;
  throw new ProblemError({
    code: 'image.tooLarge',
    file,
    found: `${width} x ${height} pixels`,
    expected: `at most ${MOST_PIXELS / 2 ** 20} million pixels`,
    remedy: 'Shrink the image, to a shorter side of about 4000 pixels say, or choose another file.',
  });
}
