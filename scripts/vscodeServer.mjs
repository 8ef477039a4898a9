/** Starts the embedded VS Code server on localhost with this extension in it, and says which address opens a folder. */
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { repository, runtime } from './vscodeRuntime.mjs';

/** A quiet workbench: nothing asks, suggests, updates or phones home. */
const QUIET_SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'npm.autoDetect': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
  'files.simpleDialog.enable': true,
  'remote.autoForwardPorts': false,
};

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 3000;

/**
 * Puts the extension into a server's data folder by a link to its folder: what was just built runs, nothing is packed.
 * The server reads its extensions folder as a whole when no extensions.json lists them.
 */
function linkExtension(data) {
  const { publisher, name, version } = JSON.parse(fs.readFileSync(path.join(repository, 'package.json'), 'utf8'));
  const extensions = path.join(data, 'extensions');
  fs.mkdirSync(extensions, { recursive: true });
  // A list made for another version would hide this one.
  fs.rmSync(path.join(extensions, 'extensions.json'), { force: true });
  const link = path.join(extensions, `${publisher}.${name}-${version}`);
  if (!fs.existsSync(link)) fs.symlinkSync(repository, link, 'dir');
  return link;
}

/** Installs a package into a server's data folder, as a person would; says in which folder it lies. */
export function installExtension(data, vsix) {
  execFileSync(runtime.node, [runtime.server, '--install-extension', path.resolve(vsix), '--server-data-dir', data], { stdio: 'pipe' });
  const { publisher, name } = JSON.parse(fs.readFileSync(path.join(repository, 'package.json'), 'utf8'));
  const extensions = path.join(data, 'extensions');
  const installed = fs.readdirSync(extensions).find((folder) => folder.startsWith(`${publisher}.${name}-`));
  if (!installed) throw new Error(`${vsix}: VS Code installed nothing of ${publisher}.${name} into ${extensions}.`);
  return path.join(extensions, installed);
}

/**
 * Starts a server. `data` keeps its settings and state (a temporary folder, removed at the end, by default); `settings` add to the quiet ones;
 * `args` go to the server; the package `vsix` (the environment's VSIX by default) is installed, without one the working tree is linked, and
 * `linked: false` leaves the extension out. Resolves with { port, pid, data, extension, log(), stop() } once it listens; `extension` is the
 * folder that the extension runs from.
 */
export async function startServer({ data, settings = {}, args = [], env = {}, linked = true, vsix = process.env.VSIX, port = 0 } = {}) {
  const folder = data ?? fs.mkdtempSync(path.join(os.tmpdir(), 'deepminer-vscode-'));
  const user = path.join(folder, 'data', 'User');
  fs.mkdirSync(user, { recursive: true });
  const settingsFile = path.join(user, 'settings.json');
  if (!fs.existsSync(settingsFile)) fs.writeFileSync(settingsFile, `${JSON.stringify({ ...QUIET_SETTINGS, ...settings }, null, 2)}\n`);
  const extension = vsix ? installExtension(folder, vsix) : linked ? linkExtension(folder) : undefined;
  const server = spawn(
    runtime.node,
    [
      ...[runtime.server, '--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--accept-server-license-terms'],
      ...['--disable-telemetry', '--telemetry-level', 'off', '--disable-experiments', '--server-data-dir', folder, ...args],
    ],
    // No gallery: nothing may be fetched from outside.
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      // A server that leaves nothing behind waits for nobody else's work on this machine either.
      env: {
        ...process.env,
        ...(!data && { DEEPMINER_QUEUE: path.join(folder, 'queue') }),
        EXTENSIONS_GALLERY: '{"serviceUrl":""}',
        ...env,
      },
      detached: true,
    },
  );
  let log = '';
  const listening = new Promise((resolve, reject) => {
    const hear = (data) => {
      log += data;
      const match = /Extension host agent listening on (\d+)/.exec(log);
      if (match) resolve(Number(match[1]));
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    server.once('exit', (code) => reject(new Error(`VS Code's server ended with ${code}:\n${log.slice(-2000)}`)));
    setTimeout(
      () => reject(new Error(`VS Code's server did not listen within ${START_LIMIT_MS / 1000} s:\n${log.slice(-2000)}`)),
      START_LIMIT_MS,
    ).unref();
  });
  const stop = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      signalGroup(server.pid, 'SIGTERM');
      const kill = setTimeout(() => signalGroup(server.pid, 'SIGKILL'), STOP_LIMIT_MS);
      await ended;
      clearTimeout(kill);
    }
    if (!data) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    return { port: await listening, pid: server.pid, data: folder, extension, log: () => log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The server and its extension hosts are one process group, led by the server. */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * The address that opens `folder`, or the folders of a .code-workspace file, in the workbench. Development extensions and tests are paths on the server, and are heeded only
 * by a server started with --enable-smoke-test-driver. Webviews need `localhost`, which browsers hold for a secure context.
 */
export function workbenchUrl(port, { folder, workspace, developed = [], tests } = {}) {
  const remote = (file) => `vscode-remote://localhost:${port}${file}`;
  const payload = [
    ...developed.map((dir) => ['extensionDevelopmentPath', remote(dir)]),
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  const query = new URLSearchParams(workspace ? { workspace } : folder ? { folder } : { ew: 'true' });
  query.set('payload', JSON.stringify(payload));
  return `http://localhost:${port}/?${query}`;
}
