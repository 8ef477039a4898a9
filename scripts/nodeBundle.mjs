// How what runs in Node is bundled: extension host, compute process, command line.
import { copyFile, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Native modules stay outside: their binaries lie beside their JavaScript. */
const native = ['onnxruntime-node', 'sharp'];
export const bundleUrl = "const bundleUrl = require('node:url').pathToFileURL(__filename).href;";

export const nodeBundle = {
  bundle: true,
  logLevel: 'warning',
  legalComments: 'none',
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode', ...native],
  outExtension: { '.js': '.cjs' },
  // CommonJS has no import.meta, by which a module finds the files beside it.
  define: { 'import.meta.url': 'bundleUrl' },
  banner: { js: bundleUrl },
  minifyIdentifiers: false,
};

/**
 * esbuild turns every `import * as vscode` into a copy of all names of VS Code's interface, made when the extension is loaded: tens of copies of
 * hundreds of names. By way of a module that exports the names one by one, each is read once, and only if somebody uses it. The same for Node's own
 * modules. A name that the types of VS Code do not have is an error of the build.
 */
export const importOnce = {
  name: 'import-once',
  setup(build) {
    build.onResolve({ filter: /^(vscode|node:.+)$/ }, ({ path: name, kind }) =>
      kind === 'require-call' ? { path: name, external: true } : { path: name, namespace: 'once' },
    );
    build.onLoad({ filter: /.*/, namespace: 'once' }, async ({ path: name }) => {
      const names = name === 'vscode' ? await vscodeNames() : Object.keys(await import(name)).filter((key) => key !== 'default');
      const one = (key) => `export const ${key} = /* @__PURE__ */ (() => all.${key})();`;
      return { contents: [`const all = require(${JSON.stringify(name)});`, 'export default all;', ...names.map(one)].join('\n') };
    });
  },
};

/** What talks with the compute process, two fifths of the code, in a file of its own beside the extension's: read when the first process starts. */
export const jsonRpcBeside = {
  name: 'json-rpc-beside',
  setup(build) {
    build.onResolve({ filter: /^vscode-jsonrpc\/node$/ }, () => ({ path: './jsonRpc.cjs', external: true }));
  },
};

/** The values that VS Code's interface exports, from its types. */
async function vscodeNames() {
  const types = await readFile(createRequire(import.meta.url).resolve('@types/vscode/index.d.ts'), 'utf8');
  const values = types.matchAll(/^(?: {4}|\t)export (?:abstract )?(?:class|enum|namespace|const|function) (\w+)/gm);
  return [...new Set([...values].map(([, key]) => key))];
}

/** Copies the WebAssembly of the decoders that images need beside the bundles: their JavaScript looks for it there. */
export async function copyDecoders(folder) {
  const { resolve } = createRequire(import.meta.url);
  for (const codec of ['charls', 'openjpeg']) {
    const file = resolve(`@cornerstonejs/codec-${codec}/decodewasm`);
    await copyFile(file, path.join(folder, path.basename(file)));
  }
}
