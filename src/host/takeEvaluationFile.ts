/** Copies or saves one of an evaluation's tables and pictures. */
import path from 'node:path';
import * as vscode from 'vscode';
import { EVALUATION_FILES, type EvaluationFileName } from '../protocol/evaluation';
import { uriOf } from './uriOf';

/**
 * Gives where the file was saved, `clipboard` where it was copied; undefined when the person turned away. Takes no file but those that an
 * evaluation has; throws when it cannot be read or written.
 * @param folder the evaluation's folder
 * @param saved path that a copy gets by default
 */
export async function takeEvaluationFile(
  folder: string,
  file: EvaluationFileName,
  how: 'copy' | 'save',
  saved: string,
): Promise<string | undefined> {
  if (!EVALUATION_FILES.includes(file)) throw new Error(`${file} is no file of an evaluation.`);
  const source = uriOf(path.join(folder, file));
  const bytes = await vscode.workspace.fs.readFile(source).then(undefined, () => {
    throw new Error(`${source.fsPath} cannot be read. Evaluate the run again to write it anew.`);
  });
  if (how === 'copy') {
    await vscode.env.clipboard.writeText(new TextDecoder().decode(bytes));
    return 'clipboard';
  }
  const target = await vscode.window.showSaveDialog({
    title: 'Save a copy',
    defaultUri: uriOf(saved),
    filters: file.endsWith('.svg') ? { 'SVG picture': ['svg'] } : { 'CSV table': ['csv'] },
  });
  if (!target) return undefined;
  await vscode.workspace.fs.writeFile(target, bytes);
  return target.fsPath;
}
