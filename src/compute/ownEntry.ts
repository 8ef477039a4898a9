/** How this program starts itself again: its compute entry, bundled or as TypeScript under the loader that runs this process. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Bundled beside this module's bundle, or the source beside this source. */
export function computeEntry(): string {
  const here = fileURLToPath(import.meta.url);
  return path.join(path.dirname(here), here.endsWith('.ts') ? 'main.ts' : 'compute.cjs');
}

/** Options by which this process loads TypeScript. */
export function loaders(): string[] {
  const names = /^--(import|loader|experimental-loader|require)$|^-r$/;
  const { execArgv } = process;
  return execArgv.filter(
    (a, i) => /^--(import|loader|experimental-loader|require)=/.test(a) || names.test(a) || names.test(execArgv[i - 1] ?? ''),
  );
}

/** This process' environment for a child of its own kind; Electron then runs as Node. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  delete environment.NODE_OPTIONS;
  // Otherwise a child of a forked process takes a channel for its own that is not there.
  delete environment.NODE_CHANNEL_FD;
  return environment;
}
