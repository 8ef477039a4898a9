/** What a measurement depends on: equal addresses, equal numbers. */
import type { Answer } from '../protocol/annotation';
import type { FaithfulnessRequest } from './measure';

/** Changes when the same input would give another result. */
const FORMAT = 1;

type Dependence = Pick<FaithfulnessRequest, 'mining' | 'source' | 'store' | 'views' | 'features' | 'config' | 'options'>;

/** Of the whole measurement. */
export function faithfulnessAddress(request: Dependence, answers: readonly Answer[]): unknown {
  const { mining, views, options } = request;
  return {
    ...decisions(request),
    mining: mining.manifest.hash,
    annotations: whatWasSaid(answers),
    views: views.map(({ id }) => id),
    options,
  };
}

/** Of any view's curves, beside the view: annotations and the other views do not touch them. */
export function curvesAddress(request: Dependence): unknown {
  const { steps, seed, replacement, start, blur, region, randomOrder } = request.options;
  return { ...decisions(request), drawing: { steps, seed, replacement, start, blur, region, randomOrder } };
}

/** What experts said, not when or how long it took. */
export function whatWasSaid(answers: readonly Answer[]): unknown {
  return answers.map(({ unit, expert, recognizable, phenomena }) => ({ unit, expert, recognizable, phenomena }));
}

/** How views are decided. The patch store's hash stands for the part's views, their pixels and findings. */
function decisions({ source, store, features, config }: Dependence): object {
  return { format: FORMAT, network: source.network, data: store.hash, features: features?.hash, explanation: config.explanation };
}
