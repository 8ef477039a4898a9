/** Mining: from a trained network and the hold-out part to its most influential units and what excites them (SPEC 6). */
import path from 'node:path';
import type { View } from '../dataset/model';
import { headWeights } from '../network/classifier';
import type { Classifier } from '../network/graph';
import { receptiveField } from '../network/receptiveField';
import type { SessionOptions } from '../network/session';
import type { PatchStore } from '../patches/patch';
import type { Config } from '../project/config';
import { contentHash, writeJson } from '../project/files';
import type { MiningManifest } from '../protocol/mining';
import { ProblemError } from '../protocol/problem';
import type { Task } from '../protocol/task';
import { unitId } from '../protocol/unit';
import type { DecisionRule } from './decide';
import { fillFolder, finishedResult } from './folder';
import { openPatchNetwork, openViewNetwork } from './forward';
import { describeUnits } from './minedUnits';
import { minePatches } from './patchPass';
import { drawPictures } from './pictures';
import { surveyOrder, UnitRanking } from './ranking';
import { mapTopPatches } from './topMaps';
import { rankOnViews } from './viewPass';

/** Changes when the same input would give another result. */
const FORMAT = 1;

export interface MineRequest {
  classifier: Classifier;
  /** Content hash of the network, and the checkpoint it was read from (for people). */
  network: { hash: string; checkpoint: string };
  /** Every view of the hold-out part. */
  views: readonly View[];
  /** Patches of the hold-out part, ambiguous ones included. */
  store: PatchStore;
  config: Config;
  /** The run's folder `mining`; the result goes into a folder of it. */
  dir: string;
  task: Task;
  session?: SessionOptions;
}

/**
 * Mines the network, or returns the finished result when the same network, data and options were mined before. One pass over the views
 * (ranking), one over the patches (top patches), a second look at the top patches (maps), pictures; memory grows with units x kept
 * patches. Stops within one step on abort and leaves nothing half-made. Throws ProblemError when the hold-out part is empty, nothing in
 * it can be read, the network's numbers are broken, or the disk refuses.
 */
export async function mine(request: MineRequest): Promise<MiningManifest> {
  const { classifier, views, store, dir: root, task } = request;
  if (views.length === 0 || store.patches.length === 0) throw emptyHoldout(views.length, store.patches.length);
  if (store.size !== classifier.inputSize) throw otherSize(store.size, classifier.inputSize);
  const hash = miningHash(request);
  const finished = await finishedResult(root, hash);
  if (finished) {
    task.log('info', 'This network was mined on this data with these options before: that result is used.');
    return finished;
  }
  return fillFolder(root, hash, (dir) => mineInto(dir, hash, request));
}

/** Content address of a result: network, data and every option that it depends on. */
export function miningHash({ network, views, store, config }: Pick<MineRequest, 'network' | 'views' | 'store' | 'config'>): string {
  return contentHash({
    format: FORMAT,
    network: network.hash,
    patches: store.hash,
    views: views.map((v) => v.id),
    options: optionsOf(config),
  });
}

function optionsOf(config: Config): Record<string, unknown> {
  const { mining, patches, classes, explanation } = config;
  // How an image is decided matters only to the ranking on decided images.
  const decision = mining.images === 'decided' ? { scoring: explanation.scoring, background: explanation.background } : {};
  return { ...mining, ...decision, patches, classes };
}

/** How images are decided, when units are ranked on decided images alone. */
function decisionRule({ mining, explanation, classes }: Config): DecisionRule | undefined {
  if (mining.images !== 'decided') return undefined;
  return { scoring: explanation.scoring, background: classes.indexOf(explanation.background ?? '') };
}

async function mineInto(dir: string, hash: string, request: MineRequest): Promise<MiningManifest> {
  const { classifier, network, views, store, config, task } = request;
  const { rankOn, topPerImage, unitsPerClass } = config.mining;
  const { classes } = config;
  const { weight } = headWeights(classifier);
  const ranking = new UnitRanking({ classes: classes.length, units: classifier.units, topPerImage });

  const decide = decisionRule(config);

  let viewsLeftOut = 0;
  if (rankOn === 'views') {
    const whole = await openViewNetwork(classifier, request.session);
    try {
      viewsLeftOut = await rankOnViews(whole, { classifier, weight, views, config, ranking, decide, task });
    } finally {
      await whole.release();
    }
    if (viewsLeftOut === views.length) throw nothingReadable(views);
  }

  const patchNetwork = await openPatchNetwork(classifier, request.session);
  try {
    const pass = await minePatches(patchNetwork, {
      classifier,
      weight,
      store,
      config,
      dir,
      ranking: rankOn === 'patches' ? ranking : undefined,
      decide,
      task,
    });
    const perClass = classes.map((_, k) => ranking.chosen(k, unitsPerClass));
    const chosen = surveyOrder(perClass);
    const maps = await mapTopPatches(patchNetwork, { store, top: pass.top, chosen, units: classifier.units, task });
    const indices = [...new Set(chosen.flatMap((unit) => pass.top.of(unit).map((e) => e.patch)))].sort((a, b) => a - b);
    const pictures = await drawPictures({ dir, views, patches: store.patches, indices, config, task });
    const field = receptiveField(classifier.graph);
    const units = describeUnits({ classifier, config, patches: store.patches, chosen, perClass, pass, maps, pictures, field });
    await writeJson(path.join(dir, 'units.json'), units);
    await writeJson(path.join(dir, 'views.json'), pictures.cards);
    return {
      version: 1,
      hash,
      network: network.hash,
      checkpoint: network.checkpoint,
      classes: [...classes],
      options: optionsOf(config),
      coverage: Object.fromEntries(classes.map((name, k) => [name, ranking.coverage(k, unitsPerClass)])),
      views: views.length - viewsLeftOut,
      patches: store.patches.length,
      viewsLeftOut,
      imagesRanked: Object.fromEntries(classes.map((name, k) => [name, ranking.images(k)])),
      units: chosen.map(unitId),
      createdAt: new Date().toISOString(),
    };
  } finally {
    await patchNetwork.release();
  }
}

function emptyHoldout(views: number, patches: number): ProblemError {
  return new ProblemError({
    code: 'mining.holdout.empty',
    found: `a hold-out part of ${views} views and ${patches} patches`,
    expected: 'at least one view with breast tissue',
    remedy: 'Enlarge the hold-out share in deepminer.json (dataset.split.holdout) or add cases.',
  });
}

function nothingReadable(views: readonly View[]): ProblemError {
  return new ProblemError({
    code: 'mining.holdout.unreadable',
    file: views[0].file,
    found: `${views.length} hold-out views, none of which can be read`,
    expected: 'readable mammograms',
    remedy: 'The warnings before this one name each file; restore them from their source.',
  });
}

function otherSize(stored: number, wanted: number): ProblemError {
  return new ProblemError({
    code: 'mining.patches.size',
    found: `patches of ${stored} pixels`,
    expected: `patches of ${wanted} pixels, the network's input`,
    remedy: 'Set patches.size in deepminer.json to what the network was trained with.',
  });
}
