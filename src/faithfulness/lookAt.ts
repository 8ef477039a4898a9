/** A view as an explanation sees it: its maps, its decision, and which positions and pixels count. */
import type { CaseFeatures } from '../auxiliary/caseFeatures';
import type { View } from '../dataset/model';
import { classActivationMap } from '../explanation/maps';
import { cellsOnBreast } from '../mining/breastCells';
import { type Decision, decide, probabilityMaps } from '../mining/decide';
import type { Response, ViewNetwork } from '../mining/forward';
import { readable } from '../mining/viewPass';
import type { Classifier } from '../network/graph';
import { headWeights } from '../network/head';
import { type ReceptiveField, receptiveField } from '../network/receptiveField';
import { viewImage } from '../patches/view';
import type { GreyImage } from '../pixels/image';
import type { Config } from '../project/config';
import type { CurveScore } from '../protocol/faithfulness';
import type { Task } from '../protocol/task';

/** What every view is looked at with. */
export interface Looking {
  classifier: Classifier;
  network: Pick<ViewNetwork, 'run'>;
  config: Pick<Config, 'patches' | 'explanation'>;
  /** Features beside the images; absent: nothing is known of any case. */
  features?: CaseFeatures;
}

export interface SeenView {
  view: View;
  /** As the network sees it. */
  image: GreyImage;
  field: ReceptiveField;
  response: Response;
  /** [height, width] 1 where a position counts for the decision: on the breast; everywhere where there is none. */
  inside: Uint8Array;
  decision: Decision;
  /** Of the decided class, [height, width]. */
  cam: Float32Array;
  probability: Float32Array;
}

/** Runs one view and decides it as its explanation does; undefined, with a warning, when its file is at fault. */
export async function lookAt(view: View, { classifier, network, config, features }: Looking, task: Task): Promise<SeenView | undefined> {
  const image = await readable(viewImage(view, config, classifier.inputSize), task);
  if (!image) return undefined;
  const field = receptiveField(classifier.graph);
  const response = await network.run(image, features?.inputs([view.caseId]));
  const onBreast = cellsOnBreast(image, field, response.width, response.height, config);
  const inside = onBreast.includes(1) ? onBreast : onBreast.fill(1);
  const probabilities = probabilityMaps(response.logits, classifier.classes.length);
  const decision = decide(probabilities, config.explanation.scoring, backgroundOf(classifier, config), inside);
  const cam = classActivationMap(response.features, headWeights(classifier).weight, classifier.units, decision.classIndex);
  return { view, image, field, response, inside, decision, cam, probability: probabilities[decision.classIndex] };
}

/** Scores of the decided class in a changed copy of the view: the image score by the same rule, and the probability where the untouched view decided. */
export function scoresOf(
  logits: Float32Array,
  { inside, decision }: Pick<SeenView, 'inside' | 'decision'>,
  { classifier, config }: Pick<Looking, 'classifier' | 'config'>,
): Record<CurveScore, number> {
  const maps = probabilityMaps(logits, classifier.classes.length);
  const { scores } = decide(maps, config.explanation.scoring, backgroundOf(classifier, config), inside);
  return { image: scores[decision.classIndex], place: maps[decision.classIndex][decision.cell] };
}

/** Index of the class that is decided only when no other leads; -1: none. */
export function backgroundOf({ classes }: Pick<Classifier, 'classes'>, { explanation }: Looking['config']): number {
  return classes.indexOf(explanation.background ?? '');
}
