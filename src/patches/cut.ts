/** One view to its patches: decode once, keep the tissue, tile, label, crop and resize (SPEC 3). Knows no file but the view's own. */
import type { Part, View } from '../dataset/model';
import { labelOrder } from '../dataset/viewLabel';
import { resizeSquares } from '../pixels/resize';
import type { GreyRows } from '../pixels/rows';
import { spanShares } from '../pixels/spans';
import type { Config } from '../project/config';
import { type Problem, ProblemError } from '../protocol/problem';
import { hashSeed, seededRandom, shuffle } from '../statistics/random';
import { labelPatch, viewTruth } from './label';
import { storedGrey } from './normalise';
import { AMBIGUOUS, type Patch } from './patch';
import { countedSpans } from './photograph';
import { tile } from './tiling';
import { readGreyRows } from './view';
import { type ResizedView, resizedViews } from './viewStore';

/** All that the patches of a view depend on, beside its file. */
export interface CutTask {
  view: View;
  part: Part;
  config: CutConfig;
}

export type CutConfig = Pick<Config, 'classes' | 'patches'> & {
  dataset: Pick<Config['dataset'], 'seed'>;
  explanation: Pick<Config['explanation'], 'background'>;
};

/** What the stores keep of a view, ready to be written: plain values, so that a thread can hand it over. */
export interface CutView {
  patches: Patch[];
  /** [patches.length, size, size], 16-bit grey. */
  pixels: Uint16Array;
  /** Of the hold-out part alone: the whole view in every stored size. */
  resized: ResizedView[];
  /** Why it has to be left out, in part or in whole. */
  problems: Problem[];
}

/** Cuts views, `atOnce` of them at the same time. A call is rejected at once with the signal's reason on abort. */
export interface Cutter {
  atOnce: number;
  cut(task: CutTask, signal: AbortSignal): Promise<CutView>;
}

/** In the caller's own thread, one after the other. */
export const oneByOne: Cutter = { atOnce: 1, cut: cutView };

/**
 * Patches of one view. A view without readable pixels, or without tissue, has none and says why. In the training part at most
 * patches.normalPerView normal patches are kept, drawn with the data set's seed and the view's name; ambiguous ones are left out of it. Never throws for bad data.
 */
export async function cutView({ view, part, config }: CutTask): Promise<CutView> {
  const { size } = config.patches;
  try {
    const image = await readGreyRows(view);
    const candidates = tissuePatches(image, view, config);
    const patches = choose(candidates, view, part, config);
    const pixels = storedGrey(resizeSquares(image, patches, size));
    const resized = part === 'holdout' ? resizedViews(image, config) : [];
    return { patches, pixels, resized, problems: candidates.length === 0 ? [noTissue(view)] : [] };
  } catch (error) {
    return leftOut(view, error);
  }
}

/** The view with nothing in it, and the reason. */
export function leftOut(view: View, error: unknown): CutView {
  return { patches: [], pixels: new Uint16Array(0), resized: [], problems: [unreadable(view, error)] };
}

/** Every square with enough tissue, labelled. */
function tissuePatches(image: GreyRows, view: View, config: CutConfig): Patch[] {
  const tissue = countedSpans(image, config);
  const truth = viewTruth(view, image.width, image.height, config.classes, config.explanation.background);
  const patches: Patch[] = [];
  const squares = tile(image.width, image.height, config.patches);
  const shares = spanShares(tissue, squares);
  for (const [i, square] of squares.entries()) {
    const share = shares[i];
    if (share < config.patches.minTissue) continue;
    patches.push({
      viewId: view.id,
      ...square,
      label: labelPatch(square, truth, config.patches),
      tissue: Math.round(share * 1e4) / 1e4,
    });
  }
  return patches;
}

/** What the part keeps of a view's patches, in their order. */
function choose(patches: Patch[], view: View, part: Part, config: CutConfig): Patch[] {
  if (part !== 'train') return patches;
  const labelled = patches.filter((p) => p.label !== AMBIGUOUS);
  const { normalPerView } = config.patches;
  const normal = config.classes.indexOf(labelOrder(config.classes, config.explanation.background).healthy);
  if (normalPerView === null || normal < 0) return labelled;
  const drawn = shuffle(
    labelled.filter((p) => p.label === normal),
    seededRandom(hashSeed(`${config.dataset.seed} ${view.id}`)),
  );
  const kept = new Set(drawn.slice(0, normalPerView));
  return labelled.filter((p) => p.label !== normal || kept.has(p));
}

function unreadable(view: View, error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return {
    severity: 'error',
    code: 'patches.view.unreadable',
    file: view.file,
    found: error instanceof Error ? error.message : String(error),
    expected: 'a mammogram that can be read whole',
    remedy: 'The view is left out; restore the file from its source to use it.',
  };
}

function noTissue(view: View): Problem {
  return {
    severity: 'warning',
    code: 'patches.view.noTissue',
    file: view.file,
    found: 'no patch with enough breast tissue',
    expected: 'a breast, brighter than the film around it',
    remedy:
      'Look at the picture; when a breast is there, lower patches.minTissue in deepminer.json. For other images than mammograms set it to 0: they are taken whole.',
  };
}
