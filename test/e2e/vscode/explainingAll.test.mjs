/** Explain All Views and Add Python Helper through VS Code's real user interface, on a small project that the command line made. Screenshots go to artifacts/explaining-all. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { answerInput, palette, toast } from '../../vscode/browser.mjs';
import { makeProject, openWindow, removeProject, screenshots } from '../../vscode/workbench.mjs';

const CASES = 6;
const shots = screenshots('explaining-all');

describe('all views explained, in a real VS Code', function () {
  this.bail(true);
  this.timeout(300_000);

  let project;
  let window;
  let page;
  const shot = (name) => page.screenshot({ path: path.join(shots, `${name}.png`) });

  before(async () => {
    project = makeProject({ cases: CASES, steps: [['train'], ['mine'], ['annotate', '--reference']] });
    window = await openWindow({ folder: project, asksForTrust: true });
    ({ page } = window);
  });

  after(async () => {
    await window?.close();
    if (project) removeProject(project);
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await shot('failed');
  });

  it('writes a report of the part that is chosen, and offers to open it', async () => {
    const report = path.join(project, 'report');
    await page.getByRole('dialog').getByText('Yes, I trust the authors').click();
    await page.locator('.activitybar a[aria-label^="DeepMiner"]').waitFor();
    await palette(page, 'DeepMiner: Explain All Views');
    const part = page.locator('.quick-input-list .monaco-list-row', { hasText: 'Test part' });
    await part.click();
    await shot('01-folder');
    await answerInput(page, 'A report that was stopped goes on', report);
    const done = toast(page, 'views of run-001 explained.');
    await done.waitFor({ timeout: 120_000 });
    await shot('02-explained');
    await done.getByRole('button', { name: 'Open Report' }).waitFor();
    const pages = fs.readdirSync(path.join(report, 'views')).filter((name) => name.endsWith('.html'));
    assert.ok(pages.length > 0 && fs.readFileSync(path.join(report, 'index.html'), 'utf8').includes(pages[0]));
  });

  it('adds the Python helper, and asks before it replaces one that was changed', async () => {
    const file = path.join(project, 'deepminer.py');
    await palette(page, 'DeepMiner: Add Python Helper');
    await toast(page, 'import deepminer').waitFor();
    const own = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, '# mine\n');
    await palette(page, 'DeepMiner: Add Python Helper');
    const question = page.getByRole('dialog').filter({ hasText: 'Replace it?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    assert.equal(fs.readFileSync(file, 'utf8'), '# mine\n');
    await palette(page, 'DeepMiner: Add Python Helper');
    await question.getByRole('button', { name: 'Replace', exact: true }).click();
    for (let i = 0; i < 100 && fs.readFileSync(file, 'utf8') !== own; i++) await page.waitForTimeout(100);
    assert.equal(fs.readFileSync(file, 'utf8'), own);
  });
});
