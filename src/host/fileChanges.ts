/** Tells when files of the workspace may have changed, by this window or any other program: bursts of changes are told once. */
import * as vscode from 'vscode';

/** Files arrive in bursts: a survey saves an answer, a mining its manifest, a training an epoch. */
const DELAY_MS = 300;

export class FileChanges implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly event = this.#changed.event;
  readonly #disposables: vscode.Disposable[] = [this.#changed];
  #timer: NodeJS.Timeout | undefined;

  /** `globs`: of files in any folder of the workspace; `events` tell of changes that are no file's. */
  constructor(globs: readonly string[], events: readonly vscode.Event<unknown>[] = []) {
    const hear = (): void => this.#soon();
    for (const watcher of globs.map((glob) => vscode.workspace.createFileSystemWatcher(glob)))
      this.#disposables.push(watcher, watcher.onDidCreate(hear), watcher.onDidChange(hear), watcher.onDidDelete(hear));
    const all = [...events, vscode.workspace.onDidGrantWorkspaceTrust, vscode.workspace.onDidChangeWorkspaceFolders];
    this.#disposables.push(...all.map((event) => event(hear)));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #soon(): void {
    // Not put off by what comes meanwhile: epochs may follow each other faster than this.
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#changed.fire();
    }, DELAY_MS);
  }
}
