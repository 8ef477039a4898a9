/** Facts of rewriting a cell: lines never move, names are found, and what is inside functions is left alone. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CellSyntaxError } from '../../../src/kernel/cellParsing';
import { readCell } from '../../../src/kernel/cellSource';

/** Statements that the rewriting touches, some over several lines. */
const STATEMENTS = [
  "import {\n  join,\n  sep as separator\n} from 'node:path';",
  "import 'node:fs';",
  'const { a,\n  b: [c] } =\n  source();',
  'let later;',
  'var old\n  = 1, older;',
  'function add(\n  x: number,\n  y = 2,\n): number {\n  return x + y;\n}',
  'async function* stream() {\n  yield await import(\n    "x");\n}',
  'class Point<T> {\n  private x = 1;\n  static { var inner = 2; }\n}',
  'export const shown = 3;',
  'export default {\n  a: 1 }',
  'export { add };',
  'for (var i = 0, n; i < 3; i++) { var seen = i }',
  'for (const k of [1]) { let block = k; }',
  'type Alias = {\n  x: number\n};',
  'enum Kind {\n  A,\n  B\n}',
  '// a remark',
  '`template\nof two lines`',
  'await\n  work()',
];

describe('rewriting a cell', () => {
  it('keeps every line where it was, whatever stands in the cell', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...STATEMENTS), { minLength: 1 }), (statements) => {
        if (statements.filter((s) => s.startsWith('export default')).length > 1) return;
        if (statements.includes('export { add };') && !statements.some((s) => s.startsWith('function add'))) return;
        const code = statements.join('\n');
        const { body } = readCell(code, 'typescript');
        // One line more: the closing bracket stands beneath, safe from a remark at the end.
        assert.equal(body.split('\n').length, code.split('\n').length + 1);
        assert.doesNotThrow(() => new Function(body));
      }),
    );
  });

  it('finds the names a cell declares, and no others', () => {
    const { names } = readCell(
      'const { a, b: [c = 1, ...d], ...e } = x;\nif (a) { var f = 1; let g; }\nfunction h() { var i; }\nclass J {}\nimport k, * as l from "m";',
      'javascript',
    );
    assert.deepEqual(names.sort(), ['J', 'a', 'c', 'd', 'e', 'f', 'h', 'k', 'l']);
  });

  it('moves functions out with the line they start on', () => {
    const [fn] = readCell('1;\n\nfunction f() {\n  return 1;\n}', 'javascript').functions;
    assert.deepEqual([fn.name, fn.line], ['f', 3]);
  });

  it('returns the last expression with its brackets and remarks', () => {
    for (const code of ['(1, 2)', 'x // why', 'x /* why */ ;', '`a`;', 'x;']) assert.match(readCell(code, 'javascript').body, /return \(/);
    assert.doesNotMatch(readCell('const x = 1', 'javascript').body, /return/);
  });

  it('names line and column of a mistake, counted from 1', () => {
    for (const language of ['javascript', 'typescript'] as const)
      assert.throws(
        () => readCell('let ok = 1;\nlet 2x;', language),
        (error) => error instanceof CellSyntaxError && error.line === 2 && error.column >= 5 && error.column <= 6,
      );
  });
});
