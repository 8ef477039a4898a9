/** Create Reader Study: asks for the choices that matter, draws the cases, and says where the key lies. */
import * as vscode from 'vscode';
import type { StudyChoices } from '../../protocol/study';
import { offerNext } from '../nextStep';
import { chooseProject } from '../projects';
import { runWork } from '../work';
import { argumentsOf, type Command, type ProjectArguments } from './command';
import { askChoices } from './studyChoices';

interface StudyArguments extends ProjectArguments {
  name: string;
  /** Given by a program: nothing is asked. */
  choices: Partial<StudyChoices>;
}

export const createStudy: Command = async (services, given) => {
  const { silent, run, name, ...wanted } = argumentsOf<StudyArguments>(given);
  const project = await chooseProject(services, wanted.project);
  if (!project) return undefined;
  const choices = wanted.choices ?? (silent ? {} : await askChoices(services));
  if (!choices) return undefined;
  const created = await runWork(
    services,
    {
      title: 'Creating a reader study',
      run: (options) => services.compute.createStudy({ project, run, name, choices }, options),
      cancelled: 'Nothing was written.',
    },
    silent,
  );
  if (!created) return undefined;
  const { plan, keyFile } = created;
  const half = plan.cases.length / 2;
  offerNext(
    `${plan.name}: ${half} benign and ${half} malignant cases. Its key says which is which: it lies apart, in ${vscode.workspace.asRelativePath(keyFile)}, and is to be kept from readers.`,
    { label: 'Open Reader Study', command: 'deepminer.runStudy', arguments: [{ project, study: plan.name }] },
    { label: 'Reveal Key', command: 'revealInExplorer', arguments: [vscode.Uri.file(keyFile)] },
  );
  return created;
};
