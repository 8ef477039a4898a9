// How what runs in Node is bundled: extension host, compute process, command line.
import { copyFile } from 'node:fs/promises';
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

/** Copies the WebAssembly of the decoders that images need beside the bundles: their JavaScript looks for it there. */
export async function copyDecoders(folder) {
  const { resolve } = createRequire(import.meta.url);
  for (const codec of ['charls', 'openjpeg']) {
    const file = resolve(`@cornerstonejs/codec-${codec}/decodewasm`);
    await copyFile(file, path.join(folder, path.basename(file)));
  }
}
