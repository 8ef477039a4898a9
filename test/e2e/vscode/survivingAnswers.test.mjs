/**
 * Answers survive the extension host, in VS Code's real user interface: its process is killed with -9 while the survey saves an answer; what
 * the page had shown as saved is in the log, and the survey goes on when the window is back. Screenshots go to artifacts/surviving-answers.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { answerInput, palette, webview } from '../../vscode/browser.mjs';
import { patience, persist } from '../../vscode/insisting.mjs';
import { reloadWindow } from '../../vscode/reloading.mjs';
import { makeProject, openWindow, removeProject, screenshots } from '../../vscode/workbench.mjs';

const KILLS = 4;
const EXPERT = 'dr-wu';
const shots = screenshots('surviving-answers');

/** Processes below `pid` that are extension hosts. */
function extensionHosts(pid) {
  const parents = new Map();
  for (const name of fs.readdirSync('/proc').filter((n) => /^\d+$/.test(n)))
    try {
      const stat = fs.readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0]));
    } catch {
      // It ended while the list was read.
    }
  const below = (child) => {
    for (let at = child; at; at = parents.get(at)) if (at === pid) return true;
    return false;
  };
  const commandOf = (child) => {
    try {
      return fs.readFileSync(`/proc/${child}/cmdline`, 'utf8');
    } catch {
      // It ended since it was listed.
      return '';
    }
  };
  return [...parents.keys()].filter((child) => below(child) && commandOf(child).includes('--type=extensionHost'));
}

describe('answers in a real VS Code', function () {
  this.bail(true);
  this.timeout(300_000);

  let workspace;
  let window;
  let page;
  const survey = () => webview(page, 'extensionId=deepminer.deepminer-vscode');
  const saved = new Set();
  /** The units in the log; a line that cannot be read fails, but for a last one that was cut off. */
  const logged = () => {
    const file = path.join(workspace, 'annotations', `${EXPERT}.jsonl`);
    const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
    return lines.filter((line) => !line.endsWith(' ~torn')).map((line) => JSON.parse(line.slice(9)).answer.unit);
  };
  const opened = () => survey().locator('.patches button.patch').first().waitFor();
  /** Answers the unit that is shown, or the next one where it is answered: what had arrived unacknowledged is shown as saved after a reload. */
  const answerUnit = () =>
    persist('the next unit', async () => {
      const next = survey().getByRole('button', { name: /^Next/ });
      if (await next.isVisible()) await next.click(patience);
      const unit = await survey().locator('#unit-name').textContent(patience);
      await survey().locator('#recognizable input[value="no"]').check(patience);
      await survey().getByRole('button', { name: 'Save and next' }).click(patience);
      return unit;
    });
  const seenSaved = async () => {
    const shown = await survey().locator('.saved-state.saved').allTextContents();
    for (const text of shown) saved.add(/unit_\d+/.exec(text)[0]);
  };

  before(async function () {
    // Only there does /proc tell of processes.
    if (process.platform !== 'linux') this.skip();
    workspace = makeProject({ cases: 6, steps: [['train'], ['mine']] });
    window = await openWindow({ folder: workspace });
    ({ page } = window);
  });

  after(async () => {
    await window?.close();
    if (workspace) removeProject(workspace);
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await page.screenshot({ path: path.join(shots, 'failed.png') });
  });

  it('are saved before anything happens', async () => {
    await page.locator('.activitybar a[aria-label^="DeepMiner"]').click();
    await page.locator('.pane-body .monaco-list-row', { hasText: 'run-001' }).waitFor();
    await palette(page, 'DeepMiner: Annotate Units');
    await answerInput(page, 'Your name as an expert', EXPERT);
    await opened();
    const unit = await answerUnit();
    await survey().locator('.saved-state.saved', { hasText: unit }).waitFor();
    await seenSaved();
    assert.deepEqual(logged(), [unit]);
  });

  for (let kill = 1; kill <= KILLS; kill++)
    it(`are in the log when the extension host is killed while it saves (${kill} of ${KILLS}), and the survey goes on after a reload`, async () => {
      const first = await answerUnit();
      await survey().locator('.saved-state.saved', { hasText: first }).waitFor();
      await seenSaved();
      await answerUnit();
      await page.waitForTimeout(Math.random() * 60);
      const hosts = extensionHosts(window.server.pid);
      // That of the window before the reload is kept for a while beside this one's.
      assert.ok(hosts.length > 0, 'an extension host runs');
      for (const host of hosts) process.kill(host, 'SIGKILL');
      // What arrived before the kill may be shown a moment later.
      await page.waitForTimeout(200);
      await seenSaved();
      const units = logged();
      assert.deepEqual(
        [...saved].filter((unit) => !units.includes(unit)),
        [],
      );
      if (kill === 1) await page.screenshot({ path: path.join(shots, '01-killed.png') });
      // VS Code starts another one, and forgets pages that nobody could bring back when it is reloaded before.
      const again = () => extensionHosts(window.server.pid).some((host) => !hosts.includes(host));
      for (let tries = 0; tries < 80 && !again(); tries++) await page.waitForTimeout(250);
      await page.waitForTimeout(3000);
      await reloadWindow(page, ['deepminer.survey', EXPERT]);
      await opened();
      // One that was not acknowledged may have arrived, or be sent again by the page; the others are there.
      const done = Number(/\d+/.exec(await survey().locator('.progress label').textContent())[0]);
      assert.ok(done >= saved.size, `${done} done, ${saved.size} were shown as saved`);
      for (const unit of logged()) saved.add(unit);
    });
});
