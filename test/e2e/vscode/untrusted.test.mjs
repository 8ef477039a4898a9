/**
 * A folder that is not trusted, in a real VS Code: results are looked at, nothing starts, nothing is written, nothing is asked of the outside
 * world; once trusted, work begins in the same window. Screenshots go to artifacts/untrusted.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { palette, toast, webview } from '../../vscode/browser.mjs';
import { expand, insist, patience } from '../../vscode/insisting.mjs';
import { makeProject, openWindow, removeProject, screenshots } from '../../vscode/workbench.mjs';

const shots = screenshots('untrusted');

/** Command lines of the processes below `pid`. */
function processesBelow(pid) {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args=']).toString().trim().split('\n');
  const all = lines
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .map(([, own, parent, args]) => [Number(own), Number(parent), args]);
  const below = new Set([pid]);
  for (let before = 0; before < below.size; ) {
    before = below.size;
    for (const [own, parent] of all) if (below.has(parent)) below.add(own);
  }
  return all.filter(([own]) => below.has(own)).map(([, , args]) => args);
}

/** Every file below a folder with size and time of its last change. */
function filesOf(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const { size, mtimeMs } = fs.statSync(file);
      return `${path.relative(folder, file)} ${size} ${mtimeMs}`;
    })
    .sort();
}

describe('a folder that is not trusted, in a real VS Code', function () {
  this.bail(true);
  this.timeout(300_000);

  let project;
  let window;
  let page;
  let filesBefore;
  const shot = (name) => page.screenshot({ path: path.join(shots, `${name}.png`) });
  const row = (text) => page.locator('.pane-body .monaco-list-row', { hasText: text });
  const computing = () => processesBelow(window.server.pid).filter((args) => /dist\/(compute|cli)\.cjs/.test(args));

  before(async () => {
    project = makeProject({ cases: 8, epochs: 1, steps: [['train'], ['evaluate']] });
    // A workspace's own settings cannot choose what a process would be started with.
    fs.mkdirSync(path.join(project, '.vscode'));
    fs.writeFileSync(
      path.join(project, '.vscode', 'settings.json'),
      JSON.stringify({ 'deepminer.device': 'cuda', 'deepminer.threads': 64 }),
    );
    filesBefore = filesOf(project);
    window = await openWindow({ folder: project, asksForTrust: true });
    ({ page } = window);
    await page.getByRole('dialog').getByText("No, I don't trust the authors").click();
    await page.locator('.activitybar a[aria-label^="DeepMiner"]').click();
  });

  after(async () => {
    await window?.close();
    if (project) removeProject(project);
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await shot(`failed-${this.currentTest.title.slice(0, 40).replace(/\W+/g, '-')}`);
  });

  it('lists its runs, and says that they are all there is', async () => {
    await row('run-001').waitFor();
    await row('Results only').waitFor();
    await page.locator('.welcome-view-content', { hasText: 'No mined units to look at' }).waitFor();
    await shot('01-runs');
  });

  it('shows the evaluation that is kept in a run', async () => {
    await expand(row('run-001'));
    const figures = webview(page, 'extensionId=deepminer.deepminer-vscode');
    await insist(() => row('Evaluated').click(patience), figures.locator('svg'));
    await figures.getByText('run-001').first().waitFor();
    await shot('02-evaluation');
  });

  it('offers no command that computes, and refuses what is asked for all the same', async () => {
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input[type="text"]').first().waitFor();
    await page.keyboard.type('DeepMiner: ');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Show Evaluation' }).waitFor();
    const offered = await page.locator('.quick-input-list .monaco-list-row', { hasText: 'DeepMiner:' }).allInnerTexts();
    await shot('03-palette');
    await page.keyboard.press('Escape');
    assert.deepEqual(
      offered.filter((title) =>
        /DeepMiner: (Train|Mine|Annotate|Explain|Create|New|Dissect|Choose Device|Check|Evaluate|Resume|Cancel|Import)/.test(title),
      ),
      [],
    );
    // The page's own button goes past the palette.
    await webview(page, 'extensionId=deepminer.deepminer-vscode')
      .getByRole('button', { name: /hold-out/i })
      .or(webview(page, 'extensionId=deepminer.deepminer-vscode').getByLabel(/hold-out/i))
      .first()
      .click();
    await webview(page, 'extensionId=deepminer.deepminer-vscode')
      .getByRole('button', { name: /^Evaluate/ })
      .first()
      .click();
    await toast(page, 'computes only in a trusted workspace').waitFor();
    await shot('04-refused');
  });

  it('has started no process, written nothing and asked nothing of the outside world', () => {
    assert.ok(processesBelow(window.server.pid).some((args) => /extensionHost/.test(args)));
    assert.deepEqual(computing(), []);
    assert.deepEqual(filesOf(project), filesBefore);
    assert.deepEqual(window.outside, []);
  });

  it('works in the same window once it is trusted', async () => {
    await toast(page, 'computes only in a trusted workspace').getByRole('button', { name: 'Manage Workspace Trust' }).click();
    await page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    // A process now lists the runs.
    for (const end = Date.now() + 60_000; computing().length === 0; await page.waitForTimeout(250))
      assert.ok(Date.now() < end, 'waited 60 s for the compute process');
    await row('Results only').waitFor({ state: 'detached' });
    await palette(page, 'View: Close All Editors');
    await shot('05-trusted');
  });
});
