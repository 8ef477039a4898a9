/** The same training step on the CPU and through WebGPU; a software GPU stands in where there is no other. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

interface Outcome {
  losses: number[];
  tensors: Record<string, number[]>;
  problem?: string;
}

/** Chromium's folder, with its software implementation of Vulkan and the loader that finds it. */
const CHROMIUM = ['/usr/lib/chromium', '/usr/lib/chromium-browser'].find((folder) =>
  existsSync(path.join(folder, 'vk_swiftshader_icd.json')),
);

/** The driver is chosen before a process starts, therefore a process for each device. */
async function trainOn(device: 'cpu' | 'webgpu', environment: Record<string, string> = {}): Promise<Outcome> {
  const child = fileURLToPath(new URL('webgpu-child.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', child, device], {
    cwd: path.resolve(path.dirname(child), '../../..'),
    env: { XDG_RUNTIME_DIR: os.tmpdir(), ...process.env, ...environment },
    maxBuffer: 1 << 26,
    timeout: 110_000,
  });
  return JSON.parse(stdout) as Outcome;
}

describe('a training step through WebGPU', () => {
  it('agrees with the CPU on losses, momenta, weights and running statistics', async function () {
    this.timeout(120_000);
    let found = await trainOn('webgpu');
    if (found.problem && CHROMIUM) {
      const library = [CHROMIUM, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(path.delimiter);
      found = await trainOn('webgpu', { VK_DRIVER_FILES: path.join(CHROMIUM, 'vk_swiftshader_icd.json'), LD_LIBRARY_PATH: library });
    }
    if (found.problem) {
      console.log(`    skipped: neither a GPU nor Chromium's software GPU here (${found.problem})`);
      this.skip();
    }
    const expected = await trainOn('cpu');
    expected.losses.forEach((loss, i) => {
      assert.ok(Math.abs(found.losses[i] / loss - 1) < 1e-4, `loss ${found.losses[i]} instead of ${loss}`);
    });
    for (const [name, values] of Object.entries(expected.tensors)) {
      const norm = Math.hypot(...values);
      const distance = Math.hypot(...values.map((v, i) => v - found.tensors[name][i]));
      assert.ok(distance <= 1e-4 * norm, `${name} is off by ${distance / norm}`);
    }
  });
});
