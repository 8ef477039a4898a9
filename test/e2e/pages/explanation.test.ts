/** The notebook renderer in a real browser: explanations, mined units, and what cannot be read. */
import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { UNIT_MIME } from '../../../src/protocol/mining';
import { seriousViolations } from './accessibility';
import { openOutput, type Stage, sharedStage, shownText } from './stage';

/** Share of a canvas' pixels that are not clear. */
const drawnShare = (page: Page, panel: number) =>
  page
    .locator('.dm-frame')
    .nth(panel)
    .locator('canvas')
    .evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
      return data.filter((v, i) => i % 4 === 3 && v > 60).length / (width * height);
    });

/** The share once it is as wanted: maps below the screen are painted when the page is idle. */
async function drawnShareOnce(page: Page, panel: number, wanted: (share: number) => boolean): Promise<number> {
  for (let tries = 0; tries < 50 && !wanted(await drawnShare(page, panel)); tries++) await page.waitForTimeout(100);
  return drawnShare(page, panel);
}

describe('notebook renderer', function () {
  this.timeout(30000);
  let stage: Stage;
  /** The whole explanation, for tests that only look. */
  let page: Page;
  let problems: string[];

  before(async () => {
    stage = await sharedStage();
    ({ page, problems } = await openOutput(stage, {}));
  });

  after(() => page.context().close());

  it('draws the view, the CAM and every unit with its caption, without a complaint', async () => {
    deepEqual(await page.locator('.dm-panel-title').allInnerTexts(), [
      'View',
      'Class activation map, malignant',
      'Probability map, malignant',
      ...stage.explanation.evidence.map((u) => u.unit),
    ]);
    const share = await drawnShareOnce(page, 1, (drawn) => drawn > 0);
    ok(share > 0.005 && share < 0.5, `the CAM covers ${share}`);
    const caption = await shownText(page.locator('.dm-panel').nth(3));
    for (const words of ['Irregular mass with spiculated margins', '+1.84', 'rank 1', 'Words fit the report; lies on the finding'])
      ok(caption.includes(words), `${words} in ${caption}`);
    const report = await shownText(page.locator('.dm-panel').first());
    for (const words of ['Malignant', 'Irregular mass, spiculated margins', 'Assessment 5, subtlety 4 of 5'])
      ok(report.includes(words), words);
    ok((await shownText(page.locator('.dm-explanation'))).includes(stage.explanation.sentence));
    deepEqual(problems, []);
  });

  it('lays the CAM where the finding is', async () => {
    const peak = await page
      .locator('.dm-frame canvas')
      .first()
      .evaluate((element) => {
        const canvas = element as HTMLCanvasElement;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        let best = 0;
        for (let i = 0; i < data.length; i += 4)
          if (data[i] + data[i + 1] + data[i + 2] > data[best] + data[best + 1] + data[best + 2]) best = i;
        return { x: ((best / 4) % canvas.width) / canvas.width, y: Math.floor(best / 4 / canvas.width) / canvas.height };
      });
    ok(Math.abs(peak.x - 122 / 300) < 0.04 && Math.abs(peak.y - 252 / 440) < 0.04, JSON.stringify(peak));
  });

  it('shows how the logit adds up, to the last digit shown', async () => {
    const rows = await page.locator('.dm-figures .dm-numbers').nth(1).locator('td:last-child').allInnerTexts();
    const numbers = rows.map((t) => Number(t.replace('−', '-')));
    const logit = numbers.pop()!;
    ok(Math.abs(numbers.reduce((sum, v) => sum + v, 0) - logit) < 0.011, rows.join(' '));
  });

  it('reads every map at the pointer with one cursor in all panels', async () => {
    const { page } = await openOutput(stage, {});
    const box = (await page.locator('.dm-frame').nth(3).boundingBox())!;
    await page.mouse.move(box.x + (box.width * 122) / 300, box.y + (box.height * 252) / 440);
    equal(await page.locator('.dm-cursor').count(), 8);
    const [cam, , first] = (await page.locator('.dm-readout').allInnerTexts()).map(Number);
    ok(Math.abs(cam - 5.2) < 0.4, `CAM ${cam}`);
    ok(Math.abs(first - 5.5) < 0.8, `unit ${first}`);
    await page.mouse.move(2, 2);
    equal(await page.locator('.dm-cursor').count(), 0);
    await page.context().close();
  });

  it('moves the cursor by arrow keys and reads the values out', async () => {
    const { page } = await openOutput(stage, {});
    const button = page.getByRole('button', { name: /Cursor/ });
    await button.press('Enter');
    const before = await shownText(page.getByRole('status').filter({ hasText: 'Column' }));
    await button.press('ArrowRight');
    const after = await shownText(page.getByRole('status').filter({ hasText: 'Column' }));
    ok(/^Column \d+, row \d+: class activation [\d.]+, unit_0004 [\d.]+/.test(after), after);
    notEqual(before, after);
    await button.press('Escape');
    equal(await page.locator('.dm-cursor').count(), 0);
    await page.context().close();
  });

  it('obeys opacity, colours and threshold, and remembers them', async () => {
    const { page } = await openOutput(stage, {});
    const whole = await drawnShareOnce(page, 3, (drawn) => drawn > 0);
    await page.getByLabel(/Only above/).check();
    ok((await drawnShareOnce(page, 3, (drawn) => drawn < whole)) < whole);
    await page.getByLabel('Opacity').fill('20');
    equal(
      await page
        .locator('.dm-frame canvas')
        .first()
        .evaluate((c) => getComputedStyle(c).opacity),
      '0.2',
    );
    await page.getByLabel('Colours').selectOption('viridis');
    ok(
      await page
        .locator('.dm-ramp')
        .first()
        .evaluate((r) => getComputedStyle(r).backgroundImage.includes('rgb(68, 1, 84)')),
    );
    await page.evaluate('renderer.disposeOutputItem()');
    await page.locator('#output > *').waitFor({ state: 'detached' });
    await page.evaluate('draw()');
    equal(await page.getByLabel('Colours').inputValue(), 'viridis');
    equal(await page.getByLabel('Opacity').inputValue(), '20');
    await page.context().close();
  });

  it('names units that speak against the decision and those without a name', async () => {
    const figures = await shownText(page.locator('.dm-figures'));
    for (const words of [
      'Evidence against malignant',
      'unit_0016 mass with circumscribed margins',
      'Influential, not annotated',
      'unit_0059',
    ])
      ok(figures.includes(words), words);
  });

  it('says in words what its pictures show', async () => {
    const words = await page.getByRole('img').evaluateAll((all) => all.map((e) => e.getAttribute('aria-label')));
    equal(words[0], 'The view; a malignant finding is outlined in the middle.');
    ok(words[1]?.startsWith('Class activation map of malignant: strongest in the middle'), words[1] ?? '');
    ok(words.every((w) => w && w.length > 10));
  });

  it('shows a view whose truth is unknown and whose units have no names', async () => {
    const bare = { ...stage.explanation, findings: [], truth: undefined, agreement: undefined, evidence: [], against: [], unannotated: [] };
    const { page, problems } = await openOutput(stage, { text: JSON.stringify(bare) });
    const text = await shownText(page.locator('.dm-explanation'));
    for (const words of ['truth unknown', 'The truth is unknown.', 'None of the eight most influential units is annotated.'])
      ok(text.includes(words), words);
    deepEqual(problems, []);
    await page.context().close();
  });

  it('turns damaged and newer outputs into a message with a remedy', async () => {
    const cases: [string, RegExp][] = [
      ['{"version": 1, "view"', /not readable[\s\S]*not JSON[\s\S]*Run the cell again/],
      ['{"version": 3}', /newer DeepMiner[\s\S]*Update the DeepMiner extension/],
      [JSON.stringify({ ...stage.explanation, cam: { ...stage.explanation.cam, height: 9 } }), /damaged[\s\S]*cam\.data: found \d+ bytes/],
    ];
    for (const [text, expected] of cases) {
      const { page, problems } = await openOutput(stage, { text });
      ok(expected.test(await shownText(page.getByRole('alert'))), await shownText(page.getByRole('alert')));
      deepEqual(problems, []);
      await page.context().close();
    }
  });

  it('shows a mined unit: its name, its places, its patches', async () => {
    const { page, problems } = await openOutput(stage, { mime: UNIT_MIME, text: JSON.stringify(stage.mining.display) });
    equal(await page.locator('.dm-patches canvas').count(), 16);
    ok((await shownText(page.locator('article'))).includes('Irregular mass with spiculated margins'));
    await page.getByRole('button', { name: 'Show all 32' }).click();
    equal(await page.locator('.dm-patches canvas').count(), 32);
    deepEqual(problems, []);
    deepEqual(await seriousViolations(page), []);
    await page.context().close();
  });

  it('leaves nothing behind when its output is disposed', async () => {
    const { page } = await openOutput(stage, {});
    await page.evaluate('renderer.disposeOutputItem("1"); renderer.disposeOutputItem("1")');
    await page.locator('#output > *').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('is the same page when its output is taken away and shown anew at once, as when a further form of it is added', async () => {
    const { page } = await openOutput(stage, {});
    await page.getByLabel('Opacity').fill('20');
    await page.evaluate('window.before = document.querySelector("#output .dm-explanation")');
    await page.evaluate('renderer.disposeOutputItem("1"); renderer.disposeOutputItem("1"); draw()');
    await page.waitForTimeout(1500);
    ok(await page.evaluate('window.before.isConnected && window.before === document.querySelector("#output .dm-explanation")'));
    equal(await page.getByLabel('Opacity').inputValue(), '20');
    await page.context().close();
  });

  for (const theme of ['dark', 'light', 'high-contrast'] as const)
    it(`has no serious accessibility problem in the ${theme} theme`, async () => {
      const { page } = await openOutput(stage, {}, { theme });
      deepEqual(await seriousViolations(page), []);
      await page.context().close();
    });

  it('wraps at 420 px without sideways scrolling', async () => {
    const { page } = await openOutput(stage, {}, { width: 420 });
    ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await page.context().close();
  });
});
