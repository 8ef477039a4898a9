/** What is wrong with a deepminer.json that its JSON schema cannot tell, in the Problems panel at its line: while it is open, and as it is typed. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { Problem } from '../protocol/problem';
import { CONFIG_FILE } from './projects';
import type { Services } from './services';

/** A pause in typing. */
const PAUSE_MS = 400;

export class SettingsProblems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('deepminer-settings');
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #disposables: vscode.Disposable[];

  constructor(private readonly services: Pick<Services, 'compute' | 'log' | 'runsChanged'>) {
    const checkOpen = (): void => {
      for (const document of vscode.workspace.textDocuments) this.#checkSoon(document);
    };
    this.#disposables = [
      this.#collection,
      vscode.workspace.onDidOpenTextDocument((document) => this.#checkSoon(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#checkSoon(document)),
      // Files that it names may have come or gone meanwhile.
      vscode.workspace.onDidSaveTextDocument((document) => this.#checkSoon(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#collection.delete(document.uri)),
      vscode.workspace.onDidGrantWorkspaceTrust(checkOpen),
      services.runsChanged.event(checkOpen),
    ];
    checkOpen();
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #checkSoon(document: vscode.TextDocument): void {
    if (!isSettings(document) || !vscode.workspace.isTrusted) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => void this.#check(document), PAUSE_MS),
    );
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    try {
      const problems = await this.services.compute.checkSettings({ project: path.dirname(document.uri.fsPath), text: document.getText() });
      // What was typed since then is checked by itself.
      if (document.isClosed || document.version !== version) return;
      this.#collection.set(
        document.uri,
        problems.map((problem) => diagnosticOf(document, problem)),
      );
    } catch (error) {
      this.services.log.warn(`${document.uri.fsPath} cannot be checked: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

const isSettings = ({ uri }: vscode.TextDocument): boolean => uri.scheme === 'file' && path.basename(uri.fsPath) === CONFIG_FILE;

/** At its line, without the white space before it. */
function diagnosticOf(document: vscode.TextDocument, { severity, code, line = 1, found, expected, remedy }: Problem): vscode.Diagnostic {
  const text = document.lineAt(Math.min(line, document.lineCount) - 1);
  const range = new vscode.Range(text.lineNumber, text.firstNonWhitespaceCharacterIndex, text.lineNumber, text.text.trimEnd().length);
  const level = severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  const diagnostic = new vscode.Diagnostic(range, `Found ${found}; expected ${expected}. ${remedy}`, level);
  diagnostic.source = 'DeepMiner';
  diagnostic.code = code;
  return diagnostic;
}
