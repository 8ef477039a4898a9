/** The session of one notebook: cells run one after the other in a context of their own, whose names outlive each cell. */
import path from 'node:path';
import vm from 'node:vm';
import type { CellResult } from '../protocol/compute';
import { cellFailure, cellFile, interruptedFailure } from './cellError';
import { type CellImport, type CellLanguage, type CellScript, IMPORT_FUNCTION, readCell } from './cellSource';
import { type DisplayItems, displayItems, laterItems } from './display';
import { type CellSink, sessionGlobals } from './globals';

export interface SessionOptions {
  /** Names every cell finds, e.g. `deepminer`. */
  globals?: Record<string, unknown>;
  /** Folder from which cells import modules; the process' own by default. */
  directory?: string;
}

/** Where a running cell's output goes, and how it is interrupted. */
export interface CellOutlet extends CellSink {
  /** Further forms of what was displayed last. */
  more(items: DisplayItems): void;
  signal: AbortSignal;
}

export class KernelSession {
  readonly #context: vm.Context;
  readonly #load: (module: string) => Promise<Record<string, unknown>>;
  #outlet: CellOutlet | undefined;
  #executions = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor({ globals = {}, directory = process.cwd() }: SessionOptions = {}) {
    const sink: CellSink = {
      stdout: (text) => this.#outlet?.stdout(text),
      stderr: (text) => this.#outlet?.stderr(text),
      display: (items) => this.#outlet?.display(items),
    };
    this.#load = moduleLoader(directory);
    const names = {
      ...sessionGlobals(directory, sink),
      ...globals,
      display: (value: unknown) => this.#display(value),
      [IMPORT_FUNCTION]: this.#load,
    };
    this.#context = vm.createContext(names, { name: 'DeepMiner notebook' });
    this.#context.global = vm.runInContext('globalThis', this.#context);
  }

  /** The signal of the cell that is running, for functions the cells call; undefined between cells. */
  get signal(): AbortSignal | undefined {
    return this.#outlet?.signal;
  }

  /**
   * Runs a cell after all cells before it and returns its last expression's value as display items; errors are returned, never thrown.
   * An abort ends the wait at once; a loop that never awaits can only be ended by SIGINT to the process, which the cell survives.
   */
  run(code: string, language: CellLanguage, outlet: CellOutlet): Promise<CellResult> {
    const result = this.#last.then(() => this.#runNow(code, language, outlet));
    this.#last = result;
    return result;
  }

  async #runNow(code: string, language: CellLanguage, outlet: CellOutlet): Promise<CellResult> {
    if (outlet.signal.aborted) return interruptedFailure();
    const file = cellFile(++this.#executions);
    this.#outlet = outlet;
    const undeclare = new Set<string>();
    try {
      const script = readCell(code, language);
      for (const name of script.names) if (!(name in this.#context)) undeclare.add(name);
      const value = await untilAborted(this.#evaluate(script, file), outlet.signal);
      undeclare.clear();
      return { ok: true, items: await this.#show(value, outlet) };
    } catch (thrown) {
      if (outlet.signal.aborted || wasInterrupted(thrown)) return interruptedFailure();
      return cellFailure(thrown, file, code);
    } finally {
      // A name whose declaration was never reached must not exist as undefined.
      for (const name of undeclare) if (this.#context[name] === undefined) delete this.#context[name];
      this.#outlet = undefined;
    }
  }

  async #evaluate(script: CellScript, file: string): Promise<unknown> {
    for (const name of script.names) if (!(name in this.#context)) this.#context[name] = undefined;
    for (const wanted of script.imports) await this.#import(wanted, file);
    for (const { source, line } of script.functions)
      new vm.Script(source, { filename: file, lineOffset: line - 1 }).runInContext(this.#context);
    return new vm.Script(script.body, { filename: file }).runInContext(this.#context, { breakOnSigint: true });
  }

  async #import({ module, names, line }: CellImport, file: string): Promise<void> {
    try {
      const loaded = await this.#load(module);
      for (const { imported, local } of names) {
        if (imported !== '*' && !(imported in loaded)) throw new SyntaxError(`'${module}' has no export '${imported}'.`);
        this.#context[local] = imported === '*' ? loaded : loaded[imported];
      }
    } catch (error) {
      // The loader's frames say nothing of the cell; its line does.
      if (error instanceof Error) error.stack = `${error.name}: ${error.message}\n    at ${file}:${line}:1`;
      throw error;
    }
  }

  /** Items of a cell's value; what takes longer is not waited for by the rest, which is displayed at once. */
  async #show(value: unknown, outlet: CellOutlet): Promise<DisplayItems | undefined> {
    const items = await displayItems(value);
    const later = laterItems(value);
    if (!items || !later) return items;
    outlet.display(items);
    try {
      outlet.more(await later());
    } catch (error) {
      outlet.stderr(`Shown without all its forms: ${error instanceof Error ? error.message : String(error)}\n`);
    }
    return undefined;
  }

  async #display(value: unknown): Promise<void> {
    const outlet = this.#outlet;
    if (!outlet) return;
    const items = await this.#show(value, outlet);
    if (items) outlet.display(items);
  }
}

/** Loads modules as a file in `directory` would with `import()`. */
function moduleLoader(directory: string): (module: string) => Promise<Record<string, unknown>> {
  const importModuleDynamically = vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  if (importModuleDynamically === undefined)
    return () => Promise.reject(new Error(`Imports in cells need Node 20.12 or newer; this is ${process.version}.`));
  const script = new vm.Script('(module) => import(module)', { filename: path.join(directory, 'notebook.mjs'), importModuleDynamically });
  return script.runInThisContext() as (module: string) => Promise<Record<string, unknown>>;
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** SIGINT's error comes from the cell's context, so that `instanceof Error` does not know it. */
const wasInterrupted = (thrown: unknown): boolean =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED';
