/** Images without a dark outside (photographs, chest X-rays) are taken whole: with patches.minTissue 0 no breast is looked for in them. */
import type { GreyImage, Mask } from '../pixels/image';
import { type GreyRows, rowsOf } from '../pixels/rows';
import { maskOfSpans, type Spans, wholeSpans } from '../pixels/spans';
import type { Config } from '../project/config';
import { tissueSpans } from './tissue';

type Settings = { patches: Pick<Config['patches'], 'minTissue'> };

/** Whether the project's images are taken whole. */
export function isPhotograph({ patches }: Settings): boolean {
  return patches.minTissue === 0;
}

/** Mask [height, width] of what counts in the image: the breast, or all of a photograph. */
export function countedMask(image: GreyImage, settings: Settings): Mask {
  return maskOfSpans(countedSpans(rowsOf(image), settings));
}

/** The same as stretches of rows. */
export function countedSpans(image: GreyRows, settings: Settings): Spans {
  return isPhotograph(settings) ? wholeSpans(image.width, image.height) : tissueSpans(image);
}
