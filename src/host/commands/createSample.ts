/** Create Sample Project: synthetic cases in DDSM's form with a deepminer.json, in a folder of the user's choice. */
import path from 'node:path';
import * as vscode from 'vscode';
import { offerNext } from '../nextStep';
import { runWork } from '../work';
import { argumentsOf, type Command } from './command';

interface SampleArguments {
  dir: string;
  cases: number;
  seed: number;
  /** Asks nothing that has a sensible answer. */
  quick: boolean;
}

/** Enough cases for a split with every class in every part, few enough to train on two cores. */
const SUGGESTED_CASES = 40;
const FEWEST_CASES = 4;

export const createSample: Command = async (services, given) => {
  const { silent, ...wanted } = argumentsOf<SampleArguments>(given);
  const dir = wanted.dir ?? (wanted.quick ? await freeFolder() : await askFolder());
  if (!dir) return undefined;
  const cases = wanted.cases ?? (wanted.quick ? SUGGESTED_CASES : await askCases());
  if (!cases) return undefined;
  const seed = wanted.seed ?? 1;
  const sample = await runWork(
    services,
    {
      title: 'Writing the sample project',
      run: (options) => services.compute.createSample({ dir, cases, seed }, options),
      cancelled: `The sample is unfinished: remove ${dir} before writing it again.`,
    },
    silent,
  );
  if (!sample) return undefined;
  const inside = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(sample.dir)) !== undefined;
  offerNext(
    `Sample project: ${sample.cases} cases, ${sample.views} views, ${sample.findings} findings in ${sample.dir}.`,
    inside
      ? { label: 'Train', command: 'deepminer.train', arguments: [{ project: sample.dir }] }
      : { label: 'Open Folder', command: 'vscode.openFolder', arguments: [vscode.Uri.file(sample.dir)] },
    { label: 'Open Settings File', command: 'vscode.open', arguments: [vscode.Uri.file(path.join(sample.dir, 'deepminer.json'))] },
  );
  return sample;
};

/** sample, sample-2, … in the workspace: nothing is written over; without a workspace, a folder is chosen. */
async function freeFolder(): Promise<string | undefined> {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (root?.scheme !== 'file') return askFolder();
  const names = new Set((await vscode.workspace.fs.readDirectory(root)).map(([name]) => name));
  for (let n = 1; ; n++) {
    const name = n === 1 ? 'sample' : `sample-${n}`;
    if (!names.has(name)) return path.join(root.fsPath, name);
  }
}

/** A path inside the workspace is proposed; without a workspace, a folder is chosen. */
async function askFolder(): Promise<string | undefined> {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (root)
    return vscode.window.showInputBox({
      title: 'DeepMiner: sample project (1 of 2)',
      prompt: 'Folder to write the sample project into',
      value: path.join(root, 'sample'),
      valueSelection: undefined,
      ignoreFocusOut: true,
      validateInput: (value) => (path.isAbsolute(value) ? undefined : 'Write an absolute path.'),
    });
  const chosen = await vscode.window.showOpenDialog({
    title: 'Folder for the sample project',
    canSelectFolders: true,
    canSelectFiles: false,
    openLabel: 'Write Sample Here',
  });
  return chosen?.[0].fsPath;
}

async function askCases(): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: 'DeepMiner: sample project (2 of 2)',
    prompt: 'Number of synthetic cases (four views each)',
    value: String(SUGGESTED_CASES),
    ignoreFocusOut: true,
    validateInput: (value) =>
      /^\d+$/.test(value) && Number(value) >= FEWEST_CASES ? undefined : `Write a whole number from ${FEWEST_CASES}.`,
  });
  return text === undefined ? undefined : Number(text);
}
