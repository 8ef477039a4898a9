/**
 * A reader study in VS Code's real user interface: made by quick choices, read by keys, there again after a reload, and what it came to; its page
 * cannot reach the key. Screenshots go to artifacts/reader-study.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { clearToasts, palette, runAll, toast, webview } from '../../vscode/browser.mjs';
import { insist, patience } from '../../vscode/insisting.mjs';
import { reloadWindow } from '../../vscode/reloading.mjs';
import { makeProject, openWindow, removeProject, screenshots } from '../../vscode/workbench.mjs';

const READER = 'dr-wu';
const shots = screenshots('reader-study');

describe('a reader study in a real VS Code', function () {
  this.bail(true);
  this.timeout(300_000);

  let project;
  let window;
  let page;
  const shown = () => webview(page, 'extensionId=deepminer.deepminer-vscode');
  const inside = (...names) => path.join(project, ...names);
  const shot = (name) => page.screenshot({ path: path.join(shots, `${name}.png`) });
  const picker = (title) => page.locator('.quick-input-widget:not([style*="display: none"])', { hasText: title });
  const pick = async (title, item) => {
    const row = picker(title).locator('.monaco-list-row', { hasText: item });
    await row.first().waitFor();
    await row.first().click();
  };
  const log = () => {
    const file = inside('studies', 'study-001', 'answers', `${READER}.jsonl`);
    return fs.existsSync(file)
      ? fs
          .readFileSync(file, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line.slice(9)).answer)
      : [];
  };
  const plan = () => JSON.parse(fs.readFileSync(inside('studies', 'study-001', 'plan.json'), 'utf8'));
  const key = () => JSON.parse(fs.readFileSync(inside('study-keys', 'study-001.json'), 'utf8'));

  before(async () => {
    project = makeProject({ cases: 24, steps: [['train'], ['mine'], ['annotate', '--reference']] });
    const cell = { cell_type: 'code', id: 'study', execution_count: null, metadata: {}, outputs: [], source: 'await deepminer.study()' };
    const kernelspec = { name: 'deepminer', display_name: 'DeepMiner', language: 'typescript' };
    fs.writeFileSync(inside('study.ipynb'), JSON.stringify({ cells: [cell], metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }));
    window = await openWindow({ folder: project, settings: { 'deepminer.expert': READER } });
    ({ page } = window);
    await page.locator('.activitybar a[aria-label^="DeepMiner"]').click();
    await page.locator('.pane-body .monaco-list-row', { hasText: 'run-001' }).waitFor();
  });

  after(async () => {
    await window?.close();
    if (project) removeProject(project);
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await shot(`failed-${this.currentTest.title.slice(0, 40).replace(/\W+/g, '-')}`);
  });

  it('is made by quick choices that say what each number of cases can show', async () => {
    await palette(page, 'DeepMiner: Create Reader Study');
    await picker('1 of 4').locator('.monaco-list-row', { hasText: 'p ≤ 0.05 from 59 right' }).waitFor();
    await shot('01-cases');
    await pick('1 of 4', 'As many as there are');
    await pick('2 of 4', 'as in the paper');
    await pick('3 of 4', 'Both');
    await shot('02-class');
    await pick('4 of 4', 'The class the network decides for');
    await toast(page, 'Its key says which is which').waitFor();
    await shot('03-made');
    assert.ok(plan().cases.length >= 2);
    assert.equal(Object.keys(key().cases).length, plan().cases.length);
  });

  it('is read by keys, each call on the disk before the next case', async () => {
    await clearToasts(page);
    await palette(page, 'DeepMiner: Open Reader Study');
    await pick('study to read', 'study-001');
    await picker('read study-001').locator('input[type="text"]').waitFor();
    assert.equal(await picker('read study-001').locator('input[type="text"]').inputValue(), READER);
    await page.keyboard.press('Enter');
    await shown().getByRole('button', { name: 'Begin' }).click();
    await shown().locator('.unit-words').waitFor();
    await shot('04-case');
    for (const letter of ['m', '4', 'Enter']) await page.keyboard.press(letter);
    await shown().locator('.study-header [role="status"]', { hasText: /^1 of/ }).waitFor();
    assert.deepEqual(
      log().map(({ call, confidence }) => [call, confidence]),
      [['malignant', 4]],
    );
  });

  it('cannot have the key, nor any other file of the project, from its page', async () => {
    const files = [inside('study-keys', 'study-001.json'), inside('studies', 'study-001', 'plan.json'), inside('deepminer.json')];
    const got = await shown()
      .locator('#app')
      .evaluate((_, wanted) => {
        const style = document.querySelector('link[rel="stylesheet"]').href;
        const root = style.replace(/\/[^/]*\/dist\/webview\/.*$/, '');
        const tries = wanted.flatMap((file) => [`${new URL(style).origin}${file}`, `${root}${file}`, `file://${file}`]);
        const status = (target) =>
          fetch(target).then(
            (response) => response.status,
            () => 'refused',
          );
        return Promise.all(tries.map(status));
      }, files);
    assert.equal(got.length, 9);
    assert.ok(
      got.every((status) => status === 'refused' || status >= 400),
      JSON.stringify(got),
    );
  });

  it('is there again after a reload of the window, where the reader stopped', async () => {
    await reloadWindow(page, ['deepminer.study', READER]);
    await shown()
      .getByText(/Welcome back: 1 of/)
      .waitFor();
    await shot('05-reloaded');
  });

  it('is read to its end, words alone first, and tells the reader no result', async () => {
    const total = 2 * plan().cases.length;
    await shown()
      .getByRole('button', { name: /^(Begin|Go on|Continue)/ })
      .click();
    for (let done = 1; done < total; done++) {
      if (done === total / 2) {
        await shot('06-between');
        await shown()
          .getByRole('button', { name: /^(Begin|Go on|Continue|Start)/ })
          .click();
        await shown().locator('canvas').first().waitFor();
        await page.waitForTimeout(500);
        await shot('07-picture');
      }
      await shown().locator('.unit-words').waitFor();
      for (const letter of [done % 2 ? 'b' : 'm', '3', 'Enter']) await page.keyboard.press(letter);
      for (let i = 0; i < 100 && log().length <= done; i++) await page.waitForTimeout(100);
      assert.equal(log().length, done + 1);
    }
    await shown().getByText(/thank/i).first().waitFor();
    await shot('08-end');
    assert.deepEqual(
      log().map(({ condition }) => condition),
      Array.from({ length: total }, (_, i) => (i < total / 2 ? 'words' : 'picture')),
    );
    assert.ok(!/\d+ (right|correct)/.test(await shown().locator('body').textContent()));
  });

  it('is scored on a page', async () => {
    await palette(page, 'View: Close All Editors');
    await palette(page, 'DeepMiner: Show Study Results');
    const truth = key().cases;
    const words = log().filter(({ condition }) => condition === 'words');
    const right = words.filter((a) => a.call === truth[a.case].truth).length;
    await shown()
      .getByText(new RegExp(`${right} of ${words.length}`))
      .first()
      .waitFor();
    await page.waitForTimeout(500);
    await shot('09-results');
    await palette(page, 'Preferences: Toggle between Light/Dark Themes');
    await page.waitForTimeout(800);
    await shot('10-results-light');
  });

  it('is shown in a notebook by a cell', async () => {
    await palette(page, 'View: Close All Editors');
    await palette(page, 'View: Show Explorer');
    await insist(
      () => page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'study.ipynb' }).dblclick(patience),
      page.locator('.kernel-action-view-item', { hasText: 'DeepMiner' }),
    );
    await runAll(page);
    const shownThere = webview(page, 'purpose=notebookRenderer');
    await shownThere
      .getByText(/dr-wu was right on \d of \d cases/)
      .first()
      .waitFor();
    await page.waitForTimeout(500);
    await shot('11-notebook');
  });
});
