/** Sizes and shapes that no mammogram has: refused before their pixels are read, so that memory stays bounded. */
import { ProblemError } from '../protocol/problem';

/** Three times the largest film scan; in memory at most 6 bytes a pixel, 0.8 GB. */
const MOST_PIXELS = 2 ** 27;
/** Below, there is nothing to see. */
const SHORTEST = 16;
/** The network sees the shorter side at a fixed size: a longer strip than this would cost it memory without bound. */
const LONGEST_SHAPE = 8;

/** Throws ProblemError `image.tooLarge`, `image.tooSmall` or `image.strip`. */
export function requireUsualSize({ width, height }: { width: number; height: number }, file: string): void {
  const found = `${width} x ${height} pixels`;
  if (width * height > MOST_PIXELS)
    throw new ProblemError({
      code: 'image.tooLarge',
      file,
      found,
      expected: `at most ${MOST_PIXELS / 2 ** 20} million pixels`,
      remedy: 'Shrink the image, to a shorter side of about 4000 pixels say, or choose another file.',
    });
  const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
  if (shorter < SHORTEST)
    throw new ProblemError({
      code: 'image.tooSmall',
      file,
      found,
      expected: `a mammogram of at least ${SHORTEST} pixels on each side`,
      remedy: 'Choose the full image.',
    });
  if (longer > LONGEST_SHAPE * shorter)
    throw new ProblemError({
      code: 'image.strip',
      file,
      found: `a strip of ${found}`,
      expected: `a longer side of at most ${LONGEST_SHAPE} times the shorter`,
      remedy: 'Choose the full image of one view.',
    });
}
