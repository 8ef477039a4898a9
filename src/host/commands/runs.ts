/** Show Run, Compare Runs, Open Run Configuration, Open Run Log, Show Units of Run: a run to look at. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { RunPlace } from '../../protocol/runPage';
import { findProjects } from '../projects';
import { openRuns } from '../runPanel';
import type { Services } from '../services';
import { projectLabel } from '../views/projectItem';
import { chooseRun } from '../views/unitsView';
import { ensureTrust } from '../work';
import { argumentsOf, type Command, type ProjectArguments } from './command';
import { givenRuns, listed, runChoice } from './givenRuns';

export const showRun: Command = async (services, ...given) => {
  const wanted = (await ensureTrust()) && (await oneRun(services, given, 'run to show'));
  if (!wanted) return undefined;
  openRuns(services, [wanted]);
  return wanted;
};

export const compareRuns: Command = async (services, ...given) => {
  if (!(await ensureTrust())) return undefined;
  const named = givenRuns(services, given);
  const wanted = named && named.length > 1 ? named : await askCompared(services, given[0], named?.[0]);
  if (!wanted) return undefined;
  openRuns(services, wanted);
  return wanted;
};

export const openRunConfig: Command = async (services, ...given) => {
  const wanted = (await ensureTrust()) && (await oneRun(services, given, 'run whose configuration is opened'));
  if (wanted) await vscode.window.showTextDocument(runFile(wanted, 'config.json'));
};

export const openRunLog: Command = async (services, ...given) => {
  const wanted = (await ensureTrust()) && (await oneRun(services, given, 'run whose log is opened'));
  if (!wanted) return;
  const there = await vscode.workspace.fs.stat(runFile(wanted, 'log.txt')).then(
    () => true,
    () => false,
  );
  if (there) await vscode.window.showTextDocument(runFile(wanted, 'log.txt'));
  else void vscode.window.showInformationMessage(`${wanted.run} has no log: it was trained in a terminal, which showed what it said.`);
};

export const showUnits: Command = async (services, given) => {
  const { project, run } = argumentsOf<ProjectArguments>(given);
  if (project !== undefined && run !== undefined && (await ensureTrust())) await chooseRun(services, project, run);
  await vscode.commands.executeCommand('deepminer.units.focus');
};

const runFile = ({ project, run }: RunPlace, name: string): vscode.Uri => vscode.Uri.file(path.join(project, 'runs', run, name));

async function oneRun(services: Services, given: readonly unknown[], title: string): Promise<RunPlace | undefined> {
  // Of several selected rows, the one that was clicked.
  const { project, run } = argumentsOf<ProjectArguments>(given[0]);
  if (project !== undefined && run !== undefined) return { project, run };
  const named = givenRuns(services, given);
  if (named) return named[0];
  const found = await listed(services, given[0]);
  if (!found) return undefined;
  if (found.runs.length === 1) return { project: found.project, run: found.runs[0].run };
  const picked = await vscode.window.showQuickPick(found.runs.map(runChoice), { title: `DeepMiner: ${title}`, matchOnDetail: true });
  return picked && { project: found.project, run: picked.run };
}

/** Several runs to choose from, of every project where none is given; the one that the question began at, if any, is compared with those. */
async function askCompared(services: Services, given: unknown, first: RunPlace | undefined): Promise<RunPlace[] | undefined> {
  const { project } = argumentsOf<ProjectArguments>(given);
  const projects = project !== undefined && first === undefined ? [project] : await findProjects();
  if (first && !projects.includes(first.project)) projects.unshift(first.project);
  const isFirst = (place: RunPlace): boolean => place.project === first?.project && place.run === first.run;
  const choices = await Promise.all(projects.map((of) => comparable(services, of)));
  const others = choices.map((own) => own.filter((choice) => !isFirst(choice)));
  if (others.flat().length < (first ? 1 : 2)) {
    void vscode.window.showInformationMessage('There is only one run: nothing to compare it with yet.');
    return undefined;
  }
  const items = others.flatMap((own, i): (vscode.QuickPickItem & Partial<RunPlace>)[] =>
    own.length > 0 && projects.length > 1 ? [separator(projects[i]), ...own] : own,
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: first ? `DeepMiner: runs to compare with ${first.run}` : 'DeepMiner: runs to compare',
    placeHolder: first ? 'Choose one or more' : 'Choose two or more',
    canPickMany: true,
    matchOnDetail: true,
  });
  const runs = [...(first ? [first] : []), ...(picked ?? []).flatMap(({ project, run }) => (project && run ? [{ project, run }] : []))];
  return picked && runs.length > 1 ? runs : undefined;
}

/** Runs of a project, newest first; none, which is logged, where they cannot be listed. */
async function comparable(services: Services, project: string): Promise<(vscode.QuickPickItem & RunPlace)[]> {
  try {
    const runs = await services.compute.listRuns({ project });
    return runs.reverse().map((run) => ({ ...runChoice(run), project }));
  } catch (error) {
    services.log.warn(error instanceof Error ? error.message : String(error));
    return [];
  }
}

const separator = (project: string): vscode.QuickPickItem => {
  const { label, description } = projectLabel(project);
  return { label: description || label, kind: vscode.QuickPickItemKind.Separator };
};
