/** The faithfulness report in a real browser, under the policy it has in VS Code: read in every theme, wide and narrow, by keyboard too. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { pageOf } from '../../../src/faithfulness/report/page';
import { faithfulnessPage } from '../../../src/host/faithfulnessPage';
import { exampleFaithfulness } from '../../unit/faithfulness/example';
import { seriousViolations } from './accessibility';
import { type Stage, sharedStage, shownText } from './stage';
import { type Theme, themeStyles } from './themes';

const css = readFileSync(new URL('../../../webview/faithfulness/faithfulness.css', import.meta.url), 'utf8');

describe('faithfulness report', function () {
  this.timeout(60000);
  let stage: Stage;
  before(async () => {
    stage = await sharedStage();
  });

  async function open(look: { theme?: Theme; width?: number } = {}): Promise<{ page: Page; problems: string[] }> {
    const context = await stage.browser.newContext({ viewport: { width: look.width ?? 1100, height: 900 } });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    const inside = pageOf(exampleFaithfulness());
    await page.route('http://report.test/**', (route) => {
      const isStyle = new URL(route.request().url()).pathname === '/faithfulness.css';
      if (isStyle) return route.fulfill({ contentType: 'text/css', body: themeStyles(look.theme ?? 'dark') + css });
      return route.fulfill({
        contentType: 'text/html',
        body: faithfulnessPage(inside, { address: '/faithfulness.css', source: "'self'" }),
      });
    });
    await page.goto('http://report.test/report');
    return { page, problems };
  }

  it('shows three figures and their tables, and breaks no rule of its policy', async () => {
    const { page, problems } = await open();
    equal(await page.locator('svg[role=img]').count(), 3);
    const words = await shownText(page.locator('main'));
    for (const heading of ['Silenced units', 'Deletion and insertion', 'Pointing game', 'Research use only; not a medical device.'])
      ok(words.includes(heading), heading);
    deepEqual(problems, []);
    await page.context().close();
  });

  for (const theme of ['dark', 'light', 'high-contrast'] as const)
    it(`follows the theme and is accessible: ${theme}`, async () => {
      const { page } = await open({ theme });
      const colours = await page.evaluate(() => {
        const svg = document.querySelector('svg')!;
        return [
          getComputedStyle(svg).fill,
          getComputedStyle(document.body).color,
          getComputedStyle(svg.querySelector('rect')!).fill,
          getComputedStyle(document.body).backgroundColor,
        ];
      });
      equal(colours[0], colours[1]);
      equal(colours[2], colours[3]);
      for (const details of await page.locator('summary').all()) await details.click();
      deepEqual(await seriousViolations(page), []);
      await page.context().close();
    });

  it('is never wider than a narrow editor: figures and tables scroll in their own frames', async () => {
    const { page } = await open({ width: 360 });
    ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360);
    const frame = page.locator('figure').first();
    ok(await frame.evaluate((e) => e.scrollWidth > e.clientWidth));
    await page.context().close();
  });

  it('opens the table of all units from the keyboard', async () => {
    const { page } = await open();
    await page.locator('summary').first().focus();
    await page.keyboard.press('Enter');
    equal(await page.locator('details').first().getAttribute('open'), '');
    ok((await shownText(page.locator('details').first())).includes('unit_0001'));
    await page.context().close();
  });
});
