/** Find Similar Images: the hold-out views whose units speak most like a view's, opened as a notebook that can be run, changed and saved. */
import path from 'node:path';
import * as vscode from 'vscode';
import { SIMILAR_MIME } from '../../protocol/similar';
import { NOTEBOOK_TYPE } from '../notebook/controller';
import { chooseProject, projectOf } from '../projects';
import { ensureTrust, runWork } from '../work';
import { argumentsOf, type Command, type ProjectArguments } from './command';
import { chooseView } from './explain';

export const findSimilar: Command = async (services, given) => {
  const file = given instanceof vscode.Uri ? given.fsPath : undefined;
  const { silent, run, ...wanted } = argumentsOf<ProjectArguments & { view: string }>(given);
  const project = wanted.project ?? (file && (await projectOf(file))) ?? (await chooseProject(services));
  if (!project || !(await ensureTrust())) return undefined;
  const view = file ?? wanted.view ?? (await chooseView(services, project, 'view to compare (test part)'));
  if (!view) return undefined;
  const similar = await runWork(
    services,
    {
      title: `Comparing ${path.basename(view)}`,
      run: (options) => services.compute.similarViews({ project, run, view, pictures: true }, options),
    },
    silent,
  );
  if (!similar) return undefined;
  const name = file ? path.relative(project, file) : similar.query.viewId;
  const code = `await deepminer.similar(${JSON.stringify(name)}${run ? `, { run: ${JSON.stringify(run)} }` : ''})`;
  const heading = new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, `# Similar to ${similar.query.viewId}`, 'markdown');
  const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, code, 'typescript');
  const data = new vscode.NotebookData([heading, cell]);
  data.metadata = {
    metadata: { kernelspec: { name: 'deepminer', display_name: 'DeepMiner', language: 'typescript' }, deepminer: { project } },
  };
  const notebook = await vscode.workspace.openNotebookDocument(NOTEBOOK_TYPE, data);
  await vscode.window.showNotebookDocument(notebook);
  const words = similar.views.map((v) => `${v.viewId} (${v.label ?? 'unknown'}): distance ${v.distance.toFixed(3)}`).join('\n');
  const items = { [SIMILAR_MIME]: JSON.stringify(similar), 'text/plain': words };
  await services.notebooks.show(notebook, notebook.cellCount - 1, items);
  return similar;
};
