/** Chromium as the tests use it, and its part in an end-to-end test: the palette, toasts, webviews, notebooks of the workbench. */
import { chromium } from 'playwright-core';
import { ensureChromium } from '../../scripts/vscodeRuntime.mjs';
import { patience, persist } from './insisting.mjs';

const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

export async function launchChromium() {
  return chromium.launch({ executablePath: await ensureChromium(), headless: true, args: FLAGS });
}

/**
 * A page of its own, as a browser that has never been here. A window that reads its settings late asks for a reload because of them, now and then,
 * in front of everything: that is declined.
 */
export async function freshPage(browser, options) {
  const page = await (await browser.newContext(options)).newPage();
  const question = page.locator('.monaco-dialog-box', { hasText: 'requires a reload' });
  await page.addLocatorHandler(question, () => question.getByRole('button', { name: 'Cancel' }).click());
  return page;
}

/** The quick pick or input box that is open and holds `text`. */
const quickInput = (page, text) => page.locator('.quick-input-widget:not([style*="display: none"])', { hasText: text });

/**
 * Runs a command by its title. A window that still restores its editors gives the focus to one of them, which closes the palette: then it is
 * opened again, as a person would.
 */
export async function palette(page, title) {
  const row = '.quick-input-list .monaco-list-row';
  // The one that stands first may have the same words in a longer title.
  const exact = page.locator(`${row}[aria-label="${title}"]:visible, ${row}[aria-label^="${title},"]:visible`).first();
  await persist(title, async () => {
    // An open palette lists what there was when it was opened: a window that starts has more a moment later.
    if (await page.locator('.quick-input-widget:visible').count()) await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget:visible input[type="text"]').first().fill(`>${title}`, patience);
    await exact.click(patience);
  });
}

/** Fills the input box whose prompt reads so, and accepts. */
export async function answerInput(page, prompt, text) {
  const box = quickInput(page, prompt);
  const input = box.locator('input[type="text"]');
  await box.waitFor();
  await persist(prompt, async () => {
    if (!(await box.isVisible())) return;
    await input.fill(text, patience);
    await input.press('Enter', patience);
    await box.waitFor({ state: 'hidden', ...patience });
  });
}

/** VS Code's own file dialog in a project's folder: a path in a quick input. */
export async function chooseFile(page, title, file) {
  const box = quickInput(page, title);
  const input = box.locator('input[type="text"]');
  // Its folder is read first, and written over what was typed before.
  await box
    .locator('.monaco-list-row', { hasText: /^(cases|deepminer\.json)/ })
    .first()
    .waitFor();
  await persist(title, async () => {
    if (!(await box.isVisible())) return;
    for (let tries = 0; tries < 10 && (await input.inputValue(patience)) !== file; tries++) {
      await input.fill(file, patience);
      await page.waitForTimeout(500);
    }
    await box.getByRole('button', { name: /^(Import|Save|OK)$/ }).click(patience);
    await box.waitFor({ state: 'hidden', ...patience });
  });
}

/** The notification that holds `text`. */
export const toast = (page, text) => page.locator('.notification-toast', { hasText: text });

/** Closes every notification. */
export async function clearToasts(page) {
  await palette(page, 'Notifications: Clear All Notifications');
}

/** The document inside the webview that is seen: VS Code nests two frames. `which` is part of the outer frame's address. */
export const webview = (page, which) =>
  page.locator(`iframe.webview.ready[src*="${which}"]:visible`).last().contentFrame().locator('iframe#active-frame').contentFrame();

/** Runs every cell of the notebook that is seen, by its toolbar: the palette knows the command only where it takes the notebook for active. */
export const runAll = (page) => page.locator('.notebook-toolbar-container .action-item:visible', { hasText: 'Run All' }).first().click();

/** Scrolls a notebook until an element of its output stands near the top: outputs lie in a frame that cannot scroll by itself. */
export async function scrollNotebookTo(page, element) {
  const list = await page.locator('.notebookOverlay .cell-list-container').first().boundingBox();
  await page.mouse.move(list.x + 30, list.y + list.height / 2);
  // A turn of the wheel moves it by 50 pixels, however far it turns.
  for (let i = 0; i < 60; i++) {
    const box = await element.boundingBox();
    const away = box.y - list.y - 20;
    if (Math.abs(away) < 40) return;
    await page.mouse.wheel(0, away);
    await page.waitForTimeout(250);
    const after = await element.boundingBox();
    if (Math.abs(after.y - box.y) < 2) return;
  }
}
