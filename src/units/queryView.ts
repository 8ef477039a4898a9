/** What a network makes of one view for a comparison: each unit's largest activation, as mining takes it, and the class that an explanation decides. */

import { cellsOnBreast } from '../mining/breastCells';
import type { DecisionRule } from '../mining/decide';
import { decide, probabilityMaps } from '../mining/decide';
import { openViewNetwork } from '../mining/forward';
import { mapMaxima } from '../mining/influence';
import type { Classifier } from '../network/graph';
import { receptiveField } from '../network/receptiveField';
import type { SessionOptions } from '../network/session';
import { forNetwork } from '../patches/view';
import type { GreyRows } from '../pixels/rows';
import type { Config } from '../project/config';

export interface QueryResponse {
  /** [units] */
  maxima: Float32Array;
  classIndex: number;
}

/**
 * Runs a view in its own pixels through the fully convolutional network, told nothing beside the image.
 * @param region where activations count, as the mining result has it: the view, or the breast alone
 * Throws ProblemError when the engine refuses or an activation is not a number.
 */
export async function runQuery(
  rows: GreyRows,
  {
    classifier,
    config,
    region,
    rule,
    session,
  }: {
    classifier: Classifier;
    config: Pick<Config, 'patches'>;
    region: Config['mining']['region'];
    rule: DecisionRule;
    session?: SessionOptions;
  },
): Promise<QueryResponse> {
  const network = await openViewNetwork(classifier, session);
  try {
    const input = forNetwork(rows, config, classifier.inputSize);
    const { features, logits, width, height } = await network.run(input);
    const inside = cellsOnBreast(input, receptiveField(classifier.graph), width, height, config);
    const maxima = new Float32Array(classifier.units);
    mapMaxima(features, width * height, maxima, new Int32Array(classifier.units), region === 'tissue' ? inside : undefined);
    const { classIndex } = decide(probabilityMaps(logits, classifier.classes.length), rule.scoring, rule.background, inside);
    return { maxima, classIndex };
  } finally {
    await network.release();
  }
}
