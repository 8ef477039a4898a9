/** Images without a dark outside (photographs, chest X-rays) are taken whole: with patches.minTissue 0 no breast is looked for in them. */
import type { GreyImage, Mask } from '../pixels/image';
import type { Config } from '../project/config';
import { tissueMask } from './tissue';

type Settings = { patches: Pick<Config['patches'], 'minTissue'> };

/** Whether the project's images are taken whole. */
export function isPhotograph({ patches }: Settings): boolean {
  return patches.minTissue === 0;
}

/** Mask [height, width] of what counts in the image: the breast, or all of a photograph. */
export function countedMask(image: GreyImage, settings: Settings): Mask {
  if (!isPhotograph(settings)) return tissueMask(image);
  return { width: image.width, height: image.height, data: new Uint8Array(image.width * image.height).fill(1) };
}
