/** Tells when what is known of mined units may have changed: new results, concept reports, answers; of this window or of any other program. */
import * as vscode from 'vscode';

/** Files arrive in bursts: a survey saves an answer, a mining its manifest. */
const DELAY_MS = 300;
const FILES = ['**/runs/*/mining/*/{manifest,concepts}.json', '**/annotations/{*.jsonl,consensus/*.jsonl}', '**/deepminer.json'];

export class UnitChanges implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly event = this.#changed.event;
  readonly #disposables: vscode.Disposable[] = [this.#changed];
  #timer: NodeJS.Timeout | undefined;

  constructor(runsChanged: vscode.Event<void>) {
    const hear = (): void => this.#soon();
    for (const watcher of FILES.map((glob) => vscode.workspace.createFileSystemWatcher(glob)))
      this.#disposables.push(watcher, watcher.onDidCreate(hear), watcher.onDidChange(hear), watcher.onDidDelete(hear));
    this.#disposables.push(
      runsChanged(hear),
      vscode.workspace.onDidGrantWorkspaceTrust(hear),
      vscode.workspace.onDidChangeWorkspaceFolders(hear),
    );
  }

  dispose(): void {
    clearTimeout(this.#timer);
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#changed.fire();
    }, DELAY_MS);
  }
}
