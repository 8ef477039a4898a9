/** Every operator with a gradient rule, forward and backward, on the CPU and through WebGPU; a software GPU stands in where there is no other. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

interface Outcome {
  loss: number;
  /** Operators with a rule that the network does not have. */
  missing: string[];
  momenta: Record<string, number[]>;
  problem?: string;
}

/** Chromium's folder, with its software implementation of Vulkan and the loader that finds it. */
const CHROMIUM = ['/usr/lib/chromium', '/usr/lib/chromium-browser'].find((folder) =>
  existsSync(path.join(folder, 'vk_swiftshader_icd.json')),
);

/** The driver is chosen before a process starts, therefore a process for each device. */
async function stepOn(device: 'cpu' | 'webgpu', environment: Record<string, string> = {}): Promise<Outcome> {
  const child = fileURLToPath(new URL('webgpuOperators-child.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', child, device], {
    cwd: path.resolve(path.dirname(child), '../../..'),
    env: { XDG_RUNTIME_DIR: os.tmpdir(), ...process.env, ...environment },
    maxBuffer: 1 << 26,
    timeout: 110_000,
  });
  return JSON.parse(stdout) as Outcome;
}

describe('a network of every operator that can be trained', () => {
  it('takes the same step on the CPU and through WebGPU', async function () {
    this.timeout(120_000);
    let found = await stepOn('webgpu');
    if (found.problem && CHROMIUM) {
      const library = [CHROMIUM, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(path.delimiter);
      found = await stepOn('webgpu', { VK_DRIVER_FILES: path.join(CHROMIUM, 'vk_swiftshader_icd.json'), LD_LIBRARY_PATH: library });
    }
    if (found.problem) {
      console.log(`    skipped: neither a GPU nor Chromium's software GPU here (${found.problem})`);
      this.skip();
    }
    const expected = await stepOn('cpu');
    assert.deepEqual(expected.missing, []);
    assert.ok(Math.abs(found.loss / expected.loss - 1) < 1e-4, `loss ${found.loss} instead of ${expected.loss}`);
    for (const [name, values] of Object.entries(expected.momenta)) {
      const norm = Math.hypot(...values);
      assert.ok(norm > 0, `${name} has no gradient`);
      const distance = Math.hypot(...values.map((v, i) => v - found.momenta[name][i]));
      assert.ok(distance <= 1e-3 * norm, `${name} is off by ${distance / norm}`);
    }
  });
});
