/** Class weights: how much a patch counts in the loss by its class, as the weight of PyTorch's CrossEntropyLoss does. */
import type { Config } from '../project/config';
import { ProblemError } from '../protocol/problem';

/**
 * A weight per class [classes]; undefined when every patch counts the same. The loss is then the weighted mean: the sum of weight times
 * cross-entropy over the sum of weights, per batch in training and over all patches in a measure.
 * @param choice the project's; `balanced` makes every class count the same in sum: patches / (classes * patches of the class)
 * @param labels class index of every training patch
 * Throws ProblemError when a class is named that there is not, and when `balanced` meets a class without patches.
 */
export function classWeightsOf(
  choice: Config['training']['classWeights'],
  classes: readonly string[],
  labels: readonly number[],
): number[] | undefined {
  if (choice === null) return undefined;
  if (choice !== 'balanced') {
    const unknown = Object.keys(choice).filter((name) => !classes.includes(name));
    if (unknown.length > 0)
      throw refuse(`a weight for ${unknown.join(', ')}`, `weights for ${classes.join(', ')} alone`, 'Correct training.classWeights.');
    return classes.map((name) => choice[name] ?? 1);
  }
  const counts = classes.map((_, k) => labels.filter((label) => label === k).length);
  const empty = classes.filter((_, k) => counts[k] === 0);
  if (empty.length > 0)
    throw refuse(
      `no training patch of the class ${empty.join(', ')}`,
      'patches of every class, to balance them',
      'Add cases of that class, or set training.classWeights to null.',
    );
  return counts.map((count) => labels.length / (classes.length * count));
}

function refuse(found: string, expected: string, remedy: string): ProblemError {
  return new ProblemError({ code: 'training.classWeights', found, expected, remedy });
}
