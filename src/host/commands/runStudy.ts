/** Open Reader Study: which study, and who reads; then the reader's page. */
import * as vscode from 'vscode';
import type { StudyListing } from '../../protocol/study';
import { expertNameProblem, rememberedName, rememberName } from '../answeringName';
import { chooseProject } from '../projects';
import type { Services } from '../services';
import { openStudy } from '../studyPanel';
import { ensureTrust } from '../work';
import { argumentsOf, type Command, type ProjectArguments } from './command';

export const runStudy: Command = async (services, given) => {
  const wanted = argumentsOf<ProjectArguments & { study: string; reader: string }>(given);
  const project = await chooseProject(services, wanted.project);
  if (!project || !(await ensureTrust())) return undefined;
  const study = wanted.study ?? (await askStudy(services, project));
  if (!study) return undefined;
  const reader = wanted.reader ?? (await askReader(services, study));
  if (!reader) return undefined;
  openStudy(services, { project, study, reader });
  return { project, study, reader };
};

/** The latest first; where there is none, making one is offered. */
async function askStudy(services: Services, project: string): Promise<string | undefined> {
  const studies = await services.compute.listStudies({ project });
  if (studies.length === 0) {
    const create = 'Create Reader Study';
    void vscode.window
      .showInformationMessage('This project has no reader study yet.', create)
      .then((chosen) => chosen === create && vscode.commands.executeCommand('deepminer.createStudy', { project }));
    return undefined;
  }
  const items = studies.toReversed().map((study) => ({ label: study.name, description: describe(study), detail: readersOf(study) }));
  return (await vscode.window.showQuickPick(items, { title: 'DeepMiner: study to read' }))?.label;
}

function describe({ cases, conditions, run }: StudyListing): string {
  const shown = { words: 'words alone', picture: 'words with picture' };
  return `${cases} cases of ${run}, ${conditions.map((condition) => shown[condition]).join(', then ')}`;
}

/** How far each is, which tells nothing of what anybody said. */
function readersOf({ readers }: StudyListing): string {
  return readers.length === 0 ? 'no reader yet' : readers.map(({ reader, answered, of }) => `${reader} ${answered} of ${of}`).join(', ');
}

/** Asked each time, since several read at one machine; the name given last is there to be taken. */
async function askReader(services: Services, study: string): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title: `DeepMiner: read ${study}`,
    prompt: 'Your name as a reader; your calls are filed under it, and you go on where you stopped',
    value: rememberedName(services),
    ignoreFocusOut: true,
    validateInput: expertNameProblem,
  });
  if (name) await rememberName(services, name);
  return name?.trim();
}
