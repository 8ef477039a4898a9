/**
 * The views in VS Code's real user interface: runs with their checkpoints, a run's live page, two runs compared, one deleted; the data set with a
 * view's picture; experts with what they said. Screenshots go to artifacts/views.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { repository } from '../../../scripts/vscodeRuntime.mjs';
import { clearToasts, palette, toast, webview } from '../../vscode/browser.mjs';
import { chooseInMenu, expand, insist, openMenu, patience } from '../../vscode/insisting.mjs';
import { reloadWindow } from '../../vscode/reloading.mjs';
import { makeProject, openWindow, removeProject, screenshots, setEpochs } from '../../vscode/workbench.mjs';

const shots = screenshots('views');

describe('the views in a real VS Code', function () {
  this.bail(true);
  this.timeout(600_000);

  let project;
  let window;
  let page;
  const shot = (name) => page.screenshot({ path: path.join(shots, `${name}.png`) });
  const pane = (name) => page.locator('.pane', { has: page.locator('.pane-header', { hasText: name }) });
  const row = (view, text) => pane(view).locator('.monaco-list-row', { hasText: text });
  const run = () => webview(page, 'extensionId=deepminer.deepminer-vscode');
  /** Opens a view that is collapsed, and closes the others: the side bar is low. */
  const showAlone = async (name) => {
    for (const other of ['Runs', 'Units', 'Data Set', 'Annotations']) {
      const header = pane(other).locator('.pane-header').first();
      if (((await header.getAttribute('aria-expanded')) === 'true') !== (other === name)) await header.click();
    }
  };

  before(async () => {
    project = makeProject({ cases: 8, epochs: 3, steps: [['train'], ['evaluate'], ['mine'], ['annotate', '--reference']] });
    window = await openWindow({ folder: project, viewport: { width: 1440, height: 960 }, settings: { 'workbench.tree.indent': 12 } });
    ({ page } = window);
    await page.locator('.activitybar a[aria-label^="DeepMiner"]').click();
    await row('Runs', 'run-001').waitFor();
  });

  after(async () => {
    await window?.close();
    if (project) removeProject(project);
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await shot(`failed-${this.currentTest.title.slice(0, 40).replace(/\W+/g, '-')}`);
  });

  it('tells what a run holds: checkpoints with the best one marked, figures, mining results', async () => {
    await showAlone('Runs');
    await expand(row('Runs', 'run-001').first());
    await row('Runs', 'Evaluated').filter({ hasText: 'test, AUC' }).waitFor();
    await row('Runs', 'Mined').filter({ hasText: 'units of epoch-03.onnx' }).waitFor();
    await row('Runs', 'Checkpoints').filter({ hasText: '3, best epoch' }).waitFor();
    await expand(row('Runs', 'Checkpoints').first());
    await row('Runs', 'epoch-03.onnx').filter({ hasText: 'in use' }).waitFor();
    assert.equal(await row('Runs', 'best hold-out part').count(), 1);
    await openMenu(page, row('Runs', 'run-001').first(), 'Delete Run');
    await shot('01-run-dark');
    await page.keyboard.press('Escape');
  });

  it('shows the curves of a run on a page, to be read by key', async () => {
    await insist(() => row('Runs', 'hold-out loss').click(patience), run().getByRole('heading', { level: 1, name: 'run-001' }));
    assert.equal(await run().locator('.chart').count(), 5);
    const slider = run().getByLabel('Epoch', { exact: false }).first();
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    await run().getByText('2 of 3').waitFor();
    await shot('02-page-dark');
  });

  it('follows a run that a terminal started: in the list, in the badge, on its page, until it ends', async () => {
    setEpochs(project, 100);
    const cli = [path.join(repository, 'dist/cli.cjs'), '--quiet', 'train'];
    const trained = spawn(process.execPath, cli, { cwd: project, env: { ...process.env, DEEPMINER_DEVICE: 'cpu' }, stdio: 'ignore' });
    const ended = new Promise((resolve) => trained.once('exit', resolve));
    await row('Runs', 'run-002')
      .filter({ hasText: /epoch \d+\/100/ })
      .waitFor();
    await page
      .locator('.activitybar .action-item', { has: page.locator('a[aria-label^="DeepMiner"]') })
      .locator('.badge-content', { hasText: '1' })
      .waitFor();
    await insist(
      async () => {
        await row('Runs', 'run-002').hover(patience);
        await row('Runs', 'run-002').locator('.action-label[aria-label*="Show Run"]').click(patience);
      },
      run().getByRole('heading', { level: 1, name: 'run-002' }),
    );
    await run().getByText(/\d+ %/).first().waitFor();
    const epochs = async () => Number(/(\d+) of 100 epochs/.exec(await run().locator('.card').textContent())?.[1]);
    const before = await epochs();
    for (let tries = 0; tries < 60 && (await epochs()) <= before; tries++) await page.waitForTimeout(250);
    assert.ok((await epochs()) > before, 'the page moved on');
    await shot('03-live-dark');
    assert.equal(await ended, 0);
    await run().getByText('Finished').waitFor();
    await row('Runs', 'run-002').locator('.codicon-pass').waitFor();
    await clearToasts(page);
  });

  it('compares the runs that are selected, and is there again after a reload', async () => {
    await row('Runs', 'run-002').click();
    await row('Runs', 'run-001')
      .first()
      .click({ modifiers: ['ControlOrMeta'] });
    await openMenu(page, row('Runs', 'run-001').first(), 'Compare Runs');
    await shot('04-several-dark');
    await chooseInMenu(page, row('Runs', 'run-001').first(), 'Compare Runs');
    await run().getByRole('heading', { level: 1, name: '2 runs compared' }).waitFor();
    await run().getByText('training.epochs').first().waitFor();
    await palette(page, 'Preferences: Toggle between Light/Dark Themes');
    await page.waitForTimeout(800);
    await shot('05-compared-light');
    await reloadWindow(page, ['deepminer.run', 'Compare run-002']);
    await run().getByRole('heading', { level: 1, name: '2 runs compared' }).waitFor();
    await row('Runs', 'run-002').waitFor();
  });

  it('deletes a run only after a question that says what goes', async () => {
    const dialog = page.locator('.monaco-dialog-box');
    await chooseInMenu(page, row('Runs', 'run-002'), 'Delete Run');
    await dialog.filter({ hasText: /run-002: 100 of 100 epochs, 100 checkpoints/ }).waitFor();
    await shot('06-question-light');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    assert.ok(fs.existsSync(path.join(project, 'runs/run-002')));
    await row('Runs', 'run-002').click();
    await page.keyboard.press('Delete');
    await dialog.getByRole('button', { name: 'Move to Bin' }).click();
    // VS Code's server has no bin: it says so, and asks once more.
    await dialog.filter({ hasText: 'There is no bin' }).getByRole('button', { name: 'Delete Permanently' }).click();
    await row('Runs', 'run-002').waitFor({ state: 'detached' });
    assert.equal(fs.existsSync(path.join(project, 'runs/run-002')), false);
    await run().getByText('run-002 is not there any more.').waitFor();
    assert.ok(fs.existsSync(path.join(project, 'runs/run-001/config.json')));
  });

  it('refuses to delete a run that goes on', async () => {
    setEpochs(project, 100_000);
    await palette(page, 'DeepMiner: Train');
    await row('Runs', 'run-002')
      .filter({ hasText: /epoch \d+\// })
      .waitFor();
    await chooseInMenu(page, row('Runs', 'run-002'), 'Delete Run');
    const refused = toast(page, 'run-002 goes on and cannot be deleted');
    await refused.getByRole('button', { name: 'Cancel Run' }).click();
    await row('Runs', 'run-002').locator('.codicon-circle-slash').waitFor();
    assert.ok(fs.existsSync(path.join(project, 'runs/run-002/config.json')));
    await clearToasts(page);
  });

  it('shows the data set by part, case, view and finding, and a view with its outlines', async () => {
    await showAlone('Data Set');
    await row('Data Set', 'Training').waitFor();
    await expand(row('Data Set', 'Training').first());
    await expand(row('Data Set', 'benign').first());
    await row('Data Set', /(LEFT|RIGHT) (CC|MLO)benign/)
      .first()
      .waitFor();
    await expand(row('Data Set', /(LEFT|RIGHT) (CC|MLO)benign/).first());
    const finding = row('Data Set', /^(Mass|Calcification)/i).first();
    await finding.waitFor();
    const view = row('Data Set', /(LEFT|RIGHT) (CC|MLO)benign/).first();
    await view.hover();
    await page.locator('.workbench-hover img[src^="data:image/jpeg"]').waitFor();
    await shot('07-data-set-light');
    await insist(() => view.click(patience), page.locator('.tab.active', { hasText: /(LEFT|RIGHT)_(CC|MLO)\.jpg/ }));
    await page.waitForTimeout(1500);
    await shot('08-view-light');
    await palette(page, 'DeepMiner: Check Data Set');
    await run().getByRole('heading', { level: 1 }).waitFor();
    await insist(() => finding.click(patience), run().getByRole('dialog'));
    await page.waitForTimeout(1500);
    await shot('09-view-checked-light');
    await page.keyboard.press('Escape');
  });

  it('says what is wrong with a data set that cannot be read, and where to mend it', async () => {
    const file = path.join(project, 'deepminer.json');
    const settings = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, settings.replace('"cases"', '"nowhere"'));
    await row('Data Set', 'deepminer.json has to be corrected').waitFor();
    await shot('10-broken-light');
    fs.writeFileSync(file, settings);
    await row('Data Set', 'Training').waitFor();
  });

  it('shows who has said what, and follows the logs', async () => {
    await showAlone('Annotations');
    await row('Annotations', 'reference')
      .filter({ hasText: /\d+ of \d+ units/ })
      .waitFor();
    execFileSync(
      process.execPath,
      [path.join(repository, 'dist/cli.cjs'), ...['--quiet', 'survey', 'export', path.join(project, 'answers.csv')]],
      { cwd: project },
    );
    const table = fs.readFileSync(path.join(project, 'answers.csv'), 'utf8').replaceAll('reference', 'dr-wu');
    fs.writeFileSync(path.join(project, 'answers.csv'), table);
    execFileSync(
      process.execPath,
      [path.join(repository, 'dist/cli.cjs'), ...['--quiet', 'survey', 'import', path.join(project, 'answers.csv')]],
      { cwd: project },
    );
    await row('Annotations', 'dr-wu')
      .filter({ hasText: /\d+ of \d+ units/ })
      .waitFor();
    await expand(row('Annotations', 'dr-wu').first());
    await row('Annotations', /unit_\d{4}/)
      .first()
      .waitFor();
    await shot('11-annotations-light');
    const answer = row('Annotations', /unit_\d{4}/).first();
    await insist(() => answer.click(patience), page.locator('.tab.active', { hasText: /Annotate: unit_\d{4}/ }));
    await shot('12-survey-light');
  });
});
