/** Show Run, Compare Runs, Open Run Configuration, Open Run Log, Show Units of Run: a run to look at. */
import path from 'node:path';
import * as vscode from 'vscode';
import { openRuns } from '../runPanel';
import type { Services } from '../services';
import { chooseRun } from '../views/unitsView';
import { ensureTrust } from '../work';
import { argumentsOf, type Command, type ProjectArguments } from './command';
import { type GivenRuns, givenRuns, listed, runChoice } from './givenRuns';

export const showRun: Command = async (services, ...given) => {
  const wanted = (await ensureTrust()) && (await oneRun(services, given, 'run to show'));
  if (!wanted) return undefined;
  openRuns(services, wanted);
  return wanted;
};

export const compareRuns: Command = async (services, ...given) => {
  if (!(await ensureTrust())) return undefined;
  const named = givenRuns(services, given);
  const wanted = named && named.runs.length > 1 ? named : await askCompared(services, given[0], named);
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
  else void vscode.window.showInformationMessage(`${wanted.runs[0]} has no log: it was trained in a terminal, which showed what it said.`);
};

export const showUnits: Command = async (services, given) => {
  const { project, run } = argumentsOf<ProjectArguments>(given);
  if (project !== undefined && run !== undefined && (await ensureTrust())) await chooseRun(services, project, run);
  await vscode.commands.executeCommand('deepminer.units.focus');
};

const runFile = ({ project, runs: [run] }: GivenRuns, name: string): vscode.Uri => vscode.Uri.file(path.join(project, 'runs', run, name));

async function oneRun(services: Services, given: readonly unknown[], title: string): Promise<GivenRuns | undefined> {
  // Of several selected rows, the one that was clicked.
  const { project, run } = argumentsOf<ProjectArguments>(given[0]);
  if (project !== undefined && run !== undefined) return { project, runs: [run] };
  const named = givenRuns(services, given);
  if (named) return { ...named, runs: named.runs.slice(0, 1) };
  const found = await listed(services, given[0]);
  if (!found) return undefined;
  if (found.runs.length === 1) return { project: found.project, runs: [found.runs[0].run] };
  const picked = await vscode.window.showQuickPick(found.runs.map(runChoice), { title: `DeepMiner: ${title}`, matchOnDetail: true });
  return picked && { project: found.project, runs: [picked.run] };
}

/** Several runs to choose from; the one that the question began at, if any, is compared with those. */
async function askCompared(services: Services, given: unknown, first: GivenRuns | undefined): Promise<GivenRuns | undefined> {
  const found = await listed(services, first ?? given);
  if (!found) return undefined;
  const own = first?.runs[0];
  const others = found.runs.filter(({ run }) => run !== own);
  if (others.length < (own === undefined ? 2 : 1)) {
    void vscode.window.showInformationMessage('There is only one run: nothing to compare it with yet.');
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(others.map(runChoice), {
    title: own === undefined ? 'DeepMiner: runs to compare' : `DeepMiner: runs to compare with ${own}`,
    placeHolder: own === undefined ? 'Choose two or more' : 'Choose one or more',
    canPickMany: true,
    matchOnDetail: true,
  });
  const runs = [...(own === undefined ? [] : [own]), ...(picked ?? []).map(({ run }) => run)];
  return picked && runs.length > 1 ? { project: found.project, runs } : undefined;
}
