/** Every pixel joined with the square around it, sixteen pixels an instruction. */
import type { Mask } from '../image';
import { bufferOf, type Kernel, Kernels, roundedUp } from './kernels';
import { MASKS_MODULE } from './masksModule';

type Join = 'or' | 'and';

/** Joins each of so many bytes with the one that lies `ahead` bytes later; masks.wat has them. */
type MaskKernel = Kernel & Record<Join, (target: number, ahead: number, bytes: number) => void>;

const VECTOR = 16;
const kernels = new Kernels<MaskKernel>(MASKS_MODULE);

/** The pixels of the square of 2 radius + 1 around each pixel joined by `or` or `and`; what lies outside the image changes neither. */
export function overSquares({ width, height, data }: Mask, radius: number, join: Join): Mask {
  const reach = Math.max(0, Math.floor(radius));
  const side = 2 * reach + 1;
  // A margin around the image, so that a square never reaches into the next row.
  const stride = width + 2 * reach;
  const bytes = stride * (height + 2 * reach);
  return kernels.use((kernel) => {
    const padded = new Uint8Array(bufferOf(kernel, roundedUp(bytes, VECTOR) + side * (stride + 1) + VECTOR));
    padded.fill(join === 'or' ? 0 : 1);
    for (let y = 0; y < height; y++) padded.set(data.subarray(y * width, (y + 1) * width), (y + reach) * stride + reach);
    // A pixel that stands for so many from it on stands for twice as many when it is joined with the next one that does.
    for (const step of [1, stride])
      for (let joined = 1; joined < side; ) {
        const more = Math.min(joined, side - joined);
        kernel[join](0, more * step, roundedUp(bytes, VECTOR));
        joined += more;
      }
    // Each pixel now stands for the square that begins at it, which lies around the pixel `reach` further on.
    const result = new Uint8Array(width * height);
    for (let y = 0; y < height; y++) result.set(padded.subarray(y * stride, y * stride + width), y * width);
    return { width, height, data: result };
  });
}
