/**
 * The whole method through VS Code's real user interface: sample project, training, mining, reference names, one unit answered in the
 * survey, and a notebook cell that explains a view with its class activation map and unit maps. Screenshots go to artifacts/first-light.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { ensureRuntime, repository } from '../../../scripts/vscodeRuntime.mjs';
import { startServer, workbenchUrl } from '../../../scripts/vscodeServer.mjs';
import { answerInput, clearToasts, launchChromium, palette, scrollNotebookTo, toast, webview } from '../../vscode/browser.mjs';
import { oddFolder, removeOddFolder } from '../../vscode/oddFolder.mjs';

const CASES = 16;
const EXPERT = 'Dr. Ada Example';
const shots = path.join(repository, 'artifacts', 'first-light');

/** Runs in the page: whether each canvas holds a pixel that is not empty. */
const arePainted = (all) =>
  all.map((canvas) =>
    canvas
      .getContext('2d')
      .getImageData(0, 0, canvas.width, canvas.height)
      .data.some((value) => value > 0),
  );

async function until(what, holds, limit = 15_000) {
  for (const end = Date.now() + limit; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100)))
    if (await holds()) return;
  assert.fail(`waited ${limit / 1000} s for ${what}`);
}

describe('first light, in a real VS Code', function () {
  this.bail(true);
  this.timeout(120_000);

  let workspace;
  let server;
  let browser;
  let page;
  const outside = [];
  const project = () => path.join(workspace, 'sample');
  /** Paths below the cases' folder that end so. */
  const filesOf = (ending) =>
    fs
      .readdirSync(path.join(project(), 'cases'), { recursive: true })
      .map(String)
      .filter((file) => file.endsWith(ending))
      .sort();
  const shot = (name) => page.screenshot({ path: path.join(shots, `${name}.png`) });
  const survey = () => webview(page, 'extensionId=deepminer.deepminer-vscode');
  const rendered = () => webview(page, 'purpose=notebookRenderer');

  before(async () => {
    fs.mkdirSync(shots, { recursive: true });
    workspace = oddFolder('deepminer-first-light-');
    fs.writeFileSync(path.join(workspace, 'README.md'), '# First light\n');
    await ensureRuntime();
    server = await startServer({
      settings: {
        'security.workspace.trust.startupPrompt': 'always',
        'workbench.colorTheme': 'Default Dark Modern',
        'workbench.reduceMotion': 'on',
        'explorer.compactFolders': false,
      },
    });
    browser = await launchChromium();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 960 } })).newPage();
    page.on('request', (request) => {
      if (!/^(https?|wss?):\/\/localhost|^(data|blob):|^https:\/\/[^/]*vscode-cdn\.net/.test(request.url())) outside.push(request.url());
    });
    await page.goto(workbenchUrl(server.port, { folder: workspace }));
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    removeOddFolder(workspace);
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await shot(`failed-${this.currentTest.title.slice(0, 40).replace(/\W+/g, '-')}`);
  });

  it('computes nothing before the folder is trusted, then offers a sample project', async () => {
    await page.getByRole('dialog').getByText('Yes, I trust the authors').click();
    await page.locator('.activitybar a[aria-label^="DeepMiner"]').click();
    const welcome = page.locator('.welcome-view-content', { hasText: 'No project in this workspace' });
    await welcome.getByRole('button', { name: 'Create Sample Project' }).waitFor();
    await shot('01-welcome');
  });

  it('writes a sample project, asked for in the palette', async () => {
    await palette(page, 'DeepMiner: Create Sample Project');
    await answerInput(page, 'Folder to write', project());
    await answerInput(page, 'Number of synthetic cases', String(CASES));
    await toast(page, `Sample project: ${CASES} cases`).waitFor({ timeout: 60_000 });
    assert.equal(filesOf('.ics').length, CASES);
  });

  it('trains a tiny network from the button of that message, and lists the run', async () => {
    const file = path.join(project(), 'deepminer.json');
    const settings = JSON.parse(fs.readFileSync(file, 'utf8'));
    Object.assign(settings.training, { epochs: 3, decay: null });
    fs.writeFileSync(file, JSON.stringify(settings, null, 2));
    await toast(page, 'Sample project').getByRole('button', { name: 'Train' }).click();
    await page.locator('.statusbar-item', { hasText: 'Training run-001' }).waitFor();
    await toast(page, 'run-001: 3 of 3 epochs').waitFor({ timeout: 90_000 });
    await page.locator('.pane-body .monaco-list-row', { hasText: 'run-001' }).locator('.codicon-pass').waitFor();
    await shot('02-trained');
  });

  it('mines its units', async () => {
    await toast(page, 'run-001: 3 of 3').getByRole('button', { name: 'Mine Units' }).click();
    await toast(page, 'coverage').waitFor({ timeout: 60_000 });
  });

  it('names units by reference', async () => {
    await toast(page, 'coverage').getByRole('button', { name: 'Annotate by Reference' }).click();
    await toast(page, 'units named from the concept masks').waitFor({ timeout: 60_000 });
    assert.ok(fs.existsSync(path.join(project(), 'annotations', 'reference.jsonl')));
    await clearToasts(page);
  });

  async function comesBackChecked(radio) {
    await page.waitForTimeout(3000);
    await page.reload();
    await radio.waitFor({ timeout: 60_000 });
    await page.waitForTimeout(1000);
    const checked = await radio.isChecked();
    if (!checked) console.log('      the evaluation came back without its choice');
    return checked;
  }

  it('evaluates the network, shows curves and breakdowns, and brings them back when the window is reloaded', async () => {
    await palette(page, 'DeepMiner: Evaluate');
    const evaluation = survey().locator('.dm-evaluation');
    await evaluation.locator('.dm-curve').first().waitFor({ timeout: 60_000 });
    assert.ok(fs.existsSync(path.join(project(), 'runs', 'run-001', 'evaluation', 'test', 'roc-patch.svg')));
    await survey().getByRole('button', { name: 'Copy roc-patch.svg' }).click();
    await survey().getByText('Copied roc-patch.svg.').waitFor();
    const views = survey().getByRole('radio', { name: 'Views' });
    await views.check();
    await clearToasts(page);
    await shot('03-evaluation-dark');
    // A browser that is reloaded gives the editor a moment to write down its state, and may take it away: what came back in time counts.
    let cameBack = false;
    for (let attempt = 0; attempt < 4 && !cameBack; attempt++) {
      await views.check();
      cameBack = await comesBackChecked(views);
    }
    assert.ok(cameBack, 'the page is as it was before the reload');
    await palette(page, 'View: Close All Editors');
    await page.locator('.pane-body .monaco-list-row', { hasText: 'run-001' }).locator('.monaco-tl-twistie').click();
    await page.locator('.pane-body .monaco-list-row', { hasText: 'Evaluated' }).click();
    await evaluation.waitFor();
    await palette(page, 'View: Close All Editors');
  });

  it('tries the devices of this machine and offers those that work', async () => {
    await palette(page, 'DeepMiner: Choose Device');
    const rows = page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'ms a step' }).first().waitFor({ timeout: 60_000 });
    assert.match(await rows.filter({ hasText: 'coreml' }).textContent(), /does not work here.*It takes a Mac/);
    await shot('03-devices');
    await page.keyboard.press('Escape');
  });

  it('keeps an expert’s answer to a unit, given in the survey', async () => {
    await palette(page, 'DeepMiner: Annotate Units');
    await answerInput(page, 'Your name as an expert', EXPERT);
    const form = survey();
    await form.locator('.patches button.patch').first().waitFor({ timeout: 30_000 });
    await form.locator('.patches button.patch').nth(3).hover();
    const described = async (description, association) => {
      await form.locator('#recognizable input[value="yes"]').check();
      await form.locator('#several input[value="one"]').check();
      await form.getByLabel('Describe the phenomenon').fill(description);
      await form.locator(`#association-0 input[value="${association}"]`).check();
    };
    const saved = async () => {
      const unit = await form.locator('#unit-name').textContent();
      await form.getByRole('button', { name: 'Save and next' }).click();
      await form.locator('.saved-state.saved', { hasText: `${unit} saved` }).waitFor();
      return unit;
    };
    await described('edge of mass with spiculated margins', 'malignant');
    await form.locator('#category-0').selectOption('mass');
    await form.locator('input[value="SPICULATED"]').check();
    await page.waitForTimeout(300);
    await shot('03-survey-dark');
    const unit = await saved();
    // The most frequent unit of each class: one of them is among the most influential of almost any view.
    for (const name of ['benign', 'malignant']) {
      const option = form
        .getByLabel('Go to unit')
        .locator('option', { hasText: `· ${name} #` })
        .first();
      await form.getByLabel('Go to unit').selectOption(await option.getAttribute('value'));
      await described(`what speaks for ${name}`, name);
      await saved();
    }
    const log = fs.readdirSync(path.join(project(), 'annotations')).filter((f) => f.endsWith('.jsonl') && f !== 'reference.jsonl');
    assert.equal(log.length, 1);
    const lines = fs
      .readFileSync(path.join(project(), 'annotations', log[0]), 'utf8')
      .trim()
      .split('\n');
    assert.equal(lines.length, 3);
    for (const words of [unit, EXPERT, 'SPICULATED', 'edge of mass']) assert.ok(lines[0].includes(words), words);
  });

  it('lists the units by class with their names, and shows one on a page of its own, from where it is annotated', async () => {
    await palette(page, 'View: Close All Editors');
    const row = page.locator('.pane-body .monaco-list-row', { hasText: 'edge of mass with spiculated margins' }).first();
    await row.waitFor();
    await row.click();
    const shown = survey();
    await shown.locator('.captioned canvas').first().waitFor({ timeout: 30_000 });
    await shown.locator('.dm-names', { hasText: EXPERT }).waitFor();
    const unit = await shown.locator('#unit-name').textContent();
    assert.ok((await row.textContent()).includes(unit));
    await until('every patch to be painted', async () => {
      const painted = await shown.locator('.captioned canvas').evaluateAll(arePainted);
      return painted.length > 0 && painted.every(Boolean);
    });
    assert.equal(await shown.locator('.dm-diverging').count(), 3);
    await shot('04-unit-dark');
    await shown.getByRole('button', { name: /Annotate/ }).click();
    const form = survey();
    await form.locator('.questions').waitFor({ timeout: 30_000 });
    await until('the survey to be at the unit', async () => (await form.locator('#unit-name').textContent()) === unit);
    await palette(page, 'View: Close All Editors');
  });

  it('explains a view in a notebook: class activation map and unit maps', async () => {
    await palette(page, 'DeepMiner: New Notebook');
    await page.locator('.notebookOverlay .code-cell-row').first().waitFor();
    await page.locator('.kernel-action-view-item', { hasText: 'DeepMiner' }).waitFor();
    await palette(page, 'View: Toggle Primary Side Bar Visibility');
    await palette(page, 'Notebook: Run All');
    const explanation = rendered().locator('.dm-explanation');
    await explanation.waitFor({ timeout: 60_000 });
    const titles = await explanation.locator('.dm-panel-title').allInnerTexts();
    assert.ok(
      titles.some((t) => /activation map/i.test(t)),
      `a class activation map among ${titles}`,
    );
    assert.ok(
      titles.some((t) => /unit_\d{4}/.test(t)),
      `a unit's map among ${titles}`,
    );
    await scrollNotebookTo(page, explanation);
    await until('every map to be painted', async () => {
      const painted = await explanation.locator('.dm-panel canvas').evaluateAll(arePainted);
      return painted.length >= 2 && painted.every(Boolean);
    });
    await shot('05-notebook-dark');
  });

  it('explains an image from the explorer’s context menu', async () => {
    const view = filesOf('.LJPEG')[0];
    await palette(page, 'View: Close All Editors');
    await page
      .locator('.monaco-dialog-box')
      .getByRole('button', { name: "Don't Save" })
      .click({ timeout: 3000 })
      .catch(() => undefined);
    await palette(page, 'View: Show Explorer');
    for (const name of ['sample', 'cases', ...path.dirname(view).split('/')]) {
      const row = page.locator('.explorer-folders-view .monaco-list-row', { hasText: new RegExp(`^${name}$`) });
      await row.waitFor();
      if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click();
    }
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: path.basename(view) }).click({ button: 'right' });
    const item = page.locator('.monaco-menu .action-label', { hasText: 'Explain Image' });
    await item.hover();
    // A menu takes no click in its first moments, so that the click that opened it does not choose.
    await page.waitForTimeout(500);
    await item.click();
    const explanation = rendered().locator('.dm-explanation');
    await explanation.waitFor({ timeout: 60_000 });
    await clearToasts(page);
    await palette(page, 'View: Toggle Primary Side Bar Visibility');
    await palette(page, 'Preferences: Toggle between Light/Dark Themes');
    await page.waitForTimeout(800);
    await scrollNotebookTo(page, explanation);
    await shot('06-explain-light');
  });

  it('brings the survey back in the light theme with the answer kept', async () => {
    await palette(page, 'DeepMiner: Annotate Units');
    const form = survey();
    await form.locator('.patches button.patch').first().waitFor({ timeout: 30_000 });
    assert.match(await form.locator('.progress label').textContent(), /^3 of \d+ done$/);
    await page.waitForTimeout(300);
    await shot('07-survey-light');
  });

  it('has asked nothing of the outside world', () => {
    assert.deepEqual(outside, []);
  });
});
