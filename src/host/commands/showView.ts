/** Show View: one view with the outlines of its findings: on the page of the checked data set, or, before a check, as a picture. */
import * as vscode from 'vscode';
import { ComputeError } from '../computeErrors';
import { openDataCheck } from '../dataCheckPanel';
import { chooseProject } from '../projects';
import type { Services } from '../services';
import { ensureTrust, runWork } from '../work';
import { argumentsOf, type Command, type ProjectArguments } from './command';

export const showView: Command = async (services, given) => {
  const { silent, view: named, ...wanted } = argumentsOf<ProjectArguments & { view: string }>(given);
  const project = (await ensureTrust()) ? await chooseProject(services, wanted.project) : undefined;
  const view = project && (named ?? (await askView(services, project)));
  if (!project || !view) return undefined;
  if (await isChecked(services, project, view)) {
    openDataCheck(services, project, view);
    return { project, view };
  }
  const picture = await runWork(
    services,
    { title: `Drawing ${view}`, run: (options) => services.compute.viewPicture({ project, view }, options) },
    silent,
  );
  if (!picture) return undefined;
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(picture.file));
  return { project, view, file: picture.file };
};

/** Whether the latest check has the view: a data set that grew since has views that it has not. */
async function isChecked({ compute }: Services, project: string, view: string): Promise<boolean> {
  const check = await compute.openDataCheck({ project }).catch((error: unknown) => {
    if (error instanceof ComputeError && error.problem?.code === 'check.none') return undefined;
    throw error;
  });
  return check?.views.some(({ viewId }) => viewId === view) ?? false;
}

async function askView(services: Services, project: string): Promise<string | undefined> {
  const views = await runWork(services, {
    title: 'Reading the data set',
    run: (options) => services.compute.listViews({ project }, options),
  });
  const parts = { train: 'training', holdout: 'hold-out', test: 'test' };
  const items = views?.map(({ viewId, label, part }) => ({ label: viewId, description: `${label}, ${parts[part]} part` }));
  const options = { title: 'DeepMiner: view to show', matchOnDescription: true, placeHolder: 'Type a case, a side, a class or a part' };
  return items && (await vscode.window.showQuickPick(items, options))?.label;
}
