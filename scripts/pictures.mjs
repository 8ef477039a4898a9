// node scripts/pictures.mjs: the README's pictures, taken from the real user interface on the project that `npm run demo` wrote.
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { answerInput, launchChromium, palette, scrollNotebookTo, webview } from '../test/vscode/browser.mjs';
import { ensureRuntime, repository } from './vscodeRuntime.mjs';
import { startServer, workbenchUrl } from './vscodeServer.mjs';

const project = path.join(repository, 'demo', 'project');
const target = path.join(repository, 'media', 'readme');
if (!fs.existsSync(path.join(project, 'walkthrough.ipynb')))
  throw new Error(`${project}: no walkthrough.ipynb found. Run "npm run demo" first.`);

fs.mkdirSync(target, { recursive: true });
await ensureRuntime();
const server = await startServer({
  settings: {
    'workbench.colorTheme': process.argv[2] ?? 'Default Dark Modern',
    'security.workspace.trust.enabled': false,
    'workbench.activityBar.location': 'hidden',
  },
});
const browser = await launchChromium();
try {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 960 } })).newPage();
  await page.goto(workbenchUrl(server.port, { folder: project }));
  const shot = async (name) =>
    fs.writeFileSync(
      path.join(target, `${name}.png`),
      await sharp(await page.screenshot())
        .png({ palette: true, colours: 192, effort: 8 })
        .toBuffer(),
    );

  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'walkthrough.ipynb' }).first().dblclick();
  await page.keyboard.press('Control+b');
  const output = webview(page, 'purpose=notebookRenderer');
  const explanation = output.locator('.dm-explanation').first();
  await page.locator('.notebookOverlay .cell-list-container').first().waitFor();
  // Outputs are drawn when they come into sight.
  const list = await page.locator('.notebookOverlay .cell-list-container').first().boundingBox();
  await page.mouse.move(list.x + 30, list.y + list.height / 2);
  for (let i = 0; i < 60 && !(await explanation.isVisible()); i++) {
    await page.mouse.wheel(0, 350);
    await page.waitForTimeout(300);
  }
  await explanation.waitFor();
  await scrollNotebookTo(page, explanation);
  await page.waitForTimeout(1500);
  await shot('notebook');

  await palette(page, 'View: Close All Editors');
  await palette(page, 'DeepMiner: Annotate Units');
  await answerInput(page, 'Your name as an expert', 'Expert');
  const survey = webview(page, 'extensionId=deepminer.deepminer-vscode');
  await survey.locator('.patches button.patch').nth(5).hover();
  await page.waitForTimeout(1500);
  await shot('survey');
} finally {
  await browser.close();
  await server.stop();
}
