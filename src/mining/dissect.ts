/** Network Dissection (Bau et al., CVPR 2017): how well a unit's maps agree with the masks of known concepts, as IoU over the hold-out views. */
import type { View } from '../dataset/model';
import type { Classifier } from '../network/graph';
import { receptiveField } from '../network/receptiveField';
import type { SessionOptions } from '../network/session';
import { tissueMask } from '../patches/tissue';
import type { Mask } from '../pixels/image';
import type { Config } from '../project/config';
import type { Task } from '../protocol/task';
import type { UnitIndex } from '../protocol/unit';
import { cellsOnBreast } from './breastCells';
import { openViewNetwork } from './forward';
import { ActivationHistogram } from './histogram';
import { type ConceptIou, type ConceptMask, OverlapTally } from './overlap';
import { viewStream } from './viewPass';

export type { ConceptIou, ConceptMask } from './overlap';

export interface DissectionRequest {
  classifier: Classifier;
  views: readonly View[];
  config: Config;
  /** The concepts of one view with their masks; a concept that is absent from a view has no mask there. */
  concepts: (view: View) => Promise<readonly ConceptMask[]>;
  /** Units to probe; absent: all. */
  units?: readonly UnitIndex[];
  /** Share of its activations that a unit's threshold lets through (Network Dissection: 0.005). */
  quantile?: number;
  task: Task;
  session?: SessionOptions;
}

/** Agreement is counted at every fourth view pixel in each direction: an unbiased sample of the pixels at a sixteenth of the work. */
const GRID = 4;

/**
 * IoU of every probed unit with every concept that occurs. A unit speaks where its map over the whole view (fully convolutional form),
 * upsampled bilinearly, exceeds its threshold: the activation that a share `quantile` of its cells over all views exceeds. Two
 * passes over the views, the first for thresholds; with mining.region `tissue` only the breast counts in both; memory grows with units x concepts, never with views. Unreadable views are left out.
 */
export async function conceptIou(request: DissectionRequest): Promise<ConceptIou[]> {
  const { classifier, views, config, concepts, quantile = 0.005, task } = request;
  const units = request.units ?? (Array.from({ length: classifier.units }, (_, u) => u) as UnitIndex[]);
  const field = receptiveField(classifier.graph);
  const tally = new OverlapTally(classifier.units);
  const network = await openViewNetwork(classifier, request.session);
  const stream = (stage: string) => viewStream(network, views, config, classifier.inputSize, task, stage);
  // Film borders and labels are no phenomena of the breast: where they do not count for influence, they do not count here.
  const onTissue = config.mining.region === 'tissue';
  try {
    const histogram = new ActivationHistogram(classifier.units);
    let seen = 0;
    for await (const { image, response } of stream('dissect: thresholds')) {
      const inside = onTissue ? cellsOnBreast(image, field, response.width, response.height) : undefined;
      histogram.add(response.features, response.width * response.height, inside);
      seen++;
    }
    if (seen === 0) return [];
    const thresholds = units.map((unit) => histogram.upperQuantile(unit, quantile));
    for await (const { view, image, response } of stream('dissect: concepts')) {
      const width = Math.ceil(view.width / GRID);
      const height = Math.ceil(view.height / GRID);
      const masks = (await concepts(view)).map(({ concept, mask }) => ({ concept, mask: sampleMask(mask, width, height) }));
      const across = width / image.width;
      const down = height / image.height;
      const placement = {
        x0: field.offset * across,
        y0: field.offset * down,
        stepX: field.stride * across,
        stepY: field.stride * down,
      };
      const inside = onTissue ? sampleMask(tissueMask(image), width, height) : undefined;
      tally.add({ response, placement, units, thresholds, masks, inside, width, height });
    }
  } finally {
    await network.release();
  }
  return tally.ious(units);
}

/** The mask at width x height points, each in the middle of its share of the mask: thin structures keep their expected area. */
function sampleMask(mask: Mask, width: number, height: number): Mask {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const line = Math.floor(((y + 0.5) * mask.height) / height) * mask.width;
    for (let x = 0; x < width; x++) data[y * width + x] = mask.data[line + Math.floor(((x + 0.5) * mask.width) / width)];
  }
  return { width, height, data };
}
