// What a clean clone misses: the npm packages and the bundles. Plain Node, so that it runs before anything is installed.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Runs a command in the project's root with its output shown; throws with its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      code === 0 ? resolve() : reject(Object.assign(new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}`), { code })),
    );
  });
}

/**
 * Installs what the lock file says when node_modules is absent or older than it. Not `npm ci`: that refuses a lock file without the
 * binaries of platforms that a registry does not serve, which this machine does not need anyway. --no-save leaves the lock as it is.
 */
export async function ensurePackages() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) throw new Error(`Node ${process.versions.node} found, 20.9 or newer expected. Install it and try again.`);
  const installed = path.join(root, 'node_modules/.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(path.join(root, 'package-lock.json')).mtimeMs) return;
  console.log('install    npm packages');
  await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['install', '--no-save', '--loglevel=error'], {
    shell: process.platform === 'win32',
  });
}

/** Bundles into dist/. */
export async function build() {
  console.log('build      dist/');
  await run(process.execPath, ['esbuild.js']);
}
