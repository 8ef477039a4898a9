/** The name under which somebody answers: what it may be, and the one given last on this machine. */
import * as vscode from 'vscode';
import type { PageServices } from './services';

const REMEMBERED = 'deepminer.expert';

/** The setting, else the name given before. */
export function rememberedName({ context }: Pick<PageServices, 'context'>): string | undefined {
  return vscode.workspace.getConfiguration('deepminer').get<string>('expert')?.trim() || context.globalState.get<string>(REMEMBERED);
}

export async function rememberName({ context }: Pick<PageServices, 'context'>, name: string): Promise<void> {
  await context.globalState.update(REMEMBERED, name.trim());
}

/** Why it is none; the name becomes a file name: annotations/<expert>.jsonl. */
export function expertNameProblem(name: string): string | undefined {
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,63}$/u.test(name.trim())) return 'Use letters, digits, spaces, dots, hyphens and underscores.';
  if (name.trim().toLowerCase() === 'reference') return 'This name belongs to the reference annotator.';
  return undefined;
}
