/** Which platforms there are packages for, and what is left out of each. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { keepBinaries, platform } from '../../scripts/platforms.mjs';

describe('platforms of a package', () => {
  it('say why there is none for Macs with Intel processors, and which there are', () => {
    assert.deepEqual(platform('win32-arm64'), { target: 'win32-arm64', os: 'win32', cpu: 'arm64' });
    assert.throws(() => platform('darwin-x64'), /onnxruntime-node has no binaries for Macs with Intel.*darwin-arm64/);
    assert.throws(() => platform('plan9-x64'), /no such platform is known/);
  });

  it('keep their own binaries, and of one library under two names the one that is loaded', () => {
    const modules = fs.mkdtempSync(path.join(os.tmpdir(), 'deepminer-platforms-'));
    const bin = path.join(modules, 'onnxruntime-node/bin/napi-v6');
    const write = (file, text) => {
      fs.mkdirSync(path.dirname(path.join(bin, file)), { recursive: true });
      fs.writeFileSync(path.join(bin, file), text);
    };
    try {
      write('darwin/arm64/onnxruntime_binding.node', 'load @rpath/libonnxruntime.1.dylib\0');
      for (const name of ['libonnxruntime.1.dylib', 'libonnxruntime.1.30.0.dylib']) write(`darwin/arm64/${name}`, 'same');
      write('darwin/arm64/other.dylib', 'another');
      write('linux/x64/onnxruntime_binding.node', '');
      const mac = platform('darwin-arm64');
      assert.throws(() => keepBinaries(modules, mac), /sharp-darwin-arm64 not found/);
      fs.mkdirSync(path.join(modules, '@img/sharp-darwin-arm64'), { recursive: true });
      keepBinaries(modules, mac);
      assert.deepEqual(fs.readdirSync(path.join(bin, 'darwin/arm64')).sort(), [
        'libonnxruntime.1.dylib',
        'onnxruntime_binding.node',
        'other.dylib',
      ]);
      assert.ok(!fs.existsSync(path.join(bin, 'linux/x64')));
    } finally {
      fs.rmSync(modules, { recursive: true });
    }
  });
});
