/**
 * Explanations through VS Code's real user interface: from the survey, past the question whether an expert wants to see others' names; a unit's
 * patches and the survey at it from a picture; a figure saved; an image dropped into a cell; two views compared; and a saved notebook where the
 * folder is not trusted. Screenshots go to artifacts/explanations.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { answerInput, chooseFile, clearToasts, palette, scrollNotebookTo, toast, webview } from '../../vscode/browser.mjs';
import { insist, patience, persist } from '../../vscode/insisting.mjs';
import { makeProject, openWindow, removeProject, screenshots } from '../../vscode/workbench.mjs';

const EXPERT = 'dr-wu';
const shots = screenshots('explanations');

describe('explanations in a real VS Code', function () {
  this.bail(true);
  this.timeout(300_000);

  let project;
  let first;
  let second;
  let window;
  let page;
  const inside = (name) => path.join(project, name);
  const shot = (name) => page.screenshot({ path: path.join(shots, `${name}.png`) });
  const survey = () => webview(page, 'extensionId=deepminer.deepminer-vscode');
  const rendered = () => webview(page, 'purpose=notebookRenderer');
  const dialog = () => page.locator('.monaco-dialog-box');
  const closeAll = async () => {
    await palette(page, 'View: Close All Editors');
    await dialog()
      .getByRole('button', { name: "Don't Save" })
      .click({ timeout: 3000 })
      .catch(() => undefined);
  };

  /** Puts the caret into the cell that holds `text`: the list draws only what is in sight. */
  const scrollToCell = async (text) => {
    const cell = cellOf(text).locator('.monaco-editor').first();
    for (let i = 0; i < 40 && !(await cell.isVisible()); i++) {
      await page.mouse.move(700, 500);
      await page.mouse.wheel(0, 500);
      await page.waitForTimeout(200);
    }
    await cell.click();
  };

  const cellOf = (text) => page.locator('.notebookOverlay .code-cell-row', { hasText: text });
  const runCell = (text) =>
    persist(`run ${text}`, async () => {
      await scrollToCell(text);
      // Its button is there while the pointer is.
      await cellOf(text).locator('.monaco-editor').first().hover(patience);
      await cellOf(text).locator('.codicon-notebook-execute').first().click(patience);
    });

  before(async () => {
    project = makeProject({ cases: 8, epochs: 2, steps: [['train'], ['mine'], ['annotate', '--reference']] });
    const views = fs.readdirSync(inside('cases'), { recursive: true }).map(String);
    [first, second] = views.filter((file) => file.endsWith('.LJPEG')).sort();
    const cell = (source, id) => ({ cell_type: 'code', id, execution_count: null, metadata: {}, outputs: [], source });
    const call = (file) => `await deepminer.explain('cases/${file.replaceAll('\\', '/')}')`;
    fs.writeFileSync(
      inside('views.ipynb'),
      JSON.stringify({
        cells: [
          cell(call(first), 'first'),
          cell(`const e = ${call(second)};\nconsole.log('ready', Date.now());\ne`, 'second'),
          cell(`await deepminer.compare('cases/${first}', 'cases/${second}')`, 'third'),
          cell('', 'fourth'),
        ],
        metadata: { kernelspec: { name: 'deepminer', display_name: 'DeepMiner', language: 'typescript' } },
        nbformat: 4,
        nbformat_minor: 5,
      }),
    );
    window = await openWindow({ folder: project, viewport: { width: 1440, height: 960 } });
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

  it('ask an expert who answers blind before they show what others called a unit', async () => {
    await palette(page, 'DeepMiner: Annotate Units');
    await answerInput(page, 'Your name as an expert', EXPERT);
    await survey().locator('.patches button.patch').first().waitFor();
    await survey().locator('.patches button.patch').first().click();
    await survey()
      .getByRole('button', { name: /Explain this view/ })
      .click();
    await dialog().getByText('See the answers of the other experts?').waitFor();
    await shot('01-blind');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await page.waitForTimeout(1000);
    assert.equal(await page.locator('.notebookOverlay .code-cell-row').count(), 0);
  });

  it('come from the survey to the expert who wants them', async () => {
    await survey()
      .getByRole('button', { name: /Explain this view/ })
      .click();
    await dialog().getByRole('button', { name: 'Show the Answers' }).click();
    await rendered().locator('.dm-explanation').waitFor();
    await shot('02-from-survey');
  });

  it('show a unit’s patches on a click, and lead to the survey at it', async () => {
    const explanation = rendered().locator('.dm-explanation');
    const link = explanation.locator('button.dm-link', { hasText: /unit_\d{4}/ }).first();
    const unit = /unit_\d{4}/.exec(await link.textContent())[0];
    await link.click();
    const drawer = explanation.locator('.dm-drawer', { hasText: unit });
    await drawer.locator('canvas').first().waitFor();
    await page.waitForTimeout(500);
    const [name, opened] = await Promise.all([link.boundingBox(), drawer.boundingBox()]);
    assert.ok(opened.y - name.y - name.height < 40, 'it opens just below the name');
    await shot('03-drawer');
    await drawer.getByRole('button', { name: 'Annotate' }).click();
    for (let i = 0; i < 300 && (await survey().locator('#unit-name').textContent()) !== unit; i++) await page.waitForTimeout(100);
    assert.equal(await survey().locator('#unit-name').textContent(), unit);
  });

  it('show their first picture soon after the numbers are there', async () => {
    await closeAll();
    await palette(page, 'View: Show Explorer');
    await insist(
      () => page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'views.ipynb' }).dblclick(patience),
      page.locator('.kernel-action-view-item', { hasText: 'DeepMiner' }),
    );
    await palette(page, 'View: Close Primary Side Bar');
    await runCell(path.basename(first));
    await rendered().locator('.dm-explanation').waitFor();
    /** Resolves in the frame with the times of day at which the next explanation's view and its first map are painted. */
    const painted = rendered()
      .locator('body')
      .evaluate(
        () =>
          new Promise((resolve) => {
            const before = new Set(document.querySelectorAll('.dm-explanation'));
            let view;
            const look = () => {
              const next = [...document.querySelectorAll('.dm-explanation')].find((e) => !before.has(e));
              const canvas = next?.querySelector('.dm-panel canvas');
              const pixels = canvas?.width ? canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data : [];
              if (next?.querySelector('.dm-panel img')?.complete) view ??= Date.now();
              if (view && pixels.some((v) => v > 0)) resolve({ view, map: Date.now() });
              else requestAnimationFrame(look);
            };
            look();
          }),
      );
    await scrollToCell('const e');
    await scrollNotebookTo(page, cellOf('const e'));
    await runCell('const e');
    const seen = await painted;
    const ready = Number(
      /ready (\d+)/.exec(
        await rendered()
          .getByText(/ready \d+/)
          .first()
          .textContent(),
      )[1],
    );
    console.log(`      the view ${seen.view - ready} ms and its first map ${seen.map - ready} ms after the numbers were there`);
    assert.ok(seen.view >= ready && seen.map >= seen.view);
    await shot('04-notebook');
  });

  it('are saved as a figure for print', async () => {
    const button = rendered().locator('.dm-explanation').last().getByRole('button', { name: 'Save PNG' });
    await scrollNotebookTo(page, button);
    await button.click();
    await chooseFile(page, 'Save the figure', inside('figure.png'));
    for (let i = 0; i < 200 && !fs.existsSync(inside('figure.png')); i++) await page.waitForTimeout(100);
    const bytes = fs.readFileSync(inside('figure.png'));
    assert.deepEqual([...bytes.subarray(1, 4)].map((c) => String.fromCharCode(c)).join(''), 'PNG');
    // 18 cm at 300 dpi.
    assert.equal(bytes.readUInt32BE(16), 2126);
  });

  it('stand side by side', async () => {
    await runCell('compare');
    await rendered().locator('.dm-comparison .dm-side canvas').first().waitFor();
    await shot('05-compared');
  });

  it('are there with their static pictures in a saved notebook; where the folder is not trusted, nothing is opened for them', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+S');
    // The static picture is drawn after the explanation is shown, and saved once it is there.
    const pictures = () => (fs.readFileSync(inside('views.ipynb'), 'utf8').match(/"image\/jpeg"/g) ?? []).length;
    for (let i = 0; i < 60 && pictures() < 3; i++) {
      await page.waitForTimeout(1000);
      await page.keyboard.press('Control+S');
    }
    assert.ok(pictures() >= 3, `${pictures()} static pictures in the saved notebook`);
    await window.close();
    window = await openWindow({ folder: project, asksForTrust: true, viewport: { width: 1440, height: 960 } });
    ({ page } = window);
    await page.getByRole('dialog').getByText("No, I don't trust the authors").click();
    const explanation = rendered().locator('.dm-explanation').first();
    await insist(
      () => page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'views.ipynb' }).dblclick(patience),
      page.locator('.notebookOverlay .code-cell-row'),
    );
    await explanation.locator('.dm-panel canvas').first().waitFor();
    const units = explanation.locator('button.dm-link', { hasText: /unit_\d{4}/ });
    // By the keyboard: outputs above it are still finding their heights.
    await units.first().press('Enter');
    // What reads the project's files asks for trust, and does nothing without it.
    await toast(page, 'computes only in a trusted workspace').waitFor();
    await clearToasts(page);
    await explanation.locator('.dm-drawer', { hasText: 'This folder is not trusted' }).waitFor();
    await shot('06-untrusted');
  });
});
