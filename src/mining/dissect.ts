/** Network Dissection (Bau et al., CVPR 2017): how well a unit's maps agree with the masks of known concepts, as IoU over the hold-out views. */
import type { View } from '../dataset/model';
import type { Classifier } from '../network/graph';
import { type ReceptiveField, receptiveField } from '../network/receptiveField';
import type { SessionOptions } from '../network/session';
import { countedMask } from '../patches/photograph';
import type { Mask } from '../pixels/image';
import type { Config } from '../project/config';
import { DISSECTION_QUANTILE } from '../protocol/concepts';
import { paced, type Task } from '../protocol/task';
import type { UnitIndex } from '../protocol/unit';
import { cellsOnMask } from './breastCells';
import { openViewNetwork, type Response, type ViewNetwork } from './forward';
import { ActivationHistogram } from './histogram';
import { type ConceptIou, OverlapTally } from './overlap';
import { viewStream } from './viewPass';

export type { ConceptIou, ConceptMask } from './overlap';

/** A concept's mask of one view, read when it is counted; undefined where it cannot be read (somebody has said why). */
export interface MaskToRead {
  concept: string;
  read(): Promise<Mask | undefined>;
}

export interface DissectionRequest {
  classifier: Classifier;
  views: readonly View[];
  config: Config;
  /** The concepts of one view with their masks, at any resolution; a concept that is absent from a view has no mask there. */
  masks: (view: View) => readonly MaskToRead[] | Promise<readonly MaskToRead[]>;
  /** Units to probe; absent: all. */
  units?: readonly UnitIndex[];
  /** Share of its activations that a unit's threshold lets through; default 0.005. */
  quantile?: number;
  task: Task;
  session?: SessionOptions;
  /** Bytes of maps that are kept between the two looks; default 256 MiB. */
  keep?: number;
}

export interface DissectedUnits {
  /** By unit, then concept. */
  ious: ConceptIou[];
  /** [units] activation above which a unit speaks. */
  thresholds: number[];
  /** Views that were counted; the others could not be read. */
  views: number;
  /** Views in which each concept occurs. */
  occurrences: Map<string, number>;
}

/** Agreement is counted at every fourth view pixel in each direction: an unbiased sample of the pixels at a sixteenth of the work. */
const GRID = 4;
const KEPT_BYTES = 256 * 2 ** 20;

/** What counting needs of a view once the network has seen it. */
interface Look {
  view: View;
  /** Size of the image that the network saw. */
  image: { width: number; height: number };
  /** data [units, height, width] of the probed units */
  maps: { width: number; height: number; data: Float32Array };
  /** The breast at the points that are counted; absent: everywhere counts. */
  breast?: Mask;
}

/**
 * IoU of every probed unit with every concept that occurs. A unit speaks where its map over the whole view (fully convolutional form),
 * upsampled bilinearly, exceeds its threshold: the activation that a share `quantile` of its cells over all views exceeds. Thresholds
 * need all views before the first pixel is counted, so every view is looked at twice: the maps of the probed units are kept from the
 * first look as far as `keep` bytes go, and the network runs again for the views beyond. With mining.region `tissue` a unit's activations
 * count on the breast alone, for its threshold and for its area. Memory grows with units x concepts and is bounded by `keep`, never with
 * views. Unreadable views are left out with a warning; stops within one view on abort. Throws ProblemError when no activation counts.
 */
export async function dissect(request: DissectionRequest): Promise<DissectedUnits> {
  const { classifier, views, task, quantile = DISSECTION_QUANTILE } = request;
  const units = request.units ?? (Array.from({ length: classifier.units }, (_, u) => u) as UnitIndex[]);
  const field = receptiveField(classifier.graph);
  const network = await openViewNetwork(classifier, request.session);
  try {
    const histogram = new ActivationHistogram(units.length);
    const kept: Look[] = [];
    const again: View[] = [];
    let room = request.keep ?? KEPT_BYTES;
    let seen = 0;
    for await (const { look, inside } of looks(network, views, units, field, request, 'dissect: units')) {
      histogram.add(look.maps.data, look.maps.width * look.maps.height, inside);
      seen++;
      room -= look.maps.data.byteLength + (look.breast?.data.byteLength ?? 0);
      if (room >= 0) kept.push(look);
      else again.push(look.view);
    }
    const tally = new OverlapTally(units);
    if (seen === 0) return { ious: [], thresholds: [], views: 0, occurrences: new Map() };
    const thresholds = units.map((_, u) => histogram.upperQuantile(u, quantile));

    const count = async (look: Look) => tally.add(await counted(look, thresholds, field, request.masks));
    const progress = paced('dissect: concepts', kept.length, task);
    for (const [i, look] of kept.entries()) {
      task.signal.throwIfAborted();
      await count(look);
      progress(i + 1, look.view.id);
    }
    for await (const { look } of looks(network, again, units, field, request, 'dissect: other views')) await count(look);
    return { ious: tally.ious(), thresholds, views: seen, occurrences: tally.occurrences() };
  } finally {
    await network.release();
  }
}

async function* looks(
  network: ViewNetwork,
  views: readonly View[],
  units: readonly UnitIndex[],
  field: ReceptiveField,
  { config, classifier, task }: DissectionRequest,
  stage: string,
): AsyncGenerator<{ look: Look; inside?: Uint8Array }> {
  for await (const { view, image, response } of viewStream(network, views, config, classifier.inputSize, task, stage)) {
    const { width, height } = response;
    const look: Look = {
      view,
      image: { width: image.width, height: image.height },
      maps: { width, height, data: mapsOf(response, units) },
    };
    if (config.mining.region !== 'tissue') {
      yield { look };
      continue;
    }
    const breast = countedMask(image, config);
    const { columns, rows } = countedPoints(view);
    yield { look: { ...look, breast: sampleMask(breast, columns, rows) }, inside: cellsOnMask(breast, field, width, height) };
  }
}

/** The maps of these units alone, in their order. */
function mapsOf({ features, width, height }: Response, units: readonly UnitIndex[]): Float32Array {
  const cells = width * height;
  const maps = new Float32Array(units.length * cells);
  for (const [u, unit] of units.entries()) maps.set(features.subarray(unit * cells, (unit + 1) * cells), u * cells);
  return maps;
}

function countedPoints({ width, height }: View): { columns: number; rows: number } {
  return { columns: Math.ceil(width / GRID), rows: Math.ceil(height / GRID) };
}

async function counted(
  { view, image, maps, breast }: Look,
  thresholds: readonly number[],
  field: ReceptiveField,
  masksOf: DissectionRequest['masks'],
): Promise<Parameters<OverlapTally['add']>[0]> {
  const { columns, rows } = countedPoints(view);
  // Sampled as soon as it is read: a whole mask is sixteen times as large, and a view may have many.
  const masks = await Promise.all(
    (await masksOf(view)).map(async ({ concept, read }) => {
      const mask = await read();
      return { concept, mask: mask && sampleMask(mask, columns, rows) };
    }),
  );
  const across = columns / image.width;
  const down = rows / image.height;
  const placement = {
    x0: field.offset * across,
    y0: field.offset * down,
    stepX: field.stride * across,
    stepY: field.stride * down,
  };
  return { maps, placement, thresholds, masks, inside: breast, width: columns, height: rows };
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
