/** A rectangle cut out of a grey image. */
import type { GreyImage, Rect } from './image';

/** Copies `rect` out of `image`. Throws RangeError when the rectangle is empty, not whole, or leaves the image: nothing is made up. */
export function crop(image: GreyImage, rect: Rect): GreyImage {
  const { x, y, width, height } = rect;
  const whole = [x, y, width, height].every(Number.isInteger);
  if (!whole || width < 1 || height < 1 || x < 0 || y < 0 || x + width > image.width || y + height > image.height)
    throw new RangeError(
      `The rectangle ${width} x ${height} at (${x}, ${y}) does not lie in an image of ${image.width} x ${image.height}.`,
    );
  const data = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const start = (y + row) * image.width + x;
    data.set(image.data.subarray(start, start + width), row * width);
  }
  return { width, height, data };
}
