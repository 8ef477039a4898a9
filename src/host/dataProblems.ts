/** What is wrong with data sets in VS Code's Problems panel, each problem at its file and line. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { DataCheck } from '../protocol/dataCheck';
import { problemEntries } from './problemEntries';
import { CONFIG_FILE } from './projects';

let collection: vscode.DiagnosticCollection | undefined;
/** Files with entries, by project: a check takes back what an earlier one of the same project said. */
const shown = new Map<string, vscode.Uri[]>();

/** Shows the problems of a check in place of those of the project's check before. */
export function showDataProblems(context: vscode.ExtensionContext, check: DataCheck): void {
  if (!collection) {
    collection = vscode.languages.createDiagnosticCollection('deepminer');
    context.subscriptions.push(collection);
  }
  for (const uri of shown.get(check.project) ?? []) collection.delete(uri);
  const entries = problemEntries(check, path.join(check.project, CONFIG_FILE));
  shown.set(
    check.project,
    [...entries].map(([file, problems]) => {
      const uri = vscode.Uri.file(file);
      collection!.set(
        uri,
        problems.map(({ line, message, severity, code }) => {
          const diagnostic = new vscode.Diagnostic(new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER), message, SEVERITIES[severity]);
          diagnostic.source = 'DeepMiner';
          diagnostic.code = code;
          return diagnostic;
        }),
      );
      return uri;
    }),
  );
}

const SEVERITIES = { error: vscode.DiagnosticSeverity.Error, warning: vscode.DiagnosticSeverity.Warning };
