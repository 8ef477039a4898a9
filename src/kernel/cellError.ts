/** An error of a cell as its author needs it: the line in the cell, and a stack of the author's own frames. */
import { types } from 'node:util';
import type { CellResult } from '../protocol/compute';
import { CellSyntaxError } from './cellParsing';
import { plainText } from './display';

export type CellFailure = Extract<CellResult, { ok: false }>;

/** File name of the n-th cell run, as it stands in stacks: `cell 3`. */
export const cellFile = (execution: number): string => `cell ${execution}`;

/** Says what a cell threw; `line` is that of the topmost frame in this very cell. */
export function cellFailure(thrown: unknown, file: string, source: string): CellFailure {
  if (thrown instanceof CellSyntaxError) return syntaxFailure(thrown, file, source);
  if (!isError(thrown)) {
    const message = plainText(thrown);
    return { ok: false, name: 'Thrown', message, stack: `Thrown: ${message}` };
  }
  const frames = (thrown.stack ?? '').split('\n').filter((l) => /^\s+at /.test(l));
  const own = frames.filter(isAuthorsFrame);
  const line = own.map((frame) => lineIn(frame, file)).find((l) => l !== undefined);
  const heading = `${thrown.name}: ${thrown.message}`;
  const cause = thrown.cause === undefined ? [] : [`Caused by: ${isError(thrown.cause) ? thrown.cause.message : plainText(thrown.cause)}`];
  const excerpt = line === undefined ? [] : [excerptOf(source, line)];
  return {
    ok: false,
    name: thrown.name,
    message: thrown.message,
    stack: [heading, ...excerpt, ...own.map(tidy), ...cause].join('\n'),
    line,
  };
}

/** The failure of a cell that was interrupted. */
export function interruptedFailure(): CellFailure {
  const message = 'The cell was interrupted; variables set so far are kept.';
  return { ok: false, name: 'Interrupted', message, stack: `Interrupted: ${message}` };
}

function syntaxFailure(error: CellSyntaxError, file: string, source: string): CellFailure {
  const { name, message, line, column } = error;
  const stack = [`${name}: ${message}`, excerptOf(source, line, column), `    at ${file}:${line}:${column}`].join('\n');
  return { ok: false, name, message, stack, line };
}

/** The line itself, and a caret beneath where the column is known. */
function excerptOf(source: string, line: number, column?: number): string {
  const text = (source.split('\n')[line - 1] ?? '').replace(/\t/g, ' ').trimEnd();
  const gutter = `  ${line} | `;
  return column === undefined ? gutter + text : `${gutter}${text}\n${' '.repeat(gutter.length + column - 1)}^`;
}

/** Errors made in the cell's context are not `instanceof` this context's Error. */
function isError(value: unknown): value is Error {
  return types.isNativeError(value) || value instanceof Error;
}

/** Cells and the files they import; not the engine's, Node's or the compute process' own frames. */
function isAuthorsFrame(frame: string): boolean {
  if (/\bcell \d+:\d+/.test(frame)) return true;
  return !/node:|\(<anonymous>\)$|at <anonymous>$|[\\/](node_modules|dist|src[\\/]kernel)[\\/]|at new Promise /.test(frame);
}

function lineIn(frame: string, file: string): number | undefined {
  const match = /\b(cell \d+):(\d+)(?::\d+)?\)?$/.exec(frame);
  return match && match[1] === file ? Number(match[2]) : undefined;
}

/** Columns are left out for the cell's own frames: rewriting moves them. */
function tidy(frame: string): string {
  return frame.replace(/\b(cell \d+:\d+):\d+/, '$1').replace(/^\s+at (async )?(?:Object\.)?<anonymous> \((.*)\)$/, '    at $1$2');
}
