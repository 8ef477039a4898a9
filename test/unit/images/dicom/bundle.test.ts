/** Bundled as for release, images are read as from the sources: the WebAssembly of the decoders is found beside the bundle. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import esbuild from 'esbuild';
import { copyDecoders, nodeBundle } from '../../../../scripts/nodeBundle.mjs';
import type * as sources from '../../../../src/images/read';
import { fixture, samples } from './fixtures';

describe('a bundle that reads images', function () {
  this.timeout(60000);
  let dir: string;
  before(async () => {
    // Native modules are found from within the repository alone.
    await mkdir('node_modules/.cache', { recursive: true });
    dir = await mkdtemp(path.resolve('node_modules/.cache/deepminer-bundle-'));
    await esbuild.build({ ...nodeBundle, entryPoints: { read: 'src/images/read.ts' }, outdir: dir, minifySyntax: true });
  });
  after(() => rm(dir, { recursive: true, force: true }));
  const load = () => createRequire(import.meta.url)(path.join(dir, 'read.cjs')) as typeof sources;

  it('decodes JPEG-LS and JPEG 2000 with the decoders beside it, and not without', async () => {
    await assert.rejects(load().readImage(fixture('jpeg2000.dcm')));
    await copyDecoders(dir);
    assert.deepEqual((await readdir(dir)).sort(), ['charlswasm_decode.wasm', 'openjpegwasm_decode.wasm', 'read.cjs']);
    for (const name of ['jpeg2000', 'jpegLs', 'explicit', 'jpegLosslessSv1'])
      assert.deepEqual((await load().readImage(fixture(`${name}.dcm`))).data, samples(12), name);
  });
});
