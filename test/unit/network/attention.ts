/** The attention block by its definition, in float64: what the graph is compared with. */
import { columnsOf } from '../../../src/network/auxiliaryFeature';
import type { Classifier } from '../../../src/network/graph';

export interface Answer {
  /** [features + 1], the none-token last. */
  attention: number[];
  /** [classes][features + 1] */
  contributions: number[][];
  /** [classes] */
  logits: number[];
}

/** Parameters by name; as stored, or changed by a test. */
export type Parameters = (name: string) => ArrayLike<number>;

export function storedParameters(c: Classifier): Parameters {
  return (name) => c.graph.initializers.get(name)!.data as Float32Array;
}

/**
 * One case: e_i = U_i x_i + b_i, q = Q pooled + p, a = softmax over the present of q . e_i / sqrt(d), logits = W pooled + b + sum of a_i V e_i.
 * @param pooled [units]
 * @param values [columns]
 * @param present [features]
 */
export function attend(
  c: Classifier,
  pooled: ArrayLike<number>,
  values: readonly number[],
  present: readonly number[],
  of: Parameters,
): Answer {
  const features = c.auxiliary!;
  const width = of('auxiliary.query.bias').length;
  const axis = Array.from({ length: width }, (_, j) => j);
  const tokens: number[][] = [];
  let column = 0;
  features.forEach((feature, i) => {
    const columns = columnsOf(feature);
    const own = values.slice(column, column + columns);
    column += columns;
    const [weight, bias] = [of(`auxiliary.${i}.weight`), of(`auxiliary.${i}.bias`)];
    tokens.push(axis.map((j) => bias[j] + own.reduce((sum, x, k) => sum + x * weight[j * columns + k], 0)));
  });
  const none = of('auxiliary.none.weight');
  tokens.push(axis.map((j) => none[j]));
  const query = axis.map((j) => of('auxiliary.query.bias')[j] + dot(of('auxiliary.query.weight'), j, pooled));
  const there = [...present, 1].map((p) => p === 1);
  const exponentials = tokens.map((token, i) =>
    there[i] ? Math.exp(axis.reduce((sum, j) => sum + query[j] * token[j], 0) / Math.sqrt(width)) : 0,
  );
  const total = exponentials.reduce((a, b) => a + b, 0);
  const attention = exponentials.map((e) => e / total);
  const value = of('auxiliary.value.weight');
  const contributions = c.classes.map((_, k) =>
    tokens.map((token, i) => attention[i] * axis.reduce((sum, j) => sum + value[k * width + j] * token[j], 0)),
  );
  const logits = contributions.map((parts, k) => of(c.head.bias)[k] + dot(of(c.head.weight), k, pooled) + parts.reduce((a, b) => a + b, 0));
  return { attention, contributions, logits };
}

/** Row `row` of a matrix times a vector. */
function dot(matrix: ArrayLike<number>, row: number, vector: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += matrix[row * vector.length + i] * vector[i];
  return sum;
}
