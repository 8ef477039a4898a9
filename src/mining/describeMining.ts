/** From what was gathered to the files of the result: chosen units, their maps and pictures, and the manifest. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { writeJson } from '../project/files';
import type { MiningManifest } from '../protocol/mining';
import { ProblemError } from '../protocol/problem';
import { sideBySide } from '../protocol/sideBySide';
import type { Task } from '../protocol/task';
import { unitId } from '../protocol/unit';
import { countActivations } from './activationCounts';
import { tables } from './folder';
import type { Gathering } from './gathering';
import { minedLayer, minedNetwork } from './minedLayer';
import { describeUnits } from './minedUnits';
import type { MiningNetworks } from './networks';
import { drawPictures } from './pictures';
import { surveyOrder } from './ranking';
import { type MineRequest, optionsOf } from './request';
import { mapTopPatches } from './topMaps';

/**
 * Writes everything beside the tables into `dir`, the manifest last. What it writes follows from network, data and options alone, to the byte.
 * Throws ProblemError when no view could be read or every unit is silent. Stops within one batch or view on abort.
 */
export async function describeMining(
  request: MineRequest,
  networks: MiningNetworks,
  hash: string,
  gathering: Gathering,
  dir: string,
): Promise<void> {
  const { classifier, network, views, store, config, task } = request;
  const { classes } = config;
  const { unitsPerClass, rankOn } = config.mining;
  const { ranking, top, lowest, highest, rankedViews, viewsLeftOut } = gathering;
  if (rankOn === 'views' && rankedViews.length === 0) throw nothingReadable(request);
  const silentUnits = highest.reduce((count, value) => count + Number(!(value > 0)), 0);
  const mined = minedLayer(classifier, config);
  if (silentUnits === mined.units) throw allSilent(request);
  if (silentUnits > 0) task.log('info', `${silentUnits} of ${mined.units} units are silent on every patch of the hold-out part.`);
  warnOfEmptyClasses(classes, gathering, task);

  const perClass = classes.map((_, k) => ranking.chosen(k, unitsPerClass));
  const chosen = surveyOrder(perClass);
  const indices = [...new Set(chosen.flatMap((unit) => top.of(unit).map((e) => e.patch)))].sort((a, b) => a - b);
  const patchNetwork = await networks.forPatches();
  // The engine draws no pictures: cutting and writing them beside its second look saves their whole time.
  const [maps, pictures] = await sideBySide(
    task,
    (task) => mapTopPatches(patchNetwork, { store, top, chosen, units: mined.units, task }),
    (task) => drawPictures({ dir, views, patches: store.patches, indices, config, task, read: request.readView }),
  );
  const counted = { units: chosen, patches: store.patches, classes, lowest, highest };
  const activations = await countActivations(path.join(dir, tables.maxima), counted);
  const parts = { classifier, config, patches: store.patches, chosen, perClass, gathering, maps, pictures, activations, mined };
  await writeJson(path.join(dir, 'units.json'), describeUnits(parts));
  await writeJson(path.join(dir, 'views.json'), pictures.cards);
  if (rankedViews.length > 0) await writeJson(path.join(dir, 'rankedViews.json'), rankedViews);
  else await rm(path.join(dir, tables.views), { force: true });
  const manifest: MiningManifest = {
    version: 1,
    hash,
    network: minedNetwork(network.hash, mined.layer),
    layer: mined.layer.name,
    layerNames: [mined.layer.name, ...mined.layer.aliases, mined.layer.value],
    checkpoint: network.checkpoint,
    data: store.hash,
    classes: [...classes],
    options: optionsOf(request),
    coverage: Object.fromEntries(classes.map((name, k) => [name, ranking.coverage(k, unitsPerClass)])),
    views: views.length - viewsLeftOut,
    patches: store.patches.length,
    viewsLeftOut,
    imagesRanked: Object.fromEntries(classes.map((name, k) => [name, ranking.images(k)])),
    silentUnits,
    units: chosen.map(unitId),
  };
  await writeJson(path.join(dir, 'manifest.json'), manifest);
}

/** Only the ranking on decided images has classes without any. */
function warnOfEmptyClasses(classes: readonly string[], { ranking }: Gathering, task: Task): void {
  const empty = classes.filter((_, k) => ranking.images(k) === 0);
  if (empty.length > 0)
    task.log(
      'warn',
      `No image of the hold-out part was decided for ${empty.join(' or ')}: no unit is chosen for it. With mining.images "all" every image counts for every class.`,
    );
}

function nothingReadable({ views }: MineRequest): ProblemError {
  return new ProblemError({
    code: 'mining.holdout.unreadable',
    file: views[0].file,
    found: `${views.length} hold-out views, none of which can be read`,
    expected: 'readable mammograms',
    remedy: 'The warnings before this one name each file; restore them from their source.',
  });
}

function allSilent({ classifier, network, config }: MineRequest): ProblemError {
  return new ProblemError({
    code: 'mining.units.silent',
    file: network.checkpoint,
    found: `${minedLayer(classifier, config).units} units, none of which any patch of the hold-out part activates`,
    expected: 'a network some of whose units answer to something',
    remedy: 'Its rectifiers have died: mine an earlier checkpoint, or train with a smaller learning rate.',
  });
}
