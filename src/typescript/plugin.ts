/**
 * TypeScript's own server in the cells of our notebooks: it is told what `deepminer` and `display` are, so that its completion, hover and
 * signature help know them and whatever they give. VS Code gives it each cell as a script of one project; names are shared between cells already.
 */
import path from 'node:path';
import type ts from 'typescript/lib/tsserverlibrary';

/** What the extension tells the plugin. */
export interface PluginConfiguration {
  /** Paths of the notebooks that run in the kernel DeepMiner, as in their addresses. */
  notebooks: string[];
}

/** VS Code's name for a cell is `^/vscode-notebook-cell/<authority>/<path of the notebook, no slash before it>#<cell>`. */
const CELL = /^\^\/vscode-notebook-cell\/[^/]+\/(.+?)(?:#[^#]*)?$/;
/** A notebook not saved yet has a path without a slash. */
const bare = (notebookPath: string): string => notebookPath.replace(/^\//, '');
const TYPES = path.join(__dirname, 'deepminer.d.ts');

/** What the server's projects have beyond their published type: the next question reads the project again. */
type Readable = ts.server.Project & { markAsDirty(): void };

/** The factory that TypeScript's server calls once for each of its projects. */
export default function notebookPlugin(): ts.server.PluginModule {
  const notebooks = new Set<string>();
  let read: Readable | undefined;
  const configure = (configuration: Partial<PluginConfiguration>): void => {
    notebooks.clear();
    for (const notebook of configuration.notebooks ?? []) notebooks.add(bare(notebook));
    // It may have been read before its notebook was known to be ours.
    read?.markAsDirty();
  };
  return {
    create({ project, languageService, languageServiceHost: host, config }) {
      configure(config as Partial<PluginConfiguration>);
      read = project as Readable;
      const files = host.getScriptFileNames.bind(host);
      host.getScriptFileNames = () => {
        const names = files();
        return names.some((file) => notebooks.has(CELL.exec(file)?.[1] ?? '')) ? [...names, TYPES] : names;
      };
      return languageService;
    },
    onConfigurationChanged: configure,
  };
}
