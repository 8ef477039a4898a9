/** Mined units by their files: the list, one of them, and one as notebooks show it. */
import { RESEARCH_NOTICE } from '../../protocol/explanation';
import { type Problem, ProblemError } from '../../protocol/problem';
import type { UnitId } from '../../protocol/unit';
import type { UnitNaming } from '../../protocol/units';
import { CONCEPTS_FILE, conceptReport } from '../../units/measured';
import { namingBy } from '../../units/naming';
import type { ComputeMethodsClient } from '../computeClient';
import { settledAnswers } from './lookedAtAnswers';
import type { LookedAtFiles } from './lookedAtFiles';
import { type LookedAtMining, lookedAtMining, minedUnit } from './lookedAtMining';

interface NamedUnits extends LookedAtMining {
  naming: (unit: UnitId) => UnitNaming;
  problems: Problem[];
}

export function lookingUnits(files: LookedAtFiles): Pick<ComputeMethodsClient, 'listUnits' | 'showUnit' | 'displayUnit'> {
  async function named(project: string, run: string | undefined): Promise<NamedUnits> {
    const mining = await lookedAtMining(files, project, run);
    const { answers, problems } = await settledAnswers(files, project, mining.manifest.network);
    const file = files.join(mining.dir, CONCEPTS_FILE);
    const text = await files.text(file).catch(() => undefined);
    const { report, problem } = text === undefined ? {} : conceptReport(text, file, mining.manifest);
    return { ...mining, naming: namingBy(answers, report), problems: [...problems, ...(problem ? [problem] : [])] };
  }

  return {
    async listUnits({ project, run: wanted }) {
      const mining = await named(project, wanted);
      const { run, dir, manifest, naming, problems } = mining;
      const { network, hash, checkpoint, classes, coverage, views, patches } = manifest;
      return {
        ...{ run, miningDir: dir, network, mining: hash, checkpoint, classes, coverage, views, patches, problems },
        units: manifest.units.map((id) => {
          const { unit, ranks, maxActivation, maskThreshold, patches: top } = minedUnit(mining, id);
          const strongest = top[0] && { thumbnail: top[0].thumbnail, label: top[0].label, viewId: top[0].viewId };
          return { unit, ranks, maxActivation, maskThreshold, patches: top.length, strongest, ...naming(id) };
        }),
      };
    },

    async showUnit({ project, run, unit: id }) {
      const mining = await named(project, run);
      const unit = minedUnit(mining, id);
      return { unit, views: viewsOf(mining, id), classes: mining.manifest.classes, ...mining.naming(id) };
    },

    async displayUnit({ project, run, unit: id, network, patches }) {
      const mining = await named(project, run);
      if (mining.manifest.network !== network)
        throw new ProblemError({
          code: 'units.otherNetwork',
          file: mining.dir,
          found: `${mining.run} with the units of network ${mining.manifest.network.slice(0, 12)}`,
          expected: `those of network ${network.slice(0, 12)}, which this explanation is of`,
          remedy: 'The run has been trained or mined again: explain the view again.',
        });
      const unit = minedUnit(mining, id);
      const top = unit.patches.slice(0, patches);
      const pictures = await Promise.all(top.map(({ thumbnail }) => picture(files, mining.dir, thumbnail)));
      const thumbnails = Object.fromEntries(top.flatMap(({ thumbnail }, i) => (pictures[i] ? [[thumbnail, pictures[i]]] : [])));
      const { classes } = mining.manifest;
      return { version: 1, unit: { ...unit, patches: top }, thumbnails, classes, ...mining.naming(id), notice: RESEARCH_NOTICE };
    },
  };
}

/** The views that a unit's top patches lie in; one whose picture is missing is absent. */
export function viewsOf(mining: LookedAtMining, unit: UnitId): LookedAtMining['views'] {
  const shown = minedUnit(mining, unit).patches.map(({ viewId }) => viewId);
  return Object.fromEntries(shown.filter((id) => Object.hasOwn(mining.views, id)).map((id) => [id, mining.views[id]]));
}

/** As the address of its data; nothing where it is missing, or where its path leads out of the folder. */
async function picture(files: LookedAtFiles, dir: string, relative: string): Promise<string | undefined> {
  const file = files.join(dir, relative);
  if (!file.startsWith(files.join(dir, '_').slice(0, -1))) return undefined;
  const bytes = await files.bytes(file).catch(() => undefined);
  return bytes && `data:image/jpeg;base64,${base64Of(bytes)}`;
}

/** Without Node. */
const base64Of = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
