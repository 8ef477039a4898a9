// Builds every bundle into dist/: extension host, compute process, command line, pages, notebook renderers, JSON schema.
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import esbuild from 'esbuild';
import { bundledPackages } from './scripts/licences.mjs';
import { bundleUrl, copyDecoders, importOnce, jsonRpcBeside, nodeBundle } from './scripts/nodeBundle.mjs';
import { notebookTypes, TYPES_FILE } from './scripts/notebookTypes.mjs';

const watch = process.argv.includes('--watch');
const production = !watch;

const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  legalComments: 'none',
  metafile: true,
};
const node = { ...nodeBundle, ...common };
const page = { ...common, platform: 'browser', target: 'es2022', format: 'esm', jsx: 'automatic', jsxImportSource: 'preact' };

const bundles = [
  { ...node, entryPoints: { extension: 'src/extension.ts' }, outdir: 'dist', plugins: [importOnce, jsonRpcBeside] },
  { ...node, entryPoints: { jsonRpc: 'vscode-jsonrpc/node' }, outdir: 'dist' },
  { ...node, entryPoints: { compute: 'src/compute/main.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { patchReader: 'src/compute/patchReader.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { pixelWorker: 'src/compute/pixelWorker.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { cli: 'src/cli/main.ts' }, outdir: 'dist', banner: { js: `#!/usr/bin/env node\n${bundleUrl}` } },
  { ...page, entryPoints: { unit: 'webview/unit/main.tsx' }, outdir: 'dist/webview' },
  {
    ...page,
    entryPoints: {
      survey: 'webview/survey/main.tsx',
      standalone: 'webview/survey/standalone.css',
      evaluation: 'webview/evaluation/main.tsx',
      dataCheck: 'webview/dataCheck/main.tsx',
      surveyResults: 'webview/surveyResults/main.tsx',
      studyResults: 'webview/studyResults/main.tsx',
      study: 'webview/study/main.tsx',
      run: 'webview/run/main.tsx',
      faithfulness: 'webview/faithfulness/faithfulness.css',
    },
    outdir: 'dist/webview',
  },
  {
    ...page,
    entryPoints: Object.fromEntries(
      ['explanation', 'units', 'evaluation', 'study'].map((name) => [name, `notebook-renderers/${name}/renderer.tsx`]),
    ),
    outdir: 'dist/renderers',
    // What several share is loaded once, and what few outputs need when it is wanted.
    splitting: true,
  },
  // Read from the disk, where browsers load no modules.
  {
    ...page,
    format: 'iife',
    entryPoints: {
      report: 'notebook-renderers/report/view.tsx',
      index: 'webview/report/index.ts',
    },
    outdir: 'dist/report',
  },
  { ...page, entryPoints: { report: 'webview/report/report.css' }, outdir: 'dist/report' },
];

/**
 * The extension in a browser: no Node, and paths with slashes alone. `.cjs` tells it from a module; to that name VS Code 1.99's worker adds
 * another ending, and later ones do not.
 */
for (const ending of ['.cjs', '.cjs.js'])
  bundles.push({
    ...page,
    format: 'cjs',
    entryPoints: { extension: 'src/host/web/extension.ts' },
    outdir: 'dist/web',
    outExtension: { '.js': ending },
    external: ['vscode'],
    alias: { 'node:path': './src/host/web/path.ts' },
  });

async function writeSchema() {
  const built = await esbuild.build({ ...node, entryPoints: ['src/project/schema.ts'], write: false, outdir: 'dist' });
  await writeFile('dist/schema.cjs', built.outputFiles[0].text);
  const { configJsonSchema } = createRequire(import.meta.url)('./dist/schema.cjs');
  await rm('dist/schema.cjs');
  await writeFile('dist/deepminer.schema.json', `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
}

async function writeWalkthrough() {
  const built = await esbuild.build({ ...node, entryPoints: ['src/cli/walkthroughFile.ts'], write: false, outdir: 'dist' });
  await writeFile('dist/walkthrough.cjs', built.outputFiles[0].text);
  const { walkthroughFile } = createRequire(import.meta.url)('./dist/walkthrough.cjs');
  await rm('dist/walkthrough.cjs');
  await writeFile('media/walkthrough.ipynb', walkthroughFile());
}

/** The types of notebook cells, and the plugin that tells TypeScript's server of them: the server loads it from the extension's node_modules alone. */
async function writeTypescriptPlugin() {
  await writeFile(TYPES_FILE, notebookTypes());
  const folder = 'node_modules/deepminer-typescript-plugin';
  // The server wants the factory itself as the module.
  const footer = { js: 'module.exports = module.exports.default;' };
  const plugin = { ...node, outExtension: {}, banner: {}, footer };
  await esbuild.build({ ...plugin, entryPoints: { index: 'src/typescript/plugin.ts' }, outdir: folder });
  await copyFile(TYPES_FILE, `${folder}/deepminer.d.ts`);
  await writeFile(`${folder}/package.json`, '{ "name": "deepminer-typescript-plugin", "version": "0.1.0", "main": "index.js" }\n');
}

if (!watch) await rm('dist', { recursive: true, force: true });
await mkdir('dist', { recursive: true });
if (watch) {
  for (const bundle of bundles) await (await esbuild.context(bundle)).watch();
} else {
  const built = await Promise.all(bundles.map((bundle) => esbuild.build(bundle)));
  // For the list of licences that a package is shipped with.
  await mkdir('.cache', { recursive: true });
  await writeFile('.cache/bundled.json', `${JSON.stringify(bundledPackages(built.map((b) => b.metafile)))}\n`);
}
await copyDecoders('dist');
await writeSchema();
await writeTypescriptPlugin();
await writeWalkthrough();
