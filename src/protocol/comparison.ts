/** Two explanations side by side: `application/vnd.deepminer.comparison+json`. */
import type { Explanation } from './explanation';

export const COMPARISON_MIME = 'application/vnd.deepminer.comparison+json';

export interface Comparison {
  version: 1;
  /** What differs: the view, the class that is explained, or the network. */
  of: 'views' | 'classes' | 'networks';
  explanations: [Explanation, Explanation];
  /** Where the two cannot be held against each other as they stand, e.g. names given to another network's units. */
  warnings: string[];
  notice: string;
}
