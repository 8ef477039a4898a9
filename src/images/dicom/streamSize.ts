/** A compressed stream has a size and depth of its own: they have to be those of the elements around it. */
import type { PixelLayout } from './layout';
import { corrupt } from './problem';

/** Throws ProblemError `image.dicom.corrupt`. */
export function requireStream(stream: { width: number; height: number; bits: number }, layout: PixelLayout, file?: string): void {
  const { width, height, allocated } = layout;
  if (stream.width === width && stream.height === height && stream.bits <= allocated) return;
  throw corrupt(
    file,
    `a compressed image of ${stream.width} x ${stream.height} pixels with ${stream.bits} bits`,
    `${width} x ${height} with at most ${allocated}, as the elements of the file say`,
  );
}
