/** The page of a checked data set in a real browser, under a webview's content security policy. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { seriousViolations } from './accessibility';
import { fakeDataCheck } from './fakeDataCheck';
import { openDataCheck, type Stage, sharedStage, shownText } from './stage';

describe('page of a checked data set', function () {
  this.timeout(60000);
  let stage: Stage;
  let thumbnails: string[];
  before(async () => {
    stage = await sharedStage();
    thumbnails = [...stage.mining.files.keys()].filter((f) => f.startsWith('views/'));
  });
  const preview = () => thumbnails[0];
  const focusedName = (page: Page) => page.evaluate(() => document.activeElement?.textContent);

  it('says what there is and what is wrong, counts of all parts, and keeps whose data set it is', async () => {
    const check = fakeDataCheck({ thumbnails });
    const { page, problems } = await openDataCheck(stage, { check });
    match(await shownText(page.locator('h1')), /48 views of 12 cases: 2 errors, 2 warnings\./);
    const cells = await page.locator('.part-table tr', { hasText: 'All' }).last().locator('td').allInnerTexts();
    deepEqual(cells.slice(0, 4), ['4', '4', '4', '12']);
    await page.locator('.parts select').selectOption('findings');
    const findings = await page.locator('.part-table tr.sum td').allInnerTexts();
    deepEqual(findings.slice(0, 4), ['0', '8', '8', '16']);
    deepEqual(await page.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? 'null').project), '/p');
    deepEqual(problems, []);
    await page.context().close();
  });

  it('chooses views by chips and text, with the number each chip would show', async () => {
    const check = fakeDataCheck({ thumbnails });
    const { page } = await openDataCheck(stage, { check });
    const chip = (name: string) => page.locator('.chip', { hasText: name });
    match(await shownText(page.locator('.found')), /^48 views$/);
    await chip('malignant').click();
    const malignant = check.views.filter((v) => v.className === 'malignant').length;
    equal(await shownText(page.locator('.found')), `${malignant} of 48 views`);
    equal(await shownText(chip('benign').locator('.chip-count')), String(check.views.filter((v) => v.className === 'benign').length));
    await chip('benign').click();
    await chip('Left CC').click();
    equal(await shownText(page.locator('.found')), '8 of 48 views');
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.locator('.search').fill('b_3004');
    equal(await shownText(page.locator('.found')), '4 of 48 views');
    equal(await page.locator('.tile').count(), 4);
    await page.locator('.search').fill('nothing like it');
    match(await shownText(page.locator('.none-found')), /No view is like that/);
    await page.context().close();
  });

  it('walks the grid by keys, opens a view with its facts and problems, steps on, and comes back to it', async () => {
    const check = fakeDataCheck({ thumbnails });
    const { page, problems } = await openDataCheck(stage, { check, preview: preview() });
    await page.locator('.tile-button').first().focus();
    await page.keyboard.press('ArrowRight');
    match((await focusedName(page)) ?? '', /B_3000_1\.LEFT_MLOnormal, 1 problem$/);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const dialog = page.locator('dialog.detail');
    match(await shownText(dialog), /PATHOLOGY BENING/);
    match(await shownText(dialog.locator('.facts')), /2\d{3}|3\d{3} x \d+ pixels, \d+\.\d x \d+\.\d cm/);
    await page.keyboard.press('ArrowRight');
    match(await shownText(dialog.locator('h2')), /B_3000_1\.RIGHT_MLO/);
    match(await shownText(dialog), /Nothing is wrong with this view/);
    await dialog.getByRole('button', { name: 'Copy id' }).click();
    await dialog.getByRole('button', { name: 'Explain this view' }).click();
    await dialog.getByRole('button', { name: 'Open file' }).click();
    await dialog.getByRole('button', { name: 'Reveal in explorer' }).click();
    const told = await page.evaluate(() => window.toldHere.filter((m) => m.type !== 'preview' && m.type !== 'ready'));
    const file = `/p/data/${check.views[3].file}`;
    deepEqual(told, [
      { type: 'copy', text: check.views[3].viewId },
      { type: 'explain', viewId: check.views[3].viewId },
      { type: 'open', file },
      { type: 'reveal', file },
    ]);
    await page.keyboard.press('Escape');
    equal(await dialog.count(), 0);
    await page.waitForFunction(() => document.activeElement?.textContent?.includes('B_3000_1.RIGHT_MLO'));
    deepEqual(problems, []);
    await page.context().close();
  });

  it('lists problems by kind, each leading to its file and its views', async () => {
    const check = fakeDataCheck({ thumbnails });
    const { page } = await openDataCheck(stage, { check });
    await page.getByRole('tab', { name: /Problems/ }).click();
    deepEqual(
      (await page.locator('.problem-group h2').allInnerTexts()).map((t) => t.split(/\s/)[0]),
      ['Unreadable', 'Doubled', 'Suspect', 'Annotations'],
    );
    await page.getByRole('button', { name: /OVERLAY:7/ }).click();
    deepEqual(await page.evaluate(() => window.toldHere.at(-1)), { type: 'open', file: check.problems[3].file, line: 7 });
    await page.getByRole('button', { name: check.views[4].viewId, exact: true }).click();
    match(await shownText(page.locator('dialog.detail h2')), new RegExp(check.views[4].viewId));
    await page.context().close();
  });

  it('says what is good where nothing is wrong, and what to do where there is nothing to show', async () => {
    const { page } = await openDataCheck(stage, { check: fakeDataCheck({ thumbnails, clean: true }) });
    match(await shownText(page.locator('h1')), /nothing is wrong/);
    await page.getByRole('tab', { name: /Problems/ }).click();
    match(await shownText(page.locator('.clean')), /no two are the same/);
    await page.context().close();
    const other = await openDataCheck(stage, { unavailable: 'found a data set that was not checked yet' });
    match(await shownText(other.page.locator('main')), /not checked yet/);
    await other.page.getByRole('button', { name: 'Check the data set' }).click();
    deepEqual(await other.page.evaluate(() => window.toldHere.at(-1)), { type: 'check', again: false });
    await other.page.context().close();
  });

  for (const theme of ['dark', 'light', 'high-contrast'] as const)
    it(`has no serious barrier in the ${theme} theme: grid, problems, and a view by itself`, async () => {
      const { page } = await openDataCheck(stage, { check: fakeDataCheck({ thumbnails }), preview: preview() }, { theme });
      await page.waitForSelector('.tile');
      deepEqual(await seriousViolations(page), []);
      await page.getByRole('tab', { name: /Problems/ }).click();
      deepEqual(await seriousViolations(page), []);
      await page.getByRole('tab', { name: /Views/ }).click();
      await page.locator('.tile-button').nth(4).click();
      await page.waitForSelector('dialog.detail .frame img');
      deepEqual(await seriousViolations(page), []);
      await page.context().close();
    });

  it('draws of 10,400 views only those in sight, scrolls without long frames, and reaches the last by one key', async () => {
    const check = fakeDataCheck({ cases: 2600, thumbnails });
    const { page, problems } = await openDataCheck(stage, { check });
    await page.waitForSelector('.tile img');
    const painted = await page.evaluate(
      () => new Promise<number>((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - window.sentAt), 0))),
    );
    const drawn = await page.locator('.tile').count();
    ok(drawn < 120, `${drawn} tiles are drawn`);
    const longest = await page.evaluate(async () => {
      let [last, worst] = [performance.now(), 0];
      for (let i = 0; i < 60; i++) {
        window.scrollBy(0, 900);
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        worst = Math.max(worst, now - last);
        last = now;
      }
      return worst;
    });
    console.log(
      `      first paint ${painted.toFixed(0)} ms at most, longest frame while scrolling ${longest.toFixed(0)} ms, ${drawn} tiles`,
    );
    // A tile at the end of what is drawn may be gone by the time it is reached.
    await page.locator('.tile-button').nth(20).focus();
    await page.keyboard.press('End');
    await page.waitForFunction(() => document.activeElement?.textContent?.includes('B_5599_1.RIGHT_MLO'));
    ok(longest < 400, `a frame of ${longest} ms while scrolling`);
    ok(painted < 2000, `${painted} ms until the views were there`);
    deepEqual(problems, []);
    await page.context().close();
  });

  it('is whole on a narrow page', async () => {
    const { page } = await openDataCheck(stage, { check: fakeDataCheck({ thumbnails }), preview: preview() }, { width: 420, height: 800 });
    await page.waitForSelector('.tile');
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    equal(await wide(), 0);
    await page.locator('.tile-button').first().click();
    await page.waitForSelector('dialog.detail .frame img');
    equal(await wide(), 0);
    await page.context().close();
  });
});
