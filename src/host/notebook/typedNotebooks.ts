/** Tells TypeScript's server in which notebooks `deepminer` is known: VS Code's own completion, hover and signature help then serve our cells. */
import * as vscode from 'vscode';

/** As in package.json, under typescriptServerPlugins. */
const PLUGIN = 'deepminer-typescript-plugin';
const TYPESCRIPT = 'vscode.typescript-language-features';

/** What VS Code's TypeScript extension offers to others. */
interface TypescriptExtension {
  getAPI(version: 0): { configurePlugin(plugin: string, configuration: { notebooks: string[] }): void } | undefined;
}

export class TypedNotebooks {
  readonly #notebooks = new Set<vscode.NotebookDocument>();

  has(notebook: vscode.NotebookDocument): boolean {
    return this.#notebooks.has(notebook);
  }

  /** Says whether a notebook's cells run in our kernel. Without VS Code's TypeScript extension nothing is told: cells still run. */
  set(notebook: vscode.NotebookDocument, ours: boolean): void {
    if (this.#notebooks.has(notebook) === ours) return;
    if (ours) this.#notebooks.add(notebook);
    else this.#notebooks.delete(notebook);
    void this.#tell();
  }

  async #tell(): Promise<void> {
    const extension = vscode.extensions.getExtension<TypescriptExtension>(TYPESCRIPT);
    const api = (await extension?.activate())?.getAPI(0);
    api?.configurePlugin(PLUGIN, { notebooks: [...this.#notebooks].map(({ uri }) => uri.path) });
  }
}
