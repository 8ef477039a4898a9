/** From a cell's text to its syntax tree, mistakes told by line and column. */
import { type Program, parse } from 'acorn';
import { transform } from 'sucrase';

/** A cell that cannot be read, and where. */
export class CellSyntaxError extends SyntaxError {
  constructor(
    message: string,
    /** 1-based line and column in the cell. */
    readonly line: number,
    readonly column: number,
  ) {
    super(message);
    this.name = 'SyntaxError';
  }
}

/** TypeScript to JavaScript, every line kept. Throws CellSyntaxError. */
export function stripTypes(code: string): string {
  try {
    return transform(code, {
      transforms: ['typescript'],
      disableESTransforms: true,
      keepUnusedImports: true,
      preserveDynamicImport: true,
    }).code;
  } catch (error) {
    throw asSyntaxError(error, 1);
  }
}

/** The tree of a module with `await` at its top level. Throws CellSyntaxError. */
export function parseProgram(source: string): Program {
  try {
    return parse(source, { ecmaVersion: 'latest', sourceType: 'module', allowAwaitOutsideFunction: true, locations: true });
  } catch (error) {
    throw asSyntaxError(error, 0);
  }
}

/** Both parsers report `message (line:column)` and a `loc`; acorn counts columns from 0, sucrase from 1. */
function asSyntaxError(error: unknown, firstColumn: number): unknown {
  if (!(error instanceof Error) || !('loc' in error)) return error;
  const { line, column } = error.loc as { line: number; column: number };
  return new CellSyntaxError(
    error.message.replace(/^Error transforming[^:]*: /, '').replace(/ \(\d+:\d+\)$/, ''),
    line,
    column + 1 - firstColumn,
  );
}
