/** Ranking on full hold-out views through the fully convolutional network, as the published code does it (SPEC 6). */
import type { View } from '../dataset/model';
import { viewImage } from '../patches/view';
import type { GreyImage } from '../pixels/image';
import type { Config } from '../project/config';
import { describeProblem, ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import { paced } from '../protocol/task';
import { cellsOnBreast } from './breastCells';
import { type DecisionRule, decidedClass } from './decide';
import type { Response, ViewNetwork } from './forward';
import type { Gathering } from './gathering';
import { mapMaxima } from './influence';
import type { MinedLayer } from './minedLayer';
import type { NpyTable } from './npy';

/** Reads a view, resized so that a patch has `side` pixels; default: viewImage. */
export type ReadView = (view: View, side: number) => Promise<GreyImage>;

export interface ViewPassRequest {
  mined: MinedLayer;
  /** Side of a patch as the network sees it. */
  inputSize: number;
  /** Views of this part; those done before are passed over. */
  views: readonly View[];
  config: Config;
  decide?: DecisionRule;
  /** [ranked views, units], filled on. */
  table: NpyTable;
  read?: ReadView;
  /** Told after every view. */
  kept: () => Promise<void>;
  task: Task;
}

/** Counts every readable view; with `decide`, each for the class alone that it is decided for. Views that cannot be read are left out. */
export async function rankOnViews(network: ViewNetwork, gathering: Gathering, request: ViewPassRequest): Promise<void> {
  const { mined, inputSize, views, config, decide, table, kept, task } = request;
  const { units, field, lastField } = mined;
  const maxima = new Float32Array(units);
  const cells = new Int32Array(units);
  const onTissue = config.mining.region === 'tissue';
  const from = gathering.viewsDone;
  const stream = viewStream(network, views.slice(from), config, inputSize, task, 'mine: rank on views', request.read);
  for await (const { index, view, image, response } of stream) {
    const { width, height, logitMap = response } = response;
    const counted = onTissue ? cellsOnBreast(image, field, width, height, config) : undefined;
    mapMaxima(response.features, width * height, maxima, cells, counted, { units, image: () => `view ${view.id}` });
    const { width: across, height: down } = logitMap;
    const onBreast = decide && cellsOnBreast(image, lastField, across, down, config);
    const decided = decide && decidedClass(response.logits, config.classes.length, decide, onBreast);
    gathering.ranking.add(maxima, mined.weight ?? response.weights!, decided);
    gathering.rankedViews.push(view.id);
    await table.append(maxima);
    gathering.viewsDone = from + index + 1;
    await kept();
  }
  gathering.viewsDone = views.length;
}

/**
 * Views one after the other, resized so that a patch has its training size, through the network, the next being read while the engine
 * computes. A view that cannot be read is left out with a warning. Two views and one view's maps are in memory at a time. Stops within one
 * view on abort.
 */
export async function* viewStream(
  network: ViewNetwork,
  views: readonly View[],
  config: Config,
  inputSize: number,
  task: Task,
  stage: string,
  read: ReadView = (view, side) => viewImage(view, config, side),
): AsyncGenerator<{ index: number; view: View; image: GreyImage; response: Response }> {
  const progress = paced(stage, views.length, task);
  const begin = (index: number) => (index < views.length ? readable(read(views[index], inputSize), task) : undefined);
  let reading = begin(0);
  try {
    for (const [index, view] of views.entries()) {
      task.signal.throwIfAborted();
      const image = await reading;
      reading = begin(index + 1);
      if (image) yield { index, view, image, response: await network.run(image) };
      progress(index + 1, view.id);
    }
  } finally {
    // A read begun for a view that is no longer wanted ends here, its failure with it.
    await reading?.catch(() => undefined);
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
