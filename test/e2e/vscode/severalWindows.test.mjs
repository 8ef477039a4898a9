/**
 * Two windows of VS Code on one folder, each with an extension host of its own: a run begun in one is seen and cancelled in the other, units are mined
 * once, answers given in both are all kept, and one window is nothing to the other's end. Screenshots go to artifacts/several-windows.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { workbenchUrl } from '../../../scripts/vscodeServer.mjs';
import { answerInput, freshPage, palette, toast, webview } from '../../vscode/browser.mjs';
import { makeProject, openWindow, removeProject, screenshots, setEpochs } from '../../vscode/workbench.mjs';

const EXPERT = 'dr-wu';
const shots = screenshots('several-windows');

describe('two windows on a folder in a real VS Code', function () {
  this.bail(true);
  this.timeout(240_000);

  let project;
  let window;
  let one;
  let other;
  const shot = async (name) => {
    await one.screenshot({ path: path.join(shots, `${name}-one.png`) });
    if (other && !other.isClosed()) await other.screenshot({ path: path.join(shots, `${name}-other.png`) });
  };
  const row = (page, text) => page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
  const survey = (page) => webview(page, 'extensionId=deepminer.deepminer-vscode');
  const mined = () => {
    const folder = path.join(project, 'runs/run-001/mining');
    return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  };
  /** Units in the expert's log, whose every line is whole. */
  const logged = () => {
    const file = path.join(project, 'annotations', `${EXPERT}.jsonl`);
    const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trimEnd().split('\n') : [];
    return lines.map((line) => JSON.parse(line.slice(9)).answer.unit);
  };
  const answerUnit = async (page) => {
    const unit = await survey(page).locator('#unit-name').textContent();
    await survey(page).locator('#recognizable input[value="no"]').check();
    await survey(page).getByRole('button', { name: 'Save and next' }).click();
    await survey(page).locator('.saved-state.saved', { hasText: unit }).waitFor();
    return unit;
  };

  before(async () => {
    project = makeProject({ cases: 6, steps: [['train']] });
    window = await openWindow({ folder: project });
    one = window.page;
    other = await freshPage(window.browser, { viewport: { width: 1280, height: 860 } });
    await other.goto(workbenchUrl(window.server.port, { folder: project }));
    for (const page of [one, other]) {
      await page.locator('.activitybar a[aria-label^="DeepMiner"]').click({ timeout: 60_000 });
      await row(page, 'run-001').waitFor({ timeout: 60_000 });
    }
  });

  after(async () => {
    await window?.close();
    if (project) removeProject(project);
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await shot('failed');
  });

  it('show in the other what is trained in the one, and cancel it from there', async () => {
    setEpochs(project, 100_000);
    await palette(one, 'DeepMiner: Train');
    for (const page of [one, other]) {
      await row(page, 'run-002')
        .filter({ hasText: /epoch \d+\/100000/ })
        .waitFor({ timeout: 60_000 });
      await page.locator('.statusbar-item', { hasText: 'Training run-002' }).waitFor();
    }
    await shot('01-training');
    await row(other, 'run-002').hover();
    await row(other, 'run-002').locator('.action-label[aria-label*="Cancel Run"]').click();
    for (const page of [one, other]) {
      await row(page, 'run-002').locator('.codicon-circle-slash').waitFor({ timeout: 60_000 });
      await page.locator('.statusbar-item', { hasText: 'Training run-002' }).waitFor({ state: 'detached' });
      await toast(page, 'run-002: cancelled').waitFor();
    }
    fs.rmSync(path.join(project, 'runs/run-002'), { recursive: true });
    for (const page of [one, other]) await row(page, 'run-002').waitFor({ state: 'detached', timeout: 30_000 });
  });

  it('mine at once: both come to the one result', async () => {
    await palette(one, 'DeepMiner: Mine Units');
    await palette(other, 'DeepMiner: Mine Units');
    await Promise.all([one, other].map((page) => toast(page, 'units from').waitFor({ timeout: 200_000 })));
    await shot('02-mined');
    const results = mined();
    assert.equal(results.length, 1, results.join(', '));
    assert.match(results[0], /^[0-9a-f]{16}$/);
  });

  it('keep every answer that one expert gives in both', async () => {
    for (const page of [one, other]) {
      await palette(page, 'DeepMiner: Annotate Units');
      await answerInput(page, 'Your name as an expert', EXPERT);
      await survey(page).locator('.patches button.patch').first().waitFor({ timeout: 60_000 });
    }
    const answered = [await answerUnit(one)];
    answered.push(...(await Promise.all([answerUnit(one), answerUnit(other)])));
    answered.push(...(await Promise.all([answerUnit(one), answerUnit(other)])));
    const units = logged();
    assert.equal(units.length, answered.length);
    for (const unit of answered) assert.ok(units.includes(unit), unit);
    await shot('03-answered');
  });

  it('end one by one: the other goes on', async () => {
    await other.context().close();
    const before = logged().length;
    await answerUnit(one);
    assert.equal(logged().length, before + 1);
    await palette(one, 'DeepMiner: Evaluate');
    await toast(one, 'AUC').waitFor({ timeout: 120_000 });
    await shot('04-alone');
  });
});
