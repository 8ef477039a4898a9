/** Find Similar Images: the hold-out views whose units speak most like a view's, opened as a notebook that can be run, changed and saved. */
import path from 'node:path';
import * as vscode from 'vscode';
import { nameFrom } from '../../protocol/inside';
import { SIMILAR_MIME } from '../../protocol/similar';
import { openResult } from '../notebook/resultNotebook';
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
  const name = file ? nameFrom(project, file, path) : similar.query.viewId;
  const code = `await deepminer.similar(${JSON.stringify(name)}${run ? `, { run: ${JSON.stringify(run)} }` : ''})`;
  const words = similar.views.map((v) => `${v.viewId} (${v.label ?? 'unknown'}): distance ${v.distance.toFixed(3)}`).join('\n');
  await openResult(services, {
    project,
    title: `Similar to ${similar.query.viewId}`,
    code,
    items: { [SIMILAR_MIME]: JSON.stringify(similar), 'text/plain': words },
  });
  return similar;
};
