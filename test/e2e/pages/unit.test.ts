/** The unit page in a real browser, under a webview's content security policy. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { UnitId } from '../../../src/protocol/unit';
import type { UnitDetail } from '../../../src/protocol/units';
import { seriousViolations } from './accessibility';
import { openUnitPage, type Stage, sharedStage, shownText } from './stage';

describe('unit page', function () {
  this.timeout(30000);
  let stage: Stage;
  let page: Page;
  let problems: string[];

  before(async () => {
    stage = await sharedStage();
  });
  beforeEach(async () => {
    ({ page, problems } = await openUnitPage(stage));
    await page.waitForSelector('.patch canvas');
  });
  afterEach(() => page.context().close());

  it('shows names, places, patches with their labels, and figures, without a complaint', async () => {
    const text = await shownText(page.locator('body'));
    for (const words of [
      'unit_0004',
      'Malignant #1',
      'Benign #7',
      'Irregular mass with spiculated margins',
      'Malignant · Mass · reference',
      'Activation by label',
      '40 of 68',
      '−0.21',
      'Spiculated',
      'Research use only',
    ])
      ok(text.includes(words), words);
    equal(await page.locator('.patch canvas').count(), 24);
    equal((await shownText(page.locator('.patch-caption').first())).replace(/\s+/, ' '), 'Benign 9.40');
    deepEqual(problems, []);
  });

  it('shows all patches when asked', async () => {
    await page.getByRole('button', { name: 'Show all 32' }).click();
    equal(await page.locator('.patch canvas').count(), 32);
  });

  it('shows the mammogram of the patch that is clicked or reached by arrow keys, with patch and receptive field', async () => {
    await page.locator('.patch').nth(1).click();
    ok((await shownText(page.locator('.view-head h2'))).includes('Left MLO'));
    const first = (await page.locator('.patch-outline').getAttribute('x'))!;
    await page.keyboard.press('ArrowRight');
    equal(
      await page
        .locator('.patch[aria-current="true"]')
        .getAttribute('aria-label')
        .then((l) => l?.startsWith('Patch 3 of 24')),
      true,
    );
    ok((await page.locator('.patch-outline').getAttribute('x')) !== first);
    const field = stage.mining.details['unit_0004' as UnitId].unit.patches[2].field;
    equal(Number(await page.locator('.field-outline').getAttribute('width')), field.width);
    equal(await page.locator('.true-outline').count(), 0);
    await page.keyboard.press('o');
    ok((await page.locator('.true-outline').count()) > 0);
  });

  it('asks for an explanation of the view that is shown, by its button and by its key', async () => {
    await page.locator('.patch').nth(1).click();
    const { patches } = stage.mining.details['unit_0004' as UnitId].unit;
    await page.getByRole('button', { name: 'Explain this view' }).click();
    await page.locator('.patch').nth(2).click();
    await page.keyboard.press('e');
    const asked = await page.evaluate(() => window.unitPosted.filter((m) => m.type === 'explain'));
    deepEqual(
      asked,
      [1, 2].map((i) => ({ type: 'explain', viewId: patches[i].viewId })),
    );
  });

  it('does not change the mammogram when the pointer passes over patches', async () => {
    const before = await shownText(page.locator('.view-head h2'));
    await page.locator('.patch').nth(1).hover();
    equal(await shownText(page.locator('.view-head h2')), before);
  });

  it('marks the threshold of the mask on every histogram, and counts in its own words', async () => {
    equal(await page.locator('.dm-threshold-line').count(), 4);
    const labels = await page.locator('.dm-histogram svg').evaluateAll((all) => all.map((e) => e.getAttribute('aria-label')));
    ok(
      /^Malignant: \d+ patches, about \d+ % above the mask's threshold; the highest bar holds \d+\.$/.test(labels[2] ?? ''),
      labels[2] ?? '',
    );
    const height = () => page.locator('.dm-histogram svg').nth(2).locator('rect').nth(20).getAttribute('height').then(Number);
    const byLog = await height();
    await page.getByLabel('Log counts').uncheck();
    ok((await height()) < byLog / 2);
  });

  it('draws weights to the right for and to the left against', async () => {
    const [normal, , malignant] = await page.locator('.dm-diverging i').evaluateAll((all) =>
      all.map((e) => {
        const bar = e.getBoundingClientRect();
        const whole = e.parentElement!.getBoundingClientRect();
        return { left: bar.left - (whole.left + whole.width / 2), right: bar.right - (whole.left + whole.width / 2) };
      }),
    );
    ok(Math.abs(normal.right) < 1 && normal.left < -5, JSON.stringify(normal));
    ok(Math.abs(malignant.left) < 1 && malignant.right > 5, JSON.stringify(malignant));
  });

  it('goes to the next and the previous unit by keys, and keeps the place for the next start', async () => {
    await page.keyboard.press('Alt+n');
    await page.getByText('Nothing recognizable to Dr. Example').waitFor();
    equal(await shownText(page.locator('h1')), 'unit_0037');
    await page.keyboard.press('Alt+p');
    equal(await shownText(page.locator('h1')), 'unit_0004');
    deepEqual(await page.evaluate(() => window.unitKept), { project: '/project', run: 'run-001', unit: 'unit_0004' });
  });

  it('tells a unit that was not probed from a result that was not dissected', async () => {
    const [, , notProbed, notDissected] = Object.keys(stage.mining.details) as UnitId[];
    await page.getByLabel('Go to unit').selectOption(notProbed);
    await page.getByText('This unit was not probed').waitFor();
    await page.getByLabel('Go to unit').selectOption(notDissected);
    await page.getByText('Not dissected yet').waitFor();
  });

  it('asks the host to annotate and to copy', async () => {
    await page.getByRole('button', { name: /Annotate/ }).click();
    await page.getByRole('button', { name: 'Copy name' }).click();
    const posted = await page.evaluate(() => window.unitPosted);
    deepEqual(posted.slice(-2), [
      { type: 'annotate', unit: 'unit_0004' },
      { type: 'copy', unit: 'unit_0004' },
    ]);
  });

  it('shows a unit mined before figures were kept, and says how to have them', async () => {
    const [unit, detail] = Object.entries(stage.mining.details)[0] as [UnitId, UnitDetail];
    const { weights: _w, influence: _i, activations: _a, ...older } = detail.unit;
    const opened = await openUnitPage(stage, { details: { [unit]: { ...detail, unit: older } } });
    await opened.page.getByText('mine again to see them').waitFor();
    equal(await opened.page.locator('.patch').count(), 24);
    deepEqual(opened.problems, []);
    await opened.page.context().close();
  });

  it('says why a unit cannot be read, with a way to try again', async () => {
    const opened = await openUnitPage(stage, { details: {} });
    ok((await shownText(opened.page.getByRole('alert'))).includes('expected a file made by deepminer mine'));
    await opened.page.getByRole('button', { name: 'Try again' }).click();
    equal((await opened.page.evaluate(() => window.unitPosted)).filter((m) => m.type === 'unit').length, 2);
    await opened.page.context().close();
  });

  it('says what to do when there is nothing', async () => {
    const opened = await openUnitPage(stage, { empty: 'Mine them first.' });
    ok((await shownText(opened.page.locator('main'))).includes('Mine them first.'));
    await opened.page.context().close();
  });

  for (const theme of ['dark', 'light', 'high-contrast'] as const)
    it(`has no serious accessibility problem in the ${theme} theme, and no sideways scrolling at 420 px`, async () => {
      const opened = await openUnitPage(stage, { theme, width: theme === 'light' ? 420 : 1280 });
      await opened.page.waitForSelector('.patch canvas');
      deepEqual(await seriousViolations(opened.page), []);
      ok(await opened.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
      await opened.page.context().close();
    });
});
