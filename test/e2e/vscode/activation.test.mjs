/**
 * How quickly the extension is there, by VS Code's own clock: the times in its list of running extensions, as a person reads them. And what is
 * loaded then, and from where. Screenshots go to artifacts/activation.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { repository } from '../../../scripts/vscodeRuntime.mjs';
import { workbenchUrl } from '../../../scripts/vscodeServer.mjs';
import { freshPage, palette } from '../../vscode/browser.mjs';
import { makeProject, openWindow, removeProject, screenshots } from '../../vscode/workbench.mjs';

const LIMIT_MS = 50;
const WINDOWS = 5;
const SETTLE_MS = 5000;
// High enough for the whole list: rows out of sight are not drawn.
const VIEWPORT = { width: 1280, height: 2400 };
const shots = screenshots('activation');

/** Processes of a server's group: command line, and the files that are mapped into memory, native code among them. */
function processes(group) {
  const found = [];
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const read = (file) => fs.readFileSync(`/proc/${pid}/${file}`, 'utf8');
    try {
      const stat = read('stat');
      const pgid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
      if (pgid === group) found.push({ command: read('cmdline').replaceAll('\0', ' '), maps: read('maps') });
    } catch (error) {
      // It ended between the list and the look.
      if (!['ENOENT', 'ESRCH'].includes(error.code)) throw error;
    }
  }
  return found;
}

describe('the activation in a real VS Code', function () {
  this.bail(true);
  this.timeout(300_000);

  let project;
  let window;
  let page;

  before(async () => {
    project = makeProject({ cases: 4, steps: [] });
    window = await openWindow({ folder: project, viewport: VIEWPORT });
    ({ page } = window);
  });

  after(async () => {
    await window?.close();
    if (project) removeProject(project);
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await page.screenshot({ path: path.join(shots, 'failed.png') });
  });

  /** In a browser that has never seen the folder: one that is loaded again brings the view back while it starts. */
  async function openAnother() {
    await page.context().close();
    page = await freshPage(window.browser, { viewport: VIEWPORT });
    await page.goto(workbenchUrl(window.server.port, { folder: project }));
  }

  it(`takes less than ${LIMIT_MS} ms in one of ${WINDOWS} windows, whatever else the machine does`, async () => {
    const times = [];
    while (times.length < WINDOWS && !times.some((ms) => ms < LIMIT_MS)) {
      if (times.length > 0) await openAnother();
      const icon = page.locator('.activitybar a[aria-label^="DeepMiner"]');
      await icon.waitFor();
      // A window that starts takes the whole processor; the extension is activated by its view in one that stands.
      await page.waitForTimeout(SETTLE_MS);
      await icon.click();
      await page.locator('.pane-body').getByRole('button', { name: 'Check Data Set' }).waitFor();
      await palette(page, 'Developer: Show Running Extensions');
      const shown = page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'DeepMiner' }).locator('.activation-time');
      times.push(Number(/(\d+)ms/.exec(await shown.textContent())?.[1]));
      if (times.length === 1) await page.screenshot({ path: path.join(shots, 'running-extensions.png') });
    }
    console.log(`      activated in ${times.join(', ')} ms`);
    assert.ok(Math.min(...times) < LIMIT_MS, `${times} ms`);
  });

  it('loads no native module into the extension host, and runs from the installed package where one is tested', () => {
    const all = processes(window.server.pid);
    const hosts = all.filter(({ command }) => command.includes('--type=extensionHost'));
    assert.ok(hosts.length > 0, all.map(({ command }) => command).join('\n'));
    for (const { maps } of hosts) assert.doesNotMatch(maps, /onnxruntime|libvips|sharp-/);
    const { extension } = window.server;
    const computing = all.filter(({ command }) => command.includes('compute.cjs'));
    assert.ok(computing.length > 0, 'the views ask the compute process');
    const folder = fs.realpathSync(extension);
    for (const { command } of computing)
      assert.ok(command.includes(path.join(folder, 'dist/compute.cjs')) || command.includes(extension), command);
    assert.equal(folder.startsWith(repository), !process.env.VSIX, folder);
  });
});
