/** What the panels of an explanation do in a real browser: class maps, zoom, enlarging, thresholds, units' patches, figures for print. */
import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import type { RendererToHost } from '../../../src/protocol/rendererMessages';
import { seriousViolations } from './accessibility';
import { openOutput, type RendererAnswers, type Stage, sharedStage, shownText } from './stage';

const frame = (page: Page, panel: number) => page.locator('.dm-frame').nth(panel);
const sheets = (page: Page) => page.locator('.dm-sheet').evaluateAll((all) => all.map((s) => (s as HTMLElement).style.width));
const posted = (page: Page) => page.evaluate('posted') as Promise<RendererToHost[]>;

describe('panels of an explanation', function () {
  this.timeout(30000);
  let stage: Stage;
  let page: Page;
  let problems: string[];
  const open = async (output: { text?: string; answers?: RendererAnswers } = {}, look = {}) => {
    ({ page, problems } = await openOutput(stage, output, look));
  };
  before(async () => {
    stage = await sharedStage();
  });
  afterEach(async () => {
    deepEqual(problems, []);
    await page.context().close();
  });

  it('begin with the summary, the longer sentence beneath, and say which part of the split the view is in', async () => {
    await open({ text: JSON.stringify({ ...stage.explanation, part: 'train' }) });
    const [summary, longer] = await page.locator('.dm-sentence, .dm-longer').allInnerTexts();
    deepEqual([summary, longer], [stage.explanation.summary, stage.explanation.sentence]);
    equal(await page.locator('.dm-badge').textContent(), 'in the training part');
  });

  it('show the probability of any class, and its logit, and read all of them at the pointer', async () => {
    await open();
    const rows = page.locator('.dm-at-cursor tr');
    const before = await rows.allInnerTexts();
    match(before[2], /Malignant\s+\d+ %\s+\+\d/);
    const pick = page.getByLabel('Class of the map');
    equal(await pick.locator('option').first().textContent(), 'Malignant');
    await pick.selectOption('benign');
    await page.getByLabel('Kind of map').selectOption('logit');
    equal(await page.locator('.dm-panel-title').nth(2).textContent(), 'Logit map, benign');
    match((await frame(page, 2).getAttribute('aria-label')) ?? '', /^Logit map, benign: strongest in the middle, off the outlined finding/);
    const box = (await frame(page, 0).boundingBox())!;
    await page.mouse.move(box.x + (box.width * 190) / 300, box.y + (box.height * 160) / 440);
    const [normal, benign, malignant] = (await rows.allInnerTexts()).map((t) => Number(/(\d+) %/.exec(t)?.[1]));
    ok(benign > 28 && benign > normal && benign > malignant, `${normal} ${benign} ${malignant}`);
    equal(await page.locator('.dm-at-cursor caption').textContent(), 'At the cursor');
  });

  it('zoom together: the wheel with Ctrl to the pointer, keys, buttons; a plain wheel scrolls', async () => {
    await open({}, { height: 400 });
    const box = (await frame(page, 0).boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + 40);
    await page.mouse.wheel(0, 60);
    await page.waitForFunction(() => scrollY > 0);
    deepEqual([...new Set(await sheets(page))], ['100%']);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -300);
    await page.keyboard.up('Control');
    await page.waitForFunction(() => (document.querySelector('.dm-sheet') as HTMLElement).style.width !== '100%');
    const [width, ...others] = [...new Set(await sheets(page))];
    ok(Number.parseFloat(width) > 150 && others.length === 0, `${width} ${others}`);
    await frame(page, 1).press('0');
    deepEqual([...new Set(await sheets(page))], ['100%']);
    await frame(page, 1).press('+');
    await page.getByRole('button', { name: 'Zoom in' }).click();
    deepEqual([...new Set(await sheets(page))], ['225%']);
    await page.getByRole('button', { name: 'Whole view' }).click();
    deepEqual([...new Set(await sheets(page))], ['100%']);
  });

  it('read the same place under the pointer when zoomed, and move with a drag', async () => {
    await open();
    await frame(page, 0).press('+');
    const box = (await frame(page, 0).boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    const { width } = stage.explanation.view;
    const cursor = async () => Number(/M([\d.]+) 0V/.exec((await page.locator('.dm-cursor').first().getAttribute('d')) ?? '')?.[1]);
    ok(Math.abs((await cursor()) - width / 2) < width / 50, `${await cursor()}`);
    await page.mouse.down();
    await page.mouse.move(x - box.width / 6, y);
    await page.mouse.up();
    await page.mouse.move(x, y);
    ok((await cursor()) > width * 0.55, `${await cursor()}`);
  });

  it('fill the width one at a time: by double click, Enter or button, and back with Escape', async () => {
    await open();
    const before = (await frame(page, 3).boundingBox())!.width;
    await frame(page, 3).dblclick();
    ok((await page.locator('.dm-large .dm-frame').boundingBox())!.width > 2 * before);
    await page.locator('.dm-large .dm-frame').press('Escape');
    equal(await page.locator('.dm-large').count(), 0);
    await frame(page, 1).press('Enter');
    equal(await page.locator('.dm-large .dm-panel-title').textContent(), 'Class activation map, malignant');
    await page.getByRole('button', { name: 'Back to all panels' }).click();
    equal(await page.locator('.dm-large').count(), 0);
  });

  it('take a threshold as a share of the largest value, beginning with the unit’s own, and go back to it', async () => {
    await open();
    const words = () => frame(page, 3).getAttribute('aria-label');
    const own = await words();
    match(
      own ?? '',
      /strongest in the middle, on the outlined finding; \d+ % of the view above the threshold, \d+ % of that within the outline/,
    );
    const slider = page.getByLabel(/Threshold, share/);
    const { maskThreshold, map } = stage.explanation.evidence[0];
    const share = (100 * maskThreshold!) / (map!.offset + 255 * map!.scale);
    ok(Math.abs(Number(await slider.inputValue()) - share) <= 2.6, `${await slider.inputValue()} for ${share}`);
    await slider.fill('90');
    ok(await page.getByLabel('Only above threshold').isChecked());
    notEqual(await words(), own);
    ok((await shownText(page.locator('.dm-threshold-choice'))).includes('90 % of largest'));
    await page.getByRole('button', { name: 'Own', exact: true }).click();
    equal(await words(), own);
  });

  it('show a unit against the decision on demand', async () => {
    await open();
    equal(await frame(page, 8).count(), 0);
    await page.getByRole('button', { name: 'Show map of unit_0016' }).click();
    match(
      (await frame(page, 8).getAttribute('aria-label')) ?? '',
      /unit_0016, mass with circumscribed margins: .*off the outlined finding/,
    );
    await page.getByRole('button', { name: 'Hide map of unit_0016' }).click();
    equal(await frame(page, 8).count(), 0);
  });

  it('ask for nothing without an extension host: no button that would', async () => {
    await open();
    equal(await page.locator('.dm-panel .dm-link').count(), 0);
  });

  it('show a unit’s top patches beneath, open its page, and open the survey at it', async () => {
    await open({
      answers: { unit: { type: 'unit', display: stage.mining.display }, openUnit: { type: 'opened' }, annotate: { type: 'opened' } },
    });
    await page.locator('.dm-panel').getByRole('button', { name: 'unit_0004' }).first().click();
    const drawer = page.getByRole('region', { name: 'Top patches of unit_0004' });
    await drawer.locator('canvas').first().waitFor();
    equal(await drawer.locator('canvas').count(), 32);
    ok((await shownText(drawer)).includes('Irregular mass with spiculated margins'));
    deepEqual(await seriousViolations(page), []);
    await drawer.getByRole('button', { name: 'Open unit' }).click();
    await drawer.getByRole('button', { name: 'Annotate' }).click();
    const { run, network } = stage.explanation.source;
    deepEqual(
      (await posted(page)).map(({ request, ...asked }) => ({ ...asked, named: request.length > 8 })),
      (['unit', 'openUnit', 'annotate'] as const).map((type) => ({ type, unit: 'unit_0004', run, network, named: true })),
    );
    await drawer.getByRole('button', { name: 'Close' }).click();
    equal(await drawer.count(), 0);
  });

  it('say what went wrong with a unit, and that no answer came, and let it be tried again', async () => {
    await open({ answers: { unit: { type: 'failed', message: 'These units are of another network.' } } });
    await page.locator('.dm-panel .dm-link').first().click();
    await page.getByText('These units are of another network.').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.waitForFunction(() => (window as unknown as { posted: unknown[] }).posted.length === 2);
    await page.context().close();
    await open({ answers: {} });
    await page.locator('.dm-panel .dm-link').first().click();
    await page.getByText('No answer within 10 seconds').waitFor({ timeout: 13000 });
  });

  it('are saved as an SVG for print that holds the captions, vector outlines and the maps, whatever the theme', async () => {
    await open({ answers: { save: { type: 'saved', file: '/home/me/figure.svg' } } }, { theme: 'high-contrast' });
    await page.getByRole('button', { name: 'Save SVG' }).click();
    await page.getByText('Saved as /home/me/figure.svg.').waitFor();
    const [message] = await posted(page);
    ok(
      message.type === 'save' && message.format === 'svg' && message.name === 'A_1021_1.RIGHT_MLO.malignant.svg',
      JSON.stringify(message).slice(0, 200),
    );
    const found = await page.evaluate((svg) => {
      const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
      const root = parsed.documentElement;
      return {
        error: parsed.querySelector('parsererror')?.textContent ?? undefined,
        width: root.getAttribute('width'),
        texts: [...parsed.querySelectorAll('text')].map((t) => t.textContent).join(' '),
        maps: [...parsed.querySelectorAll('image')].filter((i) => i.getAttribute('href')?.startsWith('data:image/png;base64,')).length,
        paths: [...parsed.querySelectorAll('path')].filter((p) => p.getAttribute('stroke') === '#d1366c').length,
        scales: parsed.querySelectorAll('rect[fill="url(#ramp)"]').length,
      };
    }, message.data);
    equal(found.error, undefined);
    equal(found.width, '180mm');
    for (const words of [
      'Irregular mass with spiculated',
      'Architectural distortion',
      'unit_0004',
      'Probability of malignant.',
      'Share +1.84',
      'Probably malignant',
      'Research use only',
    ])
      ok(found.texts.includes(words), `${words} in ${found.texts}`);
    deepEqual([found.maps, found.paths, found.scales], [7, 8, 7]);
  });

  it('are saved as a PNG 18 cm wide at 300 dpi; without an extension host, as a download', async () => {
    await open();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save PNG' }).click()]);
    equal(download.suggestedFilename(), 'A_1021_1.RIGHT_MLO.malignant.png');
    const png = await readFile(await download.path());
    equal(png.readUInt32BE(16), 2126);
    ok(png.readUInt32BE(20) > 1500);
    equal(png.toString('latin1', 37, 41), 'pHYs');
    equal(png.readUInt32BE(41), 11811);
    // Chromium checks every chunk it knows; sharp reads the density back.
    const { default: sharp } = await import('sharp');
    const { density, width } = await sharp(png).metadata();
    deepEqual([density, width], [300, 2126]);
    const { channels } = await sharp(png).stats();
    ok(channels[0].mean > 60 && channels[0].stdev > 40, JSON.stringify(channels[0]));
  });

  it('show maps of one cell, very large ones, and units without a map', async () => {
    const one = { width: 1, height: 1, offset: 2, scale: 0, data: 'AA==' };
    const large = { width: 1500, height: 2000, offset: 0, scale: 0.01, data: Buffer.alloc(3_000_000, 128).toString('base64') };
    const { evidence } = stage.explanation;
    const odd = {
      ...stage.explanation,
      cam: one,
      evidence: [
        { ...evidence[0], map: large },
        { ...evidence[1], map: null, maskThreshold: null },
      ],
    };
    await open({ text: JSON.stringify(odd) });
    match((await frame(page, 1).getAttribute('aria-label')) ?? '', /the same everywhere \(2\.00\)/);
    ok((await shownText(page.locator('.dm-panel').nth(4))).includes('Its map was not kept.'));
  });

  it('of an explanation whose maps hold no numbers are not drawn: it says where', async () => {
    await open({ text: JSON.stringify({ ...stage.explanation, cam: { ...stage.explanation.cam, offset: null } }) });
    match(await shownText(page.getByRole('alert')), /cam\.offset: found null, expected a finite number/);
  });

  it('of version 1 come without logits and say so', async () => {
    const { logitMaps: _, receptiveField: __, summary: ___, part: ____, explainedClass: _____, ...first } = stage.explanation;
    await open({ text: JSON.stringify({ ...first, version: 1 }) });
    equal(await page.getByLabel('Kind of map').count(), 0);
    equal(await page.locator('.dm-sentence').textContent(), stage.explanation.sentence);
    match(await shownText(page.getByRole('note')), /made by an older version/);
  });

  it('are painted in time even where they are far from the screen', async () => {
    await open({}, { height: 200 });
    await page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLCanvasElement>('.dm-sheet canvas')].every((canvas) =>
        canvas
          .getContext('2d')
          ?.getImageData(0, 0, canvas.width, canvas.height)
          .data.some((value) => value > 0),
      ),
    );
    equal(await page.locator('.dm-sheet canvas').count(), 7);
  });

  it('are all reached by keyboard, with a visible focus', async () => {
    await open();
    const reached: string[] = [];
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const e = document.activeElement;
        return e && e !== document.body
          ? [e.getAttribute('aria-label') ?? e.textContent ?? '', getComputedStyle(e).outlineStyle]
          : undefined;
      });
      if (!at) break;
      equal(at[1], 'solid', at[0]);
      reached.push(at[0]);
    }
    for (const words of [
      /^The view/,
      /^Class activation map/,
      /^Probability map/,
      /^Activation of unit_1181/,
      /^Enlarge unit_0004/,
      /^Save SVG/,
    ])
      ok(
        reached.some((name) => words.test(name)),
        `${words} in ${reached.join(' | ')}`,
      );
  });
});
