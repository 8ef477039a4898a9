/** Reveal in Explorer, Reveal in File Manager, Copy Path: where the file or folder behind a row of a view lies. */
import path from 'node:path';
import * as vscode from 'vscode';
import { argumentsOf, type Command, type ProjectArguments } from './command';

interface Placed extends ProjectArguments {
  /** Absolute path of the row's file or folder. Not called `file`: other commands write to the file that they are given. */
  place: string;
}

/** The row's file or folder, else that of its run, else the project. */
function placeOf(given: unknown): vscode.Uri | undefined {
  const { place, project, run } = argumentsOf<Placed>(given);
  const found = place ?? (project !== undefined && run !== undefined ? path.join(project, 'runs', run) : project);
  return found === undefined ? undefined : vscode.Uri.file(found);
}

export const revealInExplorer: Command = async (_, given) => {
  const place = placeOf(given);
  if (place) await vscode.commands.executeCommand('revealInExplorer', place);
};

export const revealInFileManager: Command = async (_, given) => {
  const place = placeOf(given);
  if (place) await vscode.commands.executeCommand('revealFileInOS', place);
};

export const copyPath: Command = async (_, given, selected) => {
  const rows = Array.isArray(selected) && selected.length > 0 ? selected : [given];
  const places = rows.flatMap((row) => placeOf(row)?.fsPath ?? []);
  if (places.length > 0) await vscode.env.clipboard.writeText(places.join('\n'));
};
