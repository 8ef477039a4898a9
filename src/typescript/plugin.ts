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

/** VS Code's name for a cell is `^/vscode-notebook-cell/<authority>/<path of the notebook>#<cell>`. */
const CELL = /^\^\/vscode-notebook-cell\/[^/]+(\/.+?)(?:#[^#]*)?$/;
const TYPES = path.join(__dirname, 'deepminer.d.ts');

/** The factory that TypeScript's server calls once for all its projects. */
export default function notebookPlugin(): ts.server.PluginModule {
  const notebooks = new Set<string>();
  let configured = 0;
  const isOurs = (file: string): boolean => notebooks.has(CELL.exec(file)?.[1] ?? '');
  const configure = (configuration: Partial<PluginConfiguration>): void => {
    notebooks.clear();
    for (const notebook of configuration.notebooks ?? []) notebooks.add(notebook);
    configured += 1;
  };
  return {
    create({ languageService, languageServiceHost: host, config }) {
      if (configured === 0) configure(config as Partial<PluginConfiguration>);
      const files = host.getScriptFileNames.bind(host);
      host.getScriptFileNames = () => {
        const names = files();
        return names.some(isOurs) ? [...names, TYPES] : names;
      };
      // A project that was read before its notebook was known to be ours is read again.
      const version = host.getProjectVersion?.bind(host);
      if (version) host.getProjectVersion = () => `${version()}.${configured}`;
      return languageService;
    },
    onConfigurationChanged: configure,
  };
}
