/** Which runs a command is for: rows of the Runs view, what a program names, or what the person chooses from a list. */
import * as vscode from 'vscode';
import type { RunSummary } from '../../protocol/compute';
import type { RunPlace } from '../../protocol/runPage';
import { chooseProject } from '../projects';
import { distinctRuns } from '../runs/runNames';
import type { Services } from '../services';
import { runDescription } from '../views/runWords';
import { argumentsOf, type ProjectArguments } from './command';

interface RunArguments extends ProjectArguments {
  runs: string[];
  /** A key was pressed in the view: what is selected there. */
  selection: boolean;
}

/** The runs of a command's arguments, of whichever projects: VS Code gives the row that was clicked, then all selected ones. Undefined where they name none. */
export function givenRuns(services: Services, [clicked, selected]: readonly unknown[]): RunPlace[] | undefined {
  const { project, run, runs, selection } = argumentsOf<RunArguments>(clicked);
  const rows = selection ? services.selectedRuns() : Array.isArray(selected) ? selected.map((row) => argumentsOf<RunRow>(row)) : [];
  const marked = rows.flatMap((row) => (row.kind === 'run' && row.project && row.run ? [{ project: row.project, run: row.run }] : []));
  if (marked.length > 0) return distinctRuns(marked);
  const named = runs ?? (run === undefined ? [] : [run]);
  return project !== undefined && named.length > 0 ? named.map((name) => ({ project, run: name })) : undefined;
}

type RunRow = ProjectArguments & { kind: string };

/** The project of the arguments, or chosen; its runs, newest first. Undefined when there is no project, or, which is said, no run. */
export async function listed(services: Services, given: unknown): Promise<{ project: string; runs: RunSummary[] } | undefined> {
  const project = await chooseProject(services, argumentsOf<ProjectArguments>(given).project);
  if (!project) return undefined;
  const runs = (await services.compute.listRuns({ project })).reverse();
  if (runs.length > 0) return { project, runs };
  void vscode.window.showInformationMessage('This project has no run yet: DeepMiner: Train begins one.');
  return undefined;
}

export const runChoice = (run: RunSummary): vscode.QuickPickItem & { run: string } => ({
  label: run.run,
  description: runDescription(run, run.status === 'running' ? { progress: run.progress, stopping: false } : undefined),
  detail: `${run.network}, ${run.epochsDone} of ${run.epochs} epochs, begun ${new Date(run.createdAt).toLocaleString()}`,
  run: run.run,
});
