/** From views to a patch store: decode each view once, keep the tissue, tile, label, crop and resize (SPEC 3). */
import type { Dataset, Part, View } from '../dataset/model';
import { labelOrder } from '../dataset/viewLabel';
import { crop } from '../pixels/crop';
import type { GreyImage } from '../pixels/image';
import { resizeArea } from '../pixels/resize';
import type { Config } from '../project/config';
import { writeProblem } from '../project/files';
import { type Problem, ProblemError } from '../protocol/problem';
import { paced, type Task } from '../protocol/task';
import { hashSeed, seededRandom, shuffle } from '../statistics/random';
import { patchAddress } from './address';
import { labelPatch, viewTruth } from './label';
import { AMBIGUOUS, type Patch } from './patch';
import { countedMask } from './photograph';
import { createStore, type OpenedStore, openStore, storeFiles } from './storeFile';
import { tile } from './tiling';
import { tissueShare } from './tissue';
import { readGrey } from './view';
import { createViewStore, openViewStore } from './viewStore';

export interface PatchRequest {
  dataset: Dataset;
  /** Part of the split by case id. */
  parts: ReadonlyMap<string, Part>;
  part: Part;
  config: Config;
  /** Folder for the store's files; made when absent. */
  cacheDir: string;
  task: Task;
}

/**
 * The patches of one part of the split, made once and kept in `cacheDir` under their content address. Views without readable pixels or
 * without tissue are left out, each with a problem. In the training part at most patches.normalPerView normal patches a view are kept,
 * drawn with the data set's seed; ambiguous patches are left out of it. In the other parts they stay, with the label -1: mining looks at them, and a
 * view's score must not depend on which of its patches the truth calls ambiguous.
 * Throws the signal's reason on abort, and ProblemError when the disk does not take the store; nothing half-made stays behind.
 */
export async function preparePatches({ dataset, parts, part, config, cacheDir, task }: PatchRequest): Promise<OpenedStore> {
  const views = dataset.cases.filter((c) => parts.get(c.id) === part).flatMap((c) => c.views);
  const hash = await patchAddress(views, part, config);
  const files = storeFiles(cacheDir, part, hash);
  const finished = await openBoth();
  if (finished) return finished;

  const progress = paced(`patches: ${part}`, views.length, task);
  const problems: Problem[] = [];
  const writer = await createStore(files, hash, config.patches.size);
  const viewWriter = part === 'holdout' ? await createViewStore(cacheDir, part, hash) : undefined;
  try {
    for (const [index, view] of views.entries()) {
      task.signal.throwIfAborted();
      const cut = await cutView(view, part, config, problems);
      if (cut) await writer.append(cut.patches, cut.pixels);
      if (cut) await viewWriter?.append(view, cut.image, config);
      progress(index + 1, view.id);
      // Lets cancellation and other requests in: decoding never waits for anything.
      await new Promise(setImmediate);
    }
    await viewWriter?.finish();
    await writer.finish(problems);
  } catch (error) {
    await viewWriter?.discard();
    await writer.discard();
    throw writeProblem(files.pixels, error);
  }
  const opened = await openBoth();
  if (opened) return opened;
  throw new ProblemError({
    code: 'patches.store.changed',
    file: files.pixels,
    found: 'a patch store that is not what was just written',
    expected: 'the patches that were written a moment ago',
    remedy: 'Look whether another program writes into this folder, then run again.',
  });

  async function openBoth(): Promise<OpenedStore | undefined> {
    const cut = await openStore(files, hash);
    if (!cut || part !== 'holdout') return cut;
    const whole = await openViewStore(cacheDir, part, hash);
    const close = async (): Promise<void> => {
      await whole?.close();
      await cut.store.close();
    };
    if (whole) return { ...cut, store: { ...cut.store, close }, views: whole };
    await close();
    return undefined;
  }
}

/** One view's patches and their pixels [patches.length, size, size]; undefined, with a problem, when the view has to be left out. */
async function cutView(
  view: View,
  part: Part,
  config: Config,
  problems: Problem[],
): Promise<{ image: GreyImage; patches: Patch[]; pixels: Float32Array } | undefined> {
  const { size } = config.patches;
  try {
    const image = await readGrey(view);
    const tissue = countedMask(image, config);
    const truth = viewTruth(view, image.width, image.height, config.classes, config.explanation.background);
    const candidates: Patch[] = [];
    for (const square of tile(image.width, image.height, config.patches)) {
      const share = tissueShare(tissue, square);
      if (share < config.patches.minTissue) continue;
      candidates.push({
        viewId: view.id,
        ...square,
        label: labelPatch(square, truth, config.patches),
        tissue: Math.round(share * 1e4) / 1e4,
      });
    }
    if (candidates.length === 0) problems.push(noTissue(view));
    const patches = choose(candidates, view, part, config);
    const pixels = new Float32Array(patches.length * size * size);
    for (const [i, p] of patches.entries())
      pixels.set(resizeArea(crop(image, { x: p.x, y: p.y, width: p.size, height: p.size }), size, size).data, i * size * size);
    return { image, patches, pixels };
  } catch (error) {
    problems.push(unreadable(view, error));
    return undefined;
  }
}

/** What the part keeps of a view's patches, in their order. */
function choose(patches: Patch[], view: View, part: Part, config: Config): Patch[] {
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
