/** listUnits, showUnit and displayUnit: the mined units of a run with what they are called, and everything known of one. */
import { readMinedUnit, readMinedUnits, readViewCards } from '../../mining/folder';
import { openProject } from '../../project/project';
import { ProblemError } from '../../protocol/problem';
import type { Method } from '../method';
import { openUnits } from '../openUnits';
import { unitDisplay } from '../unitDisplay';

export const listUnits: Method<'listUnits'> = async ({ project: dir, run: name }) => {
  const { run, dir: miningDir, manifest, naming, problems } = await openUnits(await openProject(dir), name);
  const mined = await readMinedUnits(miningDir);
  const { network, hash, checkpoint, classes, coverage, views, patches } = manifest;
  return {
    run,
    miningDir,
    network,
    mining: hash,
    checkpoint,
    classes,
    coverage,
    views,
    patches,
    units: manifest.units.map((id) => {
      const { unit, ranks, maxActivation, maskThreshold, patches: top } = mined[id];
      const strongest = top[0] && { thumbnail: top[0].thumbnail, label: top[0].label, viewId: top[0].viewId };
      return { unit, ranks, maxActivation, maskThreshold, patches: top.length, strongest, ...naming(id) };
    }),
    problems,
  };
};

export const showUnit: Method<'showUnit'> = async ({ project: dir, run: name, unit: id }) => {
  const { dir: miningDir, manifest, naming } = await openUnits(await openProject(dir), name);
  const unit = await readMinedUnit(miningDir, id);
  const cards = await readViewCards(miningDir);
  const shown = [...new Set(unit.patches.map(({ viewId }) => viewId))].filter((viewId) => Object.hasOwn(cards, viewId));
  return { unit, views: Object.fromEntries(shown.map((viewId) => [viewId, cards[viewId]])), classes: manifest.classes, ...naming(id) };
};

export const displayUnit: Method<'displayUnit'> = async ({ project: dir, run: name, unit: id, network, patches }) => {
  const { run, dir: miningDir, manifest, naming } = await openUnits(await openProject(dir), name);
  if (manifest.network !== network)
    throw new ProblemError({
      code: 'units.otherNetwork',
      file: miningDir,
      found: `${run} with the units of network ${manifest.network.slice(0, 12)}`,
      expected: `those of network ${network.slice(0, 12)}, which this explanation is of`,
      remedy: 'The run has been trained or mined again: explain the view again.',
    });
  const detail = { unit: await readMinedUnit(miningDir, id), views: {}, classes: manifest.classes, ...naming(id) };
  return unitDisplay(detail, miningDir, patches);
};
