/** Dissect Units: which units detect which concepts, measured against masks beside the views or in any folder. */
import * as vscode from 'vscode';
import type { ConceptReport } from '../../protocol/concepts';
import { offerNext } from '../nextStep';
import { chooseProject } from '../projects';
import { runWork } from '../work';
import { argumentsOf, type Command, type ProjectArguments } from './command';

interface DissectArguments extends ProjectArguments {
  /** Folder of masks; '' for those beside the views. Without it, it is asked for. */
  masks: string;
  quantile: number;
  allUnits: boolean;
}

export const dissect: Command = async (services, given) => {
  const { silent, run, quantile, allUnits, ...wanted } = argumentsOf<DissectArguments>(given);
  const project = await chooseProject(services, wanted.project);
  if (!project) return undefined;
  const chosen = wanted.masks ?? (silent ? '' : await chooseMasks(project));
  if (chosen === undefined) return undefined;
  const masks = chosen === '' ? undefined : chosen;
  const dissection = await runWork(
    services,
    {
      title: 'Dissecting units',
      run: (options) => services.compute.dissect({ project, run, masks, quantile, allUnits }, options),
      cancelled: 'Nothing was changed.',
    },
    silent,
  );
  if (!dissection) return undefined;
  offerNext(
    summary(dissection.report),
    {
      label: 'Show Chart',
      command: 'vscode.openWith',
      arguments: [vscode.Uri.file(dissection.files.chart), 'imagePreview.previewEditor'],
    },
    { label: 'Annotate by Reference', command: 'deepminer.annotateByReference', arguments: [{ project, run, masks }] },
  );
  return dissection;
};

/** The figures in a sentence. */
function summary({ units, concepts, bar }: ConceptReport): string {
  const detectors = concepts.reduce((sum, c) => sum + c.detectors.length, 0);
  const detected = concepts.filter((c) => c.detectors.length > 0);
  const most = detected
    .slice(0, 3)
    .map((c) => `${c.concept} ${c.detectors.length}`)
    .join(', ');
  return `${detectors} of ${Object.keys(units).length} units detect one of ${concepts.length} concepts (IoU ${bar} or more)${most ? `, most of all ${most}` : ''}.`;
}

/** Asks where the masks lie; undefined when the user turned away. */
async function chooseMasks(project: string): Promise<string | undefined> {
  const beside = { label: 'Masks beside the views', detail: 'As sample projects have them.', folder: false };
  const folder = {
    label: 'A folder of masks …',
    detail: 'One folder a concept, one PNG a view: SPICULATED/case0001.LEFT_CC.png.',
    folder: true,
  };
  const picked = await vscode.window.showQuickPick([beside, folder], { title: 'DeepMiner: masks of known concepts' });
  if (!picked) return undefined;
  if (!picked.folder) return '';
  const found = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: vscode.Uri.file(project),
    openLabel: 'Dissect with These Masks',
    title: 'Folder of masks: <concept>/<view id>.png',
  });
  return found?.[0].fsPath;
}
