/** The part of a decision that does not come from the image. */
import type { Explanation } from '../../src/protocol/explanation';

/** What everything beside the image adds to the decided class' logit, the none-token included; 0 where the network takes no features. */
export function besideTheImage({ auxiliary }: Pick<Explanation, 'auxiliary'>): number {
  return auxiliary ? auxiliary.features.reduce((sum, f) => sum + f.share, auxiliary.none.share) : 0;
}
