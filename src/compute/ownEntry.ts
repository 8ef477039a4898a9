/** How this program starts itself again, as a process or as a thread: bundled, or as TypeScript under the loader that runs this process. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

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

/** A thread of this program. Bundled, its file lies beside this one; from the sources, as tests run it, it needs TypeScript's loader of its own. */
export function startThread(name: 'patchReader' | 'pixelWorker', options: WorkerOptions = {}): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL(`./${name}.cjs`, import.meta.url), options);
  const file = JSON.stringify(new URL(`./${name}.ts`, import.meta.url).href);
  return new Worker(`import('tsx/esm/api').then(({ register }) => (register(), import(${file})));`, { ...options, eval: true });
}
