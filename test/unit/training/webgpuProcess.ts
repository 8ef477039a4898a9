/** A test's child process on one device: which graphics driver there is is chosen before a process starts. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Chromium's folder, with its software implementation of Vulkan and the loader that finds it. */
const CHROMIUM = ['/usr/lib/chromium', '/usr/lib/chromium-browser'].find((folder) =>
  existsSync(path.join(folder, 'vk_swiftshader_icd.json')),
);

/** What the child, given the device as its argument, wrote as JSON. */
export async function runChild<T>(child: URL, device: 'cpu' | 'webgpu', environment: Record<string, string> = {}): Promise<T> {
  const file = fileURLToPath(child);
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', file, device], {
    cwd: path.resolve(path.dirname(file), '../../..'),
    env: { XDG_RUNTIME_DIR: os.tmpdir(), ...process.env, ...environment },
    maxBuffer: 1 << 26,
    timeout: 110_000,
  });
  return JSON.parse(stdout) as T;
}

/** The same through WebGPU; a software GPU stands in where there is no other. Skips the test where there is neither. */
export async function runOnGpu<T extends { problem?: string }>(test: Mocha.Context, child: URL): Promise<T> {
  let found = await runChild<T>(child, 'webgpu');
  if (found.problem && CHROMIUM) {
    const library = [CHROMIUM, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(path.delimiter);
    found = await runChild<T>(child, 'webgpu', {
      VK_DRIVER_FILES: path.join(CHROMIUM, 'vk_swiftshader_icd.json'),
      LD_LIBRARY_PATH: library,
    });
  }
  if (found.problem) {
    console.log(`    skipped: neither a GPU nor Chromium's software GPU here (${found.problem})`);
    test.skip();
  }
  return found;
}
