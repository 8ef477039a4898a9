/** The curves of one view: deletion and insertion by the CAM of the decided class, and by its two controls. */
import { labelOrder, viewLabel } from '../dataset/viewLabel';
import { countedMask } from '../patches/photograph';
import type { GreyImage, Mask } from '../pixels/image';
import type { Config } from '../project/config';
import type { CurveScore, Curves, FaithfulnessOptions, PixelOrder, ViewCurves } from '../protocol/faithfulness';
import { hashSeed, seededRandom } from '../statistics/random';
import { canvasOf } from './canvas';
import { walk } from './curve';
import { type Looking, type SeenView, scoresOf } from './lookAt';
import { byFallingValue, enlarge, randomCells, shuffledPixels } from './pixelOrder';

export const ORDERS: readonly PixelOrder[] = ['cam', 'random', 'reversed'];

/** Forward passes of one view's curves: two ends of each direction, of which the untouched view is one, and the images between. */
export function passesOf({ steps }: Pick<FaithfulnessOptions, 'steps'>): number {
  return 2 + 2 * ORDERS.length * (steps - 1);
}

/**
 * @param passed called after every forward pass; throws to stop
 */
export async function viewCurves(seen: SeenView, looking: Looking, options: FaithfulnessOptions, passed: () => void): Promise<ViewCurves> {
  const { view, image, decision } = seen;
  const region = regionOf(image, options.region, looking.config);
  const orders = pixelOrders(seen, region, options);
  const sigma = options.blur * looking.classifier.inputSize;
  const empty = canvasOf(image, region, options.replacement, sigma);
  const start = canvasOf(image, region, options.start, sigma);
  const score = async (changed: GreyImage): Promise<Scores> => {
    const { logits } = await looking.network.run(changed, looking.features?.inputs([view.caseId]));
    passed();
    return scoresOf(logits, seen, looking);
  };
  const untouched = scoresOf(seen.response.logits, seen, looking);
  const emptied = await score(empty);
  const started = options.start === options.replacement ? emptied : await score(start);
  const walks = { deletion: {} as Walks, insertion: {} as Walks };
  for (const order of ORDERS) {
    walks.deletion[order] = await walk(image, empty, orders[order], options.steps, [untouched, emptied], score);
    walks.insertion[order] = await walk(start, image, orders[order], options.steps, [started, untouched], score);
  }
  return {
    viewId: view.id,
    caseId: view.caseId,
    label: viewLabel(view, labelOrder(looking.classifier.classes, looking.config.explanation.background)),
    decidedClass: looking.classifier.classes[decision.classIndex],
    removed: orders.cam.length,
    pixels: image.data.length,
    deletion: asCurves(walks.deletion),
    insertion: asCurves(walks.insertion),
  };
}

type Scores = Record<CurveScore, number>;
type Walks = Record<PixelOrder, Scores[]>;

function asCurves(walks: Walks): Curves {
  return byScore((kind) => inEachOrder((order) => walks[order].map((scores) => scores[kind])));
}

export function inEachOrder<T>(of: (order: PixelOrder) => T): Record<PixelOrder, T> {
  return { cam: of('cam'), random: of('random'), reversed: of('reversed') };
}

export function byScore<T>(of: (kind: CurveScore) => T): Record<CurveScore, T> {
  return { image: of('image'), place: of('place') };
}

/** The pixels that are taken away; all of them where no breast is found. */
export function regionOf(image: GreyImage, region: FaithfulnessOptions['region'], config: Pick<Config, 'patches'>): Mask {
  const tissue = countedMask(image, config);
  if (region === 'tissue' && tissue.data.includes(1)) return tissue;
  return { width: image.width, height: image.height, data: new Uint8Array(image.width * image.height).fill(1) };
}

/** Pixels of the region in each order, first the first to go. */
export function pixelOrders(
  { view, image, field, cam, response }: Pick<SeenView, 'view' | 'image' | 'field' | 'cam' | 'response'>,
  region: Mask,
  { seed, randomOrder }: Pick<FaithfulnessOptions, 'seed' | 'randomOrder'>,
): Record<PixelOrder, Uint32Array> {
  const map = { data: cam, width: response.width, height: response.height };
  const byCam = byFallingValue(enlarge(map, field, image), region);
  const random = seededRandom(hashSeed(`${seed} order ${view.id}`));
  const byChance =
    randomOrder === 'pixels' ? shuffledPixels(region, random) : byFallingValue(enlarge(randomCells(map, random), field, image), region);
  return { cam: byCam, random: byChance, reversed: byCam.toReversed() };
}
