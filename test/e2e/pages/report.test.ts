/** A report of explanations in a real browser, opened from the disk: under its own policy, in both schemes, narrow, and without scripts. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { ReportAssets } from '../../../src/explanation/report/folder';
import { writeReport } from '../../../src/explanation/report/write';
import { reportRequest } from '../../unit/explanation/reportViews';
import { seriousViolations } from './accessibility';
import { type Stage, sharedStage, shownText } from './stage';

const root = new URL('../../../', import.meta.url).pathname;

describe('report of explanations', function () {
  this.timeout(90000);
  let stage: Stage;
  let dir: string;
  let report: string;
  let ids: string[];
  before(async () => {
    stage = await sharedStage();
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-report-page-'));
    const request = await reportRequest(dir, 6, await assets());
    request.leftOut = ['C_0009.LEFT_CC.LJPEG: found a file that ends early; expected whole pixels. Copy it again.'];
    ({ dir: report } = await writeReport(request));
    ids = request.views.map((v) => v.id);
  });
  after(() => rm(dir, { recursive: true, force: true }));

  async function open(file: string, look: BrowserContextOptions & { width?: number } = {}): Promise<{ page: Page; problems: string[] }> {
    const { width = 1200, ...options } = look;
    const context = await stage.browser.newContext({ viewport: { width, height: 900 }, ...options });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('request', (r) => /^(file|data):/.test(r.url()) || problems.push(r.url()));
    await page.goto(pathToFileURL(path.join(report, file)).href);
    return { page, problems };
  }

  it('opens from the disk, shows every view with its outline and decision, and asks nothing of the network', async () => {
    const { page, problems } = await open('index.html');
    equal(await page.locator('.cards li').count(), 6);
    equal(await page.locator('.picture svg').nth(0).locator('polygon').count(), 2);
    equal(await page.locator('.picture svg').nth(1).locator('polygon').count(), 0);
    ok(
      await page
        .locator('.picture img')
        .first()
        .evaluate((i: HTMLImageElement) => i.naturalHeight > 100),
    );
    const words = await shownText(page.locator('body'));
    for (const part of [
      '6 views of 3 cases',
      'Agreement with the reports',
      'Not explained',
      'C_0009.LEFT_CC.LJPEG',
      'not a medical device',
    ])
      ok(words.includes(part), part);
    deepEqual(problems, []);
    await page.context().close();
  });

  it('filters and orders, and finds the choice again on the way back from a view', async () => {
    const { page, problems } = await open('index.html');
    const shown = () => page.locator('.cards li:visible .name').allInnerTexts();
    await page.getByLabel('Finding').selectOption('mass');
    deepEqual(
      await shown(),
      ids.filter((_, i) => i % 2 === 0),
    );
    await page.getByLabel('Search').fill('C_0002');
    deepEqual(await shown(), [ids[2]]);
    equal(await shownText(page.getByRole('status')), '1 of 6 views');
    await page.locator('.cards li:visible a').click();
    await page.waitForSelector('.dm-explanation');
    await page.goBack();
    deepEqual(await shown(), [ids[2]]);
    equal(await page.getByLabel('Search').inputValue(), 'C_0002');
    await page.getByRole('button', { name: 'Show all' }).click();
    equal((await shown()).length, 6);
    await page.getByLabel('Order').selectOption('malignant');
    const scores = await page
      .locator('.cards li')
      .evaluateAll((all) => all.map((e) => JSON.parse((e as HTMLElement).dataset.scores!).malignant));
    deepEqual(
      scores,
      scores.toSorted((a, b) => b - a),
    );
    await page.getByLabel('Search').fill('nothing like that');
    equal(await shownText(page.getByRole('status')), 'No view is like that.');
    deepEqual(problems, []);
    await page.context().close();
  });

  it('draws a view as notebooks do, remembers how, and leads on to the next', async () => {
    const { page, problems } = await open(`views/${ids[0]}.html`);
    await page.waitForSelector('.dm-explanation');
    ok((await page.locator('.dm-frame canvas').count()) >= 2);
    await page.getByLabel('Colours').selectOption('viridis');
    await page.getByRole('link', { name: 'Next' }).click();
    await page.waitForURL(`**/${ids[1]}.html`);
    await page.waitForSelector('.dm-explanation');
    equal(await page.getByLabel('Colours').inputValue(), 'viridis');
    await page.getByRole('link', { name: 'All views' }).click();
    await page.waitForSelector('.cards');
    deepEqual(problems, []);
    await page.context().close();
  });

  it('shows all cards and the still picture where scripts are off', async () => {
    const index = await open('index.html', { javaScriptEnabled: false });
    equal(await index.page.locator('.cards li').count(), 6);
    equal(await index.page.locator('#filters').isVisible(), false);
    await index.page.context().close();
    const { page } = await open(`views/${ids[0]}.html`, { javaScriptEnabled: false });
    equal(await page.locator('img.still').isVisible(), true);
    await page.context().close();
  });

  for (const colorScheme of ['light', 'dark'] as const)
    it(`has no serious accessibility problem in the ${colorScheme} scheme`, async () => {
      for (const file of ['index.html', `views/${ids[0]}.html`]) {
        const { page } = await open(file, { colorScheme });
        if (file !== 'index.html') await page.waitForSelector('.dm-explanation');
        deepEqual(await seriousViolations(page), [], file);
        await page.context().close();
      }
    });

  it('is never wider than a narrow window', async () => {
    for (const file of ['index.html', `views/${ids[0]}.html`]) {
      const { page } = await open(file, { width: 360 });
      ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360, file);
      await page.context().close();
    }
  });
});

/** Bundled as esbuild.js does. */
async function assets(): Promise<ReportAssets> {
  const shared = { bundle: true, minify: true, write: false as const, absWorkingDir: root, outdir: '/', logLevel: 'silent' as const };
  const jsx = { jsx: 'automatic' as const, jsxImportSource: 'preact' };
  const [scripts, style] = await Promise.all([
    build({
      ...shared,
      ...jsx,
      format: 'iife',
      entryPoints: { report: 'notebook-renderers/report/view.tsx', index: 'webview/report/index.ts' },
    }),
    build({ ...shared, entryPoints: { report: 'webview/report/report.css' } }),
  ]);
  const files = [...(scripts.outputFiles ?? []), ...(style.outputFiles ?? [])];
  const named = (name: string) => files.find((f) => f.path.endsWith(name))!.contents;
  return { 'report.js': named('report.js'), 'index.js': named('index.js'), 'report.css': named('report.css') };
}
