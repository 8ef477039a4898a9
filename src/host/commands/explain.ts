/** Explain Image: explains one view and opens the explanation as a notebook that can be run, changed and saved. */
import path from 'node:path';
import * as vscode from 'vscode';
import { EXPLANATION_MIME } from '../../protocol/explanation';
import { nameFrom } from '../../protocol/inside';
import { openResult } from '../notebook/resultNotebook';
import { chooseProject, projectOf } from '../projects';
import type { Services } from '../services';
import { ensureTrust, runWork } from '../work';
import { argumentsOf, type Command, type ProjectArguments } from './command';

/** VS Code's own viewer of pictures. */
const IMAGE_TAB = 'imagePreview.previewEditor';

interface ExplainArguments extends ProjectArguments {
  /** View id or image file. */
  view: string;
}

export const explain: Command = async (services, given) => {
  const file = given instanceof vscode.Uri ? given.fsPath : undefined;
  const { silent, run, ...wanted } = argumentsOf<ExplainArguments>(given);
  const project = wanted.project ?? (file && (await projectOf(file))) ?? (await chooseProject(services));
  if (!project || !(await ensureTrust())) return undefined;
  const view = file ?? wanted.view ?? (await chooseView(services, project));
  if (!view) return undefined;
  const result = await runWork(
    services,
    {
      title: `Explaining ${path.basename(view)}`,
      run: (options) => services.compute.explain({ project, run, view }, options),
    },
    silent,
  );
  if (!result) return undefined;
  const { explanation, text } = result;
  const code = `await deepminer.explain(${JSON.stringify(file ? nameFrom(project, file, path) : explanation.viewId)}${run ? `, { run: ${JSON.stringify(run)} }` : ''})`;
  await openResult(services, {
    project,
    title: explanation.viewId,
    code,
    items: { [EXPLANATION_MIME]: JSON.stringify(explanation), 'text/plain': text },
    later: async () => ({ 'image/jpeg': (await services.compute.drawStill({ explanation })).still }),
  });
  return result;
};

/** Asks for a view of the test part: those the network has never seen. */
export async function chooseView(services: Services, project: string, title = 'view to explain (test part)'): Promise<string | undefined> {
  const views = await runWork(services, {
    title: 'Reading the data set',
    run: (options) => services.compute.listViews({ project, part: 'test' }, options),
  });
  if (!views) return undefined;
  const open = openImage();
  const items: (vscode.QuickPickItem & { view?: string })[] = views.map((v) => ({
    label: v.viewId,
    description: v.label,
    detail: v.findings > 0 ? `${v.findings} finding${v.findings > 1 ? 's' : ''}` : undefined,
  }));
  if (open) items.unshift({ label: `$(file-media) ${path.basename(open)}`, description: 'the image that is open', view: open });
  const picked = await vscode.window.showQuickPick(items, {
    title: `DeepMiner: ${title}`,
    matchOnDescription: true,
    placeHolder: 'Type a case, a side or a class',
  });
  return picked?.view ?? picked?.label;
}

/** The file of the image tab in front, where one is. */
function openImage(): string | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom && input.viewType === IMAGE_TAB ? input.uri.fsPath : undefined;
}
