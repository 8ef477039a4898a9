/** Turns a notebook cell into a script whose top-level names outlive it: TypeScript stripped, declarations made assignments, every line kept. */
import type { AnyNode, ClassDeclaration, FunctionDeclaration, ImportDeclaration, VariableDeclaration } from 'acorn';
import { parseProgram, stripTypes } from './cellParsing';
import { boundNames, isScope, walk } from './syntaxTree';

export type CellLanguage = 'typescript' | 'javascript';

/** A name that an import binds: `imported` is an export's name, `default`, or `*` for the whole module. */
export interface ImportedName {
  imported: string;
  local: string;
}

export interface CellImport {
  module: string;
  names: ImportedName[];
  /** 1-based line in the cell. */
  line: number;
}

/** Top-level function declaration, to be assigned before the body runs, as hoisting would. */
export interface CellFunction {
  name: string;
  /** `name = function …`, starting on `line`. */
  source: string;
  /** 1-based line in the cell. */
  line: number;
}

export interface CellScript {
  imports: CellImport[];
  functions: CellFunction[];
  /** Expression that gives a promise of the last expression's value; its lines are the cell's. */
  body: string;
  /** Every name the cell declares at its top level. */
  names: string[];
}

/** Where `import(…)` of a cell goes: the session resolves modules from the notebook's folder. */
export const IMPORT_FUNCTION = '__import__';

/**
 * Rewrites a cell for a session's context. Throws SyntaxError with `line` (1-based, in the cell) where the code cannot be read.
 * `const` and `let` become assignments to the context, so a cell can be run again and a name declared again in another cell.
 */
export function readCell(code: string, language: CellLanguage): CellScript {
  const source = language === 'typescript' ? stripTypes(code) : code;
  const program = parseProgram(source);
  const rewriting = new Rewriting(source);
  for (const statement of program.body) rewriting.topLevel(statement);
  rewriting.displayLast(program.body.at(-1));
  return {
    imports: rewriting.imports,
    functions: rewriting.functions,
    body: `(async () => {"use strict";${rewriting.text()}\n})()`,
    names: [...rewriting.names],
  };
}

interface Edit {
  start: number;
  end: number;
  text: string;
}

/** The edits of one cell. An edit never removes or adds a line break, so that stack traces need no source map. */
class Rewriting {
  readonly imports: CellImport[] = [];
  readonly functions: CellFunction[] = [];
  readonly names = new Set<string>();
  readonly #edits: Edit[] = [];

  constructor(private readonly source: string) {}

  topLevel(node: AnyNode): void {
    switch (node.type) {
      case 'ImportDeclaration':
        this.#import(node);
        break;
      case 'ExportNamedDeclaration':
        if (node.declaration) {
          this.#blank(node.start, node.declaration.start);
          this.topLevel(node.declaration);
        } else this.#blank(node.start, node.end);
        break;
      case 'ExportDefaultDeclaration':
        // The default of a cell is its last expression: only the two words go.
        this.#blank(node.start, node.declaration.start);
        if (node.declaration.type === 'FunctionDeclaration' || node.declaration.type === 'ClassDeclaration') {
          if (node.declaration.id) this.topLevel(node.declaration as FunctionDeclaration | ClassDeclaration);
          else this.#wrap(node.declaration);
        }
        break;
      case 'ExportAllDeclaration':
        this.#blank(node.start, node.end);
        break;
      case 'FunctionDeclaration':
        this.#function(node as FunctionDeclaration);
        break;
      case 'ClassDeclaration':
        this.names.add((node as ClassDeclaration).id.name);
        this.#edit(node.start, node.start, `;${(node as ClassDeclaration).id.name} = `);
        this.#edit(node.end, node.end, ';');
        this.#nested(node);
        break;
      case 'VariableDeclaration':
        this.#assign(node);
        this.#nested(node);
        break;
      default:
        this.#nested(node);
    }
  }

  displayLast(last: AnyNode | undefined): void {
    if (last?.type === 'ExportDefaultDeclaration' && !/Declaration$/.test(last.declaration.type))
      this.#return(last.declaration.start, last.end);
    if (last?.type === 'ExpressionStatement') this.#return(last.start, last.end);
  }

  /** The cell with its edits made. */
  text(): string {
    return applyEdits(this.source, this.#edits, 0, this.source.length);
  }

  #return(start: number, end: number): void {
    const closing = this.source[end - 1] === ';' ? end - 1 : end;
    this.#edits.unshift({ start, end: start, text: ';return (' });
    this.#edit(closing, closing, ')');
  }

  #wrap(node: { start: number; end: number }): void {
    this.#edit(node.start, node.start, '(');
    this.#edit(node.end, node.end, ')');
  }

  #import(node: ImportDeclaration): void {
    const names = node.specifiers.map((s): ImportedName => {
      const imported =
        s.type === 'ImportDefaultSpecifier'
          ? 'default'
          : s.type === 'ImportNamespaceSpecifier'
            ? '*'
            : s.imported.type === 'Identifier'
              ? s.imported.name
              : String(s.imported.value);
      this.names.add(s.local.name);
      return { imported, local: s.local.name };
    });
    this.imports.push({ module: String(node.source.value), names, line: node.loc!.start.line });
    this.#blank(node.start, node.end);
  }

  #function(node: FunctionDeclaration): void {
    const { name } = node.id;
    this.names.add(name);
    const inner = new Rewriting(this.source);
    inner.#dynamicImports(node);
    const nameGone: Edit = { start: node.id.start, end: node.id.end, text: '' };
    const text = applyEdits(this.source, [...inner.#edits, nameGone], node.start, node.end);
    this.functions.push({ name, source: `"use strict";${name} = ${text}`, line: node.loc!.start.line });
    this.#blank(node.start, node.end);
  }

  /** `const {a} = f(), b = 2` becomes `;({a} = f(), b = 2);`; a name without a value becomes undefined (`let`) or stays (`var`). */
  #assign(node: VariableDeclaration): void {
    for (const d of node.declarations) for (const name of boundNames(d.id)) this.names.add(name);
    const kept = node.declarations.filter((d) => d.init || node.kind !== 'var');
    if (kept.length === 0) {
      this.#blank(node.start, node.end);
      return;
    }
    this.#keepLines(node.start, node.declarations[0].start, ';(');
    for (const d of node.declarations)
      if (!d.init) this.#edit(d.end, d.end, node.kind === 'var' ? ` = ${this.#slice(d.id)}` : ' = undefined');
    const end = node.declarations.at(-1)!.end;
    this.#edit(end, end, ');');
  }

  /** What sits inside a statement: `var` in blocks belongs to the session too, `import()` goes through the session. */
  #nested(node: AnyNode): void {
    this.#dynamicImports(node);
    walk(node, (child, parent) => {
      if (isScope(child)) return false;
      if (child.type === 'VariableDeclaration' && child.kind === 'var' && child !== node) this.#nestedVar(child, parent);
      return true;
    });
  }

  #nestedVar(node: VariableDeclaration, parent: AnyNode): void {
    const inFor =
      (parent.type === 'ForStatement' && parent.init === node) || parent.type === 'ForInStatement' || parent.type === 'ForOfStatement';
    if (!inFor || parent.type === 'ForStatement') {
      for (const d of node.declarations) for (const name of boundNames(d.id)) this.names.add(name);
      this.#keepLines(node.start, node.declarations[0].start, inFor ? '(' : ';(');
      for (const d of node.declarations) if (!d.init) this.#edit(d.end, d.end, ` = ${this.#slice(d.id)}`);
      const end = node.declarations.at(-1)!.end;
      this.#edit(end, end, ')');
    } else {
      for (const name of boundNames(node.declarations[0].id)) this.names.add(name);
      this.#keepLines(node.start, node.declarations[0].start, '');
    }
  }

  #dynamicImports(node: AnyNode): void {
    walk(node, (child) => {
      if (child.type === 'ImportExpression') this.#edit(child.start, child.start + 'import'.length, IMPORT_FUNCTION);
      return true;
    });
  }

  #slice(node: { start: number; end: number }): string {
    return this.source.slice(node.start, node.end);
  }

  #edit(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text });
  }

  #keepLines(start: number, end: number, text: string): void {
    this.#edit(start, end, text + this.source.slice(start, end).replace(/[^\n]/g, ''));
  }

  #blank(start: number, end: number): void {
    this.#keepLines(start, end, ';');
  }
}

/** Edits at one place keep their order. */
function applyEdits(source: string, edits: Edit[], from: number, to: number): string {
  let text = '';
  let at = from;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    text += source.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + source.slice(at, to);
}
