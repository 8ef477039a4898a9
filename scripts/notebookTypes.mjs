/**
 * node scripts/notebookTypes.mjs: types/deepminer.d.ts, what a notebook's cell finds without importing it, from the interface DeepMiner and
 * every type it names. Declarations are copied as they stand, with their comments; only their places are read, nothing is type-checked.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const API = path.join(root, 'src/compute/notebookApi.ts');
export const TYPES_FILE = path.join(root, 'types/deepminer.d.ts');

/** The text of the declaration file. Throws where a type cannot be copied. */
export function notebookTypes() {
  const copied = new Map();
  copy(API, 'DeepMiner', copied);
  const declarations = [...copied.values()].map(({ text }) => text.replace(/^/gm, '  ').replace(/^ +$/gm, ''));
  return `// Made by scripts/notebookTypes.mjs from src/compute/notebookApi.ts: change it there.

/** The notebook's project: its views, runs, units and explanations. */
declare const deepminer: DeepMinerTypes.DeepMiner;

/** Shows a value beneath the cell, as the value of its last line is shown; for several values of one cell. */
declare function display(value: unknown): Promise<void>;

declare namespace DeepMinerTypes {
${declarations.join('\n\n')}
}
`;
}

const files = new Map();
const withoutComments = ts.createPrinter({ removeComments: true });

/** Declarations and imports of a source file by name. */
function read(file) {
  if (files.has(file)) return files.get(file);
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const declared = new Map();
  const imported = new Map();
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) declared.set(statement.name.text, statement);
    else if (ts.isVariableStatement(statement))
      for (const d of statement.declarationList.declarations) if (ts.isIdentifier(d.name)) declared.set(d.name.text, d);
    const bindings = ts.isImportDeclaration(statement) && statement.importClause?.namedBindings;
    if (bindings && ts.isNamedImports(bindings) && statement.moduleSpecifier.text.startsWith('.'))
      for (const { name, propertyName } of bindings.elements)
        imported.set(name.text, {
          file: `${path.resolve(path.dirname(file), statement.moduleSpecifier.text)}.ts`,
          name: (propertyName ?? name).text,
        });
  }
  const found = { source, declared, imported };
  files.set(file, found);
  return found;
}

function copy(file, name, copied) {
  const { source, declared, imported } = read(file);
  const elsewhere = imported.get(name);
  if (elsewhere) {
    if (elsewhere.name !== name) throw new Error(`${file}: ${name} is imported under another name; types for notebooks keep their own.`);
    copy(elsewhere.file, name, copied);
    return;
  }
  const node = declared.get(name);
  // A type of the language itself, or a type parameter.
  if (!node) return;
  const before = copied.get(name);
  const bare = withoutComments.printNode(ts.EmitHint.Unspecified, node, source);
  if (before && before.bare !== bare)
    throw new Error(`${name} is declared in ${before.file} and otherwise in ${file}; notebooks need one.`);
  if (before) return;
  const text = ts.isVariableDeclaration(node) ? constantText(node, source) : declarationText(node, source);
  copied.set(name, { file, bare, text });
  visit(node, (inner) => {
    const used = ts.isTypeReferenceNode(inner)
      ? inner.typeName
      : ts.isTypeQueryNode(inner)
        ? inner.exprName
        : ts.isExpressionWithTypeArguments(inner)
          ? inner.expression
          : undefined;
    if (used && ts.isIdentifier(used)) copy(file, used.text, copied);
  });
}

const declarationText = (node, source) =>
  source.text.slice(node.getStart(source, true), node.end).replace(/^export (?=interface|type)/m, '');

/** `const NAMES = ['a', 'b'] as const`, or a number, as a declaration of its type. */
function constantText({ name, initializer }, source) {
  if (initializer && ts.isNumericLiteral(initializer)) return `const ${name.text}: ${initializer.text};`;
  const literal = initializer && ts.isAsExpression(initializer) ? initializer.expression : undefined;
  if (!literal || !ts.isArrayLiteralExpression(literal)) throw new Error(`${source.fileName}: ${name.text} is no list "as const".`);
  return `const ${name.text}: readonly ${literal.getText(source)};`;
}

function visit(node, see) {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(TYPES_FILE, notebookTypes());
