/** A feature beside the image (paper, section 2.5) as a network knows it: its kind, and how its values become numbers. */

/** A number is standardised: (value - mean) / deviation, both of the training part. A category is one of those seen there. */
export type AuxiliaryFeature =
  | { name: string; kind: 'number'; mean: number; deviation: number }
  | { name: string; kind: 'category'; categories: readonly string[] };

/** What the attention block is called in a graph; its inputs are `auxiliary` [N, columns] and `present` [N, features]. */
export const AUXILIARY = {
  values: 'auxiliary',
  present: 'present',
  /** [N, features + 1]: weight of each feature, that of the none-token last; they add up to 1. */
  attention: 'attention',
  /** [N, classes, features + 1]: what each adds to the logits, the none-token last. */
  contributions: 'contributions',
  /** [N, classes]: the logits without the features. */
  imageLogits: 'logits/image',
  /** The node that adds the two. */
  join: 'auxiliary.join',
} as const;

/** Columns of `auxiliary` that the feature takes: one for a number, one per category. */
export function columnsOf(feature: AuxiliaryFeature): number {
  return feature.kind === 'number' ? 1 : feature.categories.length;
}

export function columnCount(features: readonly AuxiliaryFeature[]): number {
  return features.reduce((sum, feature) => sum + columnsOf(feature), 0);
}

/** Whether a value read from a file describes at least one feature, each whole and of its own name. */
export function areFeatures(value: unknown): value is AuxiliaryFeature[] {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isFeature)) return false;
  return new Set(value.map(({ name }) => name)).size === value.length;
}

function isFeature(value: unknown): value is AuxiliaryFeature {
  if (typeof value !== 'object' || value === null || typeof (value as { name?: unknown }).name !== 'string') return false;
  const { kind, mean, deviation, categories } = value as Record<string, unknown>;
  if (kind === 'number') return Number.isFinite(mean) && Number.isFinite(deviation) && Number(deviation) > 0;
  if (kind !== 'category' || !Array.isArray(categories) || !categories.every((c) => typeof c === 'string')) return false;
  return categories.length > 0 && new Set(categories).size === categories.length;
}
