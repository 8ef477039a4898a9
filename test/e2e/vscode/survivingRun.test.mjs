/**
 * A run survives its window, in VS Code's real user interface: the window is reloaded in the middle of a training, the same process goes on,
 * the Runs view finds it with its progress and sees it end; another is cancelled from the view. Screenshots go to artifacts/surviving-run.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { clearToasts, palette, toast } from '../../vscode/browser.mjs';
import { insist, patience } from '../../vscode/insisting.mjs';
import { makeProject, openWindow, removeProject, screenshots, setEpochs } from '../../vscode/workbench.mjs';

/** Long enough to be met in the middle by a slow machine, short enough to be waited for. */
const EPOCHS = 150;
const shots = screenshots('surviving-run');

describe('a run in a real VS Code', function () {
  this.bail(true);
  this.timeout(600_000);

  let workspace;
  let window;
  let page;
  const shot = (name) => page.screenshot({ path: path.join(shots, `${name}.png`) });
  const row = (run) => page.locator('.pane-body .monaco-list-row', { hasText: run }).first();
  const status = () => page.locator('.statusbar-item', { hasText: 'Training run-' });
  const runFile = (run, name) => path.join(workspace, 'runs', run, name);
  const lockOf = (run) => JSON.parse(fs.readFileSync(runFile(run, 'lock-1.json'), 'utf8'));
  /** The remains of a process whose parent is gone may lie about in a container: state Z. */
  const isAlive = (pid) => {
    try {
      return !/^Z/.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1));
    } catch {
      return false;
    }
  };
  const gone = async (pid) => {
    for (const end = Date.now() + 10_000; Date.now() < end; await page.waitForTimeout(100)) if (!isAlive(pid)) return;
    assert.fail(`process ${pid} is there after its run`);
  };
  const percentShown = async (run) => Number(/(\d+) %/.exec(await row(run).textContent())?.[1]);
  before(async function () {
    // Only there does /proc tell of processes.
    if (process.platform !== 'linux') this.skip();
    workspace = makeProject({ cases: 8, epochs: EPOCHS, steps: [] });
    window = await openWindow({ folder: workspace, viewport: { width: 1280, height: 800 } });
    ({ page } = window);
  });

  after(async () => {
    await window?.close();
    if (workspace) removeProject(workspace);
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await shot(`failed-${this.currentTest.title.slice(0, 40).replace(/\W+/g, '-')}`);
  });

  let pid;

  it('is shown with progress in the Runs view and in the status bar, and no message is in the way', async () => {
    await page.locator('.activitybar a[aria-label^="DeepMiner"]').click();
    await page.locator('.welcome-view-content').getByRole('button', { name: 'Train' }).first().click();
    await row('run-001')
      .filter({ hasText: /\d+ %.*epoch \d+\/150/ })
      .waitFor();
    await status()
      .filter({ hasText: /Training run-001 \d+ %/ })
      .waitFor();
    assert.equal(await page.locator('.notification-toast').count(), 0);
    await shot('01-started-dark');
    pid = lockOf('run-001').process.pid;
    assert.ok(isAlive(pid));
  });

  it('goes on by itself while something else is done', async () => {
    await palette(page, 'View: Show Explorer');
    await palette(page, 'View: Show DeepMiner');
    const before = await percentShown('run-001');
    await page.waitForFunction(
      ([text]) =>
        [...document.querySelectorAll('.pane-body .monaco-list-row')].some(
          (r) => Number(/(\d+) %/.exec(r.textContent)?.[1]) > Number(text),
        ),
      [String(before)],
    );
    assert.equal(fs.existsSync(runFile('run-001', 'cancel.json')), false);
    assert.ok(isAlive(pid));
  });

  it('goes on in the same process when the window is reloaded, and is found again with its progress', async () => {
    const before = await percentShown('run-001');
    const loaded = page.waitForEvent('load');
    await palette(page, 'Developer: Reload Window');
    await loaded;
    await row('run-001')
      .filter({ hasText: /\d+ %.*epoch \d+\/150/ })
      .waitFor();
    await status()
      .filter({ hasText: /Training run-001 \d+ %/ })
      .waitFor();
    assert.ok((await percentShown('run-001')) >= before, 'it did not begin anew');
    assert.equal(lockOf('run-001').process.pid, pid);
    assert.ok(isAlive(pid));
    await row('run-001').click();
    await row('run-001').hover();
    await page.waitForTimeout(1500);
    await shot('02-found-dark');
    await palette(page, 'Preferences: Toggle between Light/Dark Themes');
    await page.waitForTimeout(800);
    await row('run-001').hover();
    await shot('03-found-light');
  });

  it('ends by itself: the view shows it finished, and the next steps are offered', async () => {
    await toast(page, `run-001: ${EPOCHS} of ${EPOCHS} epochs`).getByRole('button', { name: 'Evaluate' }).waitFor({ timeout: 500_000 });
    await row('run-001').locator('.codicon-pass').waitFor();
    await status().waitFor({ state: 'detached' });
    for (const file of ['lock-1.json', 'progress.json']) assert.equal(fs.existsSync(runFile('run-001', file)), false, file);
    await gone(pid);
    await shot('04-finished-light');
    await clearToasts(page);
  });

  it('is cancelled from the view, and offered to be resumed', async () => {
    setEpochs(workspace, 100_000);
    await page.locator('.pane-header, .composite.title').locator('.action-label[aria-label^="Train"]').first().click();
    await row('run-002')
      .filter({ hasText: /\d+ %.*epoch \d+\/100000/ })
      .waitFor();
    const { process: running } = lockOf('run-002');
    const resume = toast(page, 'run-002: cancelled').getByRole('button', { name: 'Resume Training' });
    await insist(async () => {
      if (await resume.isVisible()) return;
      await row('run-002').hover(patience);
      await row('run-002').locator('.action-label[aria-label*="Cancel Run"]').click(patience);
    }, resume);
    await row('run-002').locator('.codicon-circle-slash').waitFor();
    await shot('05-cancelled-light');
    await gone(running.pid);
  });
});
