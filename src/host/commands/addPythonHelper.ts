/** Add Python Helper: deepminer.py in the project's folder, for Python notebooks; a file that was changed is asked about. */
import * as vscode from 'vscode';
import { offerNext } from '../nextStep';
import { chooseProject } from '../projects';
import { runWork } from '../work';
import { argumentsOf, type Command, type ProjectArguments } from './command';

export const addPythonHelper: Command = async (services, given) => {
  const { silent, replace, ...wanted } = argumentsOf<ProjectArguments & { replace: boolean }>(given);
  const dir = await chooseProject(services, wanted.project);
  if (!dir) return undefined;
  const add = (replacing?: boolean) =>
    runWork(
      services,
      { title: 'Adding the Python helper', run: (options) => services.compute.addPythonHelper({ dir, replace: replacing }, options) },
      silent,
    );
  let helper = await add(replace);
  if (helper?.state === 'changed' && !silent) {
    const answer = await vscode.window.showWarningMessage(
      `${helper.file} was changed, or is of another version of DeepMiner. Replace it?`,
      { modal: true },
      'Replace',
    );
    if (answer !== 'Replace') return helper;
    helper = await add(true);
  }
  if (helper && helper.state !== 'changed')
    offerNext('In a Python notebook of this folder: import deepminer; deepminer.explain("view.png")', {
      label: 'Show File',
      command: 'vscode.open',
      arguments: [vscode.Uri.file(helper.file)],
    });
  return helper;
};
