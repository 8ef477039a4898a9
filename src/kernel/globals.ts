/** What a cell finds without importing it: Node's own globals, and this context's classes where a library checks `instanceof`. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { format } from 'node:util';
import { tableItems } from './table';

/**
 * Classes without literal syntax are shared with the process, so that an array made in a cell is the Float32Array that a library expects.
 * Array, Object, Error, RegExp and Promise stay the context's own: literals, throws and async functions make those.
 */
const SHARED_CLASSES = {
  ArrayBuffer,
  SharedArrayBuffer,
  DataView,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  Map,
  Set,
  WeakMap,
  WeakSet,
  Date,
};

const NODE_GLOBALS = {
  AbortController,
  AbortSignal,
  Blob,
  Buffer,
  Event,
  EventTarget,
  FormData,
  Headers,
  Request,
  Response,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
  atob,
  btoa,
  clearImmediate,
  clearInterval,
  clearTimeout,
  fetch,
  performance,
  process,
  queueMicrotask,
  structuredClone,
};

/** Where goes what a cell prints. */
export interface CellSink {
  /** MIME type -> content. */
  display(items: Record<string, string>): void;
  stdout(text: string): void;
  stderr(text: string): void;
}

/** Globals of a session whose modules resolve from `directory`; printed text goes to whichever cell runs. */
export function sessionGlobals(directory: string, sink: CellSink): Record<string, unknown> {
  return {
    ...SHARED_CLASSES,
    ...NODE_GLOBALS,
    ...guardedTimers(sink),
    console: cellConsole(sink),
    require: createRequire(path.join(directory, 'notebook.js')),
  };
}

/** The console's everyday methods, written line by line. */
function cellConsole(sink: CellSink): Record<string, (...values: unknown[]) => void> {
  const out = (...values: unknown[]): void => sink.stdout(`${format(...values)}\n`);
  const err = (...values: unknown[]): void => sink.stderr(`${format(...values)}\n`);
  const started = new Map<string, number>();
  return {
    log: out,
    info: out,
    debug: out,
    dir: out,
    table: (rows, columns) => {
      // As in Node, what is no list or object of rows is printed.
      if (typeof rows !== 'object' || rows === null) out(rows);
      else sink.display(tableItems(Array.isArray(rows) ? rows : namedRows(rows), Array.isArray(columns) ? columns.map(String) : undefined));
    },
    warn: err,
    error: err,
    trace: err,
    assert: (condition, ...values) => {
      if (!condition) err('Assertion failed', ...values);
    },
    time: (label = 'default') => void started.set(String(label), performance.now()),
    timeEnd: (label = 'default') => {
      const since = started.get(String(label));
      if (since !== undefined) out(`${String(label)}: ${(performance.now() - since).toFixed(1)} ms`);
      started.delete(String(label));
    },
  };
}

/** The rows of an object, each with the name it stands under. */
const namedRows = (rows: object): unknown[] =>
  Object.entries(rows).map(([name, row]) => ({ name, ...(typeof row === 'object' && row !== null ? row : { value: row }) }));

/** Timers whose callback may throw: that is told to the reader, where it would otherwise end the process. */
function guardedTimers(sink: CellSink): Record<string, unknown> {
  const guard =
    (callback: (...values: unknown[]) => unknown) =>
    (...values: unknown[]): void => {
      try {
        callback(...values);
      } catch (error) {
        sink.stderr(`Error in a timer: ${format(error)}\n`);
      }
    };
  return {
    setTimeout: (callback: () => unknown, ms?: number, ...values: unknown[]) => setTimeout(guard(callback), ms, ...values),
    setInterval: (callback: () => unknown, ms?: number, ...values: unknown[]) => setInterval(guard(callback), ms, ...values),
    setImmediate: (callback: () => unknown, ...values: unknown[]) => setImmediate(guard(callback), ...values),
  };
}
