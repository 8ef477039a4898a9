/** Ranking on full hold-out views through the fully convolutional network, as the published code does it (SPEC 6). */
import type { View } from '../dataset/model';
import type { Classifier } from '../network/graph';
import { receptiveField } from '../network/receptiveField';
import { viewImage } from '../patches/view';
import type { GreyImage } from '../pixels/image';
import type { Config } from '../project/config';
import { describeProblem, ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import { paced } from '../protocol/task';
import { cellsOnBreast } from './breastCells';
import { type DecisionRule, decidedClass } from './decide';
import type { Response, ViewNetwork } from './forward';
import { mapMaxima } from './influence';
import type { UnitRanking } from './ranking';

/** Counts every readable view, with `decide` for the class alone that it is decided for; returns how many views could not be read. */
export async function rankOnViews(
  network: ViewNetwork,
  {
    classifier,
    weight,
    views,
    config,
    ranking,
    decide,
    task,
  }: {
    classifier: Classifier;
    weight: Float32Array;
    views: readonly View[];
    config: Config;
    ranking: UnitRanking;
    decide?: DecisionRule;
    task: Task;
  },
): Promise<number> {
  const maxima = new Float32Array(classifier.units);
  const cells = new Int32Array(classifier.units);
  const field = receptiveField(classifier.graph);
  let seen = 0;
  for await (const { image, response } of viewStream(network, views, config, classifier.inputSize, task, 'mine: rank on views')) {
    const count = response.height * response.width;
    const onTissue = config.mining.region === 'tissue';
    const inside = onTissue || decide ? cellsOnBreast(image, field, response.width, response.height) : undefined;
    mapMaxima(response.features, count, maxima, cells, onTissue ? inside : undefined);
    const decided = decide && decidedClass(response.logits, config.classes.length, count, decide, inside);
    ranking.add(maxima, weight, decided);
    seen++;
  }
  return views.length - seen;
}

/**
 * Views one after the other, resized so that a patch has its training size, through the network. A view that cannot be read is left out with
 * a warning. One view's maps are in memory at a time. Stops within one view on abort.
 */
export async function* viewStream(
  network: ViewNetwork,
  views: readonly View[],
  config: Config,
  inputSize: number,
  task: Task,
  stage: string,
): AsyncGenerator<{ view: View; image: GreyImage; response: Response }> {
  const progress = paced(stage, views.length, task);
  for (const [i, view] of views.entries()) {
    task.signal.throwIfAborted();
    const image = await readable(viewImage(view, config, inputSize), task);
    if (image) yield { view, image, response: await network.run(image) };
    progress(i + 1, view.id);
  }
}

/** The image, or undefined with a warning when its file is at fault. */
export async function readable(image: Promise<GreyImage>, task: Task): Promise<GreyImage | undefined> {
  try {
    return await image;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    task.log('warn', `View left out. ${describeProblem(error.problem)}`);
    return undefined;
  }
}
