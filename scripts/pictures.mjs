/**
 * node scripts/pictures.mjs [NAME...]: the pictures of the README and of the marketplace's page, all or those named, taken from the real user
 * interface on the project that `npm run demo` wrote, into media/readme.
 */
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { answerInput, clearToasts, palette, scrollNotebookTo, webview } from '../test/vscode/browser.mjs';
import { expand, insist, patience } from '../test/vscode/insisting.mjs';
import { openWindow } from '../test/vscode/workbench.mjs';
import { repository } from './vscodeRuntime.mjs';

/** What a picture is taken of: a window of this size, at twice the pixels, so that its words stay sharp where it is shown large. */
const SIZE = { width: 1280, height: 853 };
const SCALE = 2;
const SETTLE_MS = 1500;

const project = path.join(repository, 'demo', 'project');
const target = path.join(repository, 'media', 'readme');
const panel = (page) => webview(page, 'extensionId=deepminer.deepminer-vscode');
const row = (page, text) => page.locator('.pane-body .monaco-list-row', { hasText: text }).first();

/** Shows the views once they have something to show: the extension is at work then. */
async function showViews(page) {
  await palette(page, 'View: Show DeepMiner');
  await row(page, 'run-001').waitFor();
}

/** What is done before each picture is taken. */
const pictures = {
  async notebook(page) {
    await palette(page, 'View: Show Explorer');
    const list = page.locator('.notebookOverlay .cell-list-container').first();
    await insist(() => page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'walkthrough.ipynb' }).dblclick(patience), list);
    await palette(page, 'View: Close Primary Side Bar');
    await page.setViewportSize({ ...SIZE, height: 1090 });
    const explanation = webview(page, 'purpose=notebookRenderer').locator('.dm-explanation').first();
    // Outputs are drawn when they come into sight.
    const box = await list.boundingBox();
    await page.mouse.move(box.x + 30, box.y + box.height / 2);
    for (let i = 0; i < 300 && !(await explanation.isVisible()); i++) {
      await page.mouse.wheel(0, 350);
      await page.waitForTimeout(100);
    }
    await explanation.waitFor();
    await scrollNotebookTo(page, explanation);
  },

  async survey(page) {
    await showViews(page);
    await palette(page, 'DeepMiner: Annotate Units');
    await answerInput(page, 'Your name as an expert', 'Expert');
    await palette(page, 'View: Close Primary Side Bar');
    await page.setViewportSize({ ...SIZE, height: 960 });
    const survey = panel(page);
    await survey.locator('.patches button.patch').first().waitFor();
    const units = survey.getByLabel('Go to unit');
    await units.selectOption(await units.locator('option', { hasText: '· malignant #' }).first().getAttribute('value'));
    await survey.locator('input[name="patch-count"][value="16"]').check();
    await survey.locator('#recognizable input[value="yes"]').check();
    await survey.locator('#several input[value="one"]').check();
    await survey.getByLabel('Describe the phenomenon').fill('mass with spiculated margins');
    await survey.locator('#association-0 input[value="malignant"]').check();
    await survey.locator('#category-0').selectOption('mass');
    await survey.locator('input[value="SPICULATED"]').check();
    const patches = survey.locator('.patches button.patch');
    await patches.nth(15).hover();
  },

  async run(page) {
    await showViews(page);
    await expand(row(page, 'run-001'));
    await insist(() => row(page, 'hold-out loss').click(patience), panel(page).getByRole('heading', { level: 1, name: 'run-001' }));
  },

  async evaluation(page) {
    await showViews(page);
    await palette(page, 'View: Close Primary Side Bar');
    await palette(page, 'DeepMiner: Show Evaluation');
    await panel(page).locator('.dm-curve').first().waitFor();
  },

  async 'data-check'(page) {
    await showViews(page);
    await palette(page, 'View: Close Primary Side Bar');
    await palette(page, 'DeepMiner: Check Data Set');
    await panel(page).locator('.grid img').first().waitFor({ timeout: 300_000 });
    await clearToasts(page);
    await panel(page).locator('body').evaluate(withoutFolder, path.dirname(project));
  },
};

/** Runs in the page: where the project lies on this machine is of no interest to a reader. */
function withoutFolder(body, folder) {
  const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll(`${folder}/`, '');
}

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !Object.hasOwn(pictures, name));
if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: no such picture; there are ${Object.keys(pictures).join(', ')}.`);
if (!fs.existsSync(path.join(project, 'walkthrough.ipynb')))
  throw new Error(`${project}: no walkthrough.ipynb found. Run "npm run demo" first.`);

fs.mkdirSync(target, { recursive: true });
for (const [name, prepare] of Object.entries(pictures).filter(([name]) => chosen.length === 0 || chosen.includes(name))) {
  // A window each: nothing of the picture before is in sight.
  const { page, close } = await openWindow({
    folder: project,
    viewport: SIZE,
    scale: SCALE,
    settings: { 'workbench.activityBar.location': 'hidden', 'workbench.tree.indent': 12 },
  });
  try {
    await prepare(page);
    await page.waitForTimeout(SETTLE_MS);
    const file = path.join(target, `${name}.png`);
    fs.writeFileSync(
      file,
      await sharp(await page.screenshot())
        .png({ palette: true, colours: 192, effort: 8 })
        .toBuffer(),
    );
    console.log(`${path.relative(repository, file)}  ${Math.round(fs.statSync(file).size / 1000)} KB`);
  } catch (error) {
    await page.screenshot({ path: path.join(repository, '.cache', `picture-${name}-failed.png`) });
    throw error;
  } finally {
    await close();
  }
}
