/**
 * npm start: a real VS Code on the sample project with this extension in it: the installed `code`, else the embedded one in the browser.
 * `npm start -- --browser` asks for the embedded one, `npm start -- FOLDER` opens another folder.
 */
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { build, ensurePackages, root, run } from './install.mjs';
import { ensureRuntime } from './vscodeRuntime.mjs';
import { startServer, workbenchUrl } from './vscodeServer.mjs';

/** Small enough to be written in seconds; `npm run demo` makes the full one, trained and mined. */
const SAMPLE_CASES = 12;

const options = process.argv.slice(2).filter((a) => a.startsWith('-'));
const given = process.argv.slice(2).find((a) => !a.startsWith('-'));

async function sampleProject() {
  const project = path.join(root, 'demo', 'project');
  if (!fs.existsSync(path.join(project, 'deepminer.json'))) {
    console.log(`Writing a sample project of ${SAMPLE_CASES} cases into ${path.relative(root, project)}`);
    await run(process.execPath, ['dist/cli.cjs', 'sample', project, '--cases', String(SAMPLE_CASES)]);
  }
  return project;
}

const onPath = (command) => spawnSync(command, ['--version'], { stdio: 'ignore', shell: process.platform === 'win32' }).status === 0;

function openDesktop(folder) {
  console.log('Opening the installed VS Code.');
  return run('code', ['--new-window', `--extensionDevelopmentPath=${root}`, folder], { shell: process.platform === 'win32' });
}

async function serveBrowser(folder) {
  await ensureRuntime();
  const data = path.join(root, '.cache', 'vscode-data');
  const server = await startServer({ data });
  const url = workbenchUrl(server.port, { folder });
  console.log(`\nVS Code is at\n\n  ${url}\n\nCtrl-C stops it.`);
  openBrowser(url);
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
  });
  await server.stop();
  console.log('Stopped.');
}

/** Tries the desktop's way to open an address; without a desktop the printed address serves. */
function openBrowser(url) {
  if (options.includes('--no-open') || (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)) return;
  const [command, ...args] = { darwin: ['open', url], win32: ['cmd', '/c', 'start', '""', `"${url}"`] }[process.platform] ?? [
    'xdg-open',
    url,
  ];
  const opener = spawn(command, args, { stdio: 'ignore', detached: true, windowsVerbatimArguments: true });
  opener.once('error', () => console.log('No browser could be opened from here: open the address yourself.'));
  opener.unref();
}

try {
  await ensurePackages();
  await build();
  const folder = given ? path.resolve(given) : await sampleProject();
  if (!fs.existsSync(folder)) throw new Error(`${folder}: found no such folder; name an existing one, or none for the sample project.`);
  if (!options.includes('--browser') && onPath('code')) await openDesktop(folder);
  else await serveBrowser(folder);
  process.exit();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
