/** What pixels are replaced by: the view without anything to see in it. */
import { blurWithin } from '../pixels/blur';
import type { GreyImage, Mask } from '../pixels/image';
import type { Canvas } from '../protocol/faithfulness';

/**
 * The image with every pixel of the region replaced; the others stay. `mean`: by the region's mean grey; `black`: by 0; `blur`: by the
 * region's own grey, blurred with `sigma` pixels without anything from outside it.
 */
export function canvasOf(image: GreyImage, region: Mask, kind: Canvas, sigma: number): GreyImage {
  if (kind === 'blur') return blurWithin(image, sigma, region);
  const grey = kind === 'mean' ? meanWithin(image, region) : 0;
  return { ...image, data: image.data.map((v, i) => (region.data[i] === 1 ? grey : v)) };
}

function meanWithin({ data }: GreyImage, region: Mask): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < data.length; i++) {
    if (region.data[i] !== 1) continue;
    sum += data[i];
    count++;
  }
  return sum / count;
}
