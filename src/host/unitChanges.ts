/** Tells when what is known of mined units may have changed: new results, concept reports, answers; of this window or of any other program. */
import type * as vscode from 'vscode';
import { FileChanges } from './fileChanges';

const FILES = ['**/runs/*/mining/*/{manifest,concepts}.json', '**/annotations/{*.jsonl,consensus/*.jsonl}', '**/deepminer.json'];

export const watchUnits = (runsChanged: vscode.Event<void>): FileChanges => new FileChanges(FILES, [runsChanged]);
