/** Sizes and shapes that no mammogram has: refused before their pixels are read, so that memory stays bounded. */
import { requireBounded } from '../images/limits';
import { ProblemError } from '../protocol/problem';

/** Below, there is nothing to see. */
const SHORTEST = 16;
/** The network sees the shorter side at a fixed size: a longer strip than this would cost it memory without bound. */
const LONGEST_SHAPE = 8;

/** Throws ProblemError `image.tooLarge`, `image.tooSmall` or `image.strip`. */
export function requireUsualSize({ width, height }: { width: number; height: number }, file: string): void {
  const found = `${width} x ${height} pixels`;
  requireBounded({ width, height }, file);
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
