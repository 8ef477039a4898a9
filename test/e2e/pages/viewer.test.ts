/** The patch table and the mammogram viewer in a real browser: what a reader sees after wheel, drag and keys. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { seriousViolations } from './accessibility';
import { openSurvey, openUnitPage, type Stage, sharedStage, shownText } from './stage';

const FRAME = '#mammogram-viewer';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const frameBox = async (page: Page): Promise<Box> => (await page.locator(FRAME).boundingBox())!;
const readout = (page: Page) => shownText(page.locator('.readout > span').first());
const viewBox = async (page: Page) => (await page.locator(`${FRAME} > svg[viewBox]`).getAttribute('viewBox'))!.split(' ').map(Number);

/** Grey values of a part of the page, row by row. */
async function greys(page: Page, clip: Box): Promise<Uint8Array> {
  const { data, info } = await sharp(await page.screenshot({ clip }))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Uint8Array.from({ length: info.width * info.height }, (_, i) => data[i * info.channels]);
}

describe('patch table of the survey', function () {
  this.timeout(30000);
  let stage: Stage;
  let page: Page;
  let problems: string[];

  before(async () => {
    stage = await sharedStage();
  });
  beforeEach(async () => {
    ({ page, problems } = await openSurvey(stage));
    await page.waitForSelector('.patch canvas');
  });
  afterEach(() => page.context().close());

  it('shows as many patches as are chosen, strongest first, and as many again after a reload', async () => {
    const first = await page.locator('.patch').first().getAttribute('aria-label');
    await page.getByLabel('8', { exact: true }).check({ force: true });
    equal(await page.locator('.patch').count(), 8);
    equal((await page.locator('.patch').first().getAttribute('aria-label'))?.replace('of 8', 'of 32'), first);
    await page.reload();
    await page.waitForSelector('.patch canvas');
    equal(await page.locator('.patch').count(), 8);
    equal(await page.getByLabel('8', { exact: true }).isChecked(), true);
  });

  it('starts again at the strongest patch when the current one is no longer among those shown', async () => {
    await page.locator('.patch').nth(20).focus();
    await page.getByLabel('16', { exact: true }).check({ force: true });
    ok((await page.locator('.patch[aria-current]').getAttribute('aria-label'))?.startsWith('Patch 1 of 16'));
  });

  it('labels every patch with the class of its view, in short where there is no room', async () => {
    const unit = stage.mining.units[stage.mining.state.units[0].unit];
    const strips = async () => (await page.locator('.patch-strip').allInnerTexts()).map((text) => text.trim().toLowerCase());
    deepEqual(
      await strips(),
      unit.unit.patches.map((p) => unit.views[p.viewId].label),
    );
    await page.setViewportSize({ width: 420, height: 900 });
    deepEqual(
      await strips(),
      unit.unit.patches.map((p) => unit.views[p.viewId].label.slice(0, 3)),
    );
  });

  it('comes back to the patch that was clicked when the pointer has passed others', async () => {
    await page.locator('.patch').nth(4).click();
    await page.locator('.patch').nth(7).hover();
    ok((await shownText(page.locator('.enlarged dd').first())).startsWith('8'));
    await page.locator(FRAME).hover();
    ok((await shownText(page.locator('.enlarged dd').first())).startsWith('5'));
    deepEqual(problems, []);
  });
});

describe('mammogram viewer', function () {
  this.timeout(30000);
  let stage: Stage;
  let page: Page;
  let problems: string[];

  before(async () => {
    stage = await sharedStage();
  });
  beforeEach(async () => {
    ({ page, problems } = await openSurvey(stage));
    await page.waitForSelector('.patch canvas');
    await page.waitForFunction(() => document.querySelector<HTMLImageElement>('.frame img')?.complete);
  });
  afterEach(() => page.context().close());

  it('zooms with the wheel to what lies under the pointer, and back, under the security policy', async () => {
    const { x, y, width, height } = await frameBox(page);
    const whole = await viewBox(page);
    await page.mouse.move(x + width * 0.25, y + height * 0.75);
    for (let notch = 0; notch < 4; notch++) await page.mouse.wheel(0, -100);
    await page.getByText('· 2.1×').waitFor();
    const near = await viewBox(page);
    const pixel = whole[2] / width;
    ok(
      Math.abs(near[0] + near[2] * 0.25 - whole[2] * 0.25) < pixel && Math.abs(near[1] + near[3] * 0.75 - whole[3] * 0.75) < pixel,
      near.join(),
    );
    for (let notch = 0; notch < 5; notch++) await page.mouse.wheel(0, 100);
    await page.getByText('· 1.0×').waitFor();
    deepEqual(await viewBox(page), whole);
    deepEqual(problems, []);
  });

  it('zooms on the patch with a double click, follows a drag, and is whole again with another', async () => {
    const whole = await viewBox(page);
    await page.locator(FRAME).dblclick();
    const near = await viewBox(page);
    const [x, y, size] = await page
      .locator('.patch-outline')
      .evaluate((rect) => ['x', 'y', 'width'].map((name) => Number(rect.getAttribute(name))));
    ok(x >= near[0] && y >= near[1] && x + size <= near[0] + near[2] && y + size <= near[1] + near[3]);
    const box = await frameBox(page);
    await page.mouse.move(box.x + 200, box.y + 200);
    await page.mouse.down();
    await page.mouse.move(box.x + 160, box.y + 180, { steps: 4 });
    await page.mouse.up();
    const moved = await viewBox(page);
    const perPixel = near[2] / box.width;
    ok(Math.abs(moved[0] - near[0] - 40 * perPixel) < perPixel && Math.abs(moved[1] - near[1] - 20 * perPixel) < perPixel);
    await page.locator(FRAME).dblclick();
    deepEqual(await viewBox(page), whole);
  });

  it('keeps lines equally thin on the screen under zoom', async () => {
    const thickness = async () => {
      const line = (await page.locator('.patch-outline').boundingBox())!;
      const { data, info } = await sharp(
        await page.screenshot({ clip: { x: line.x - 8, y: line.y + line.height / 2, width: 16, height: 1 } }),
      )
        .raw()
        .toBuffer({ resolveWithObject: true });
      return Array.from({ length: 16 }, (_, i) => data[i * info.channels] - data[i * info.channels + 1] > 90).filter(Boolean).length;
    };
    const before = await thickness();
    await page.locator(FRAME).focus();
    await page.keyboard.press('p');
    const after = await thickness();
    ok(before >= 1 && before <= 3 && Math.abs(after - before) <= 1, `${before} and ${after} pixels`);
  });

  it('shows every grey by the linear map of window and level, to the rounding', async () => {
    // A part of the picture without lines, marker or focus ring.
    const box = await frameBox(page);
    const outline = (await page.locator('.patch-outline').boundingBox())!;
    const below = outline.y > box.y + box.height / 2;
    const clip = { x: Math.ceil(box.x) + 30, y: Math.round(below ? box.y + 100 : box.y + box.height - 230), width: 200, height: 130 };
    const plain = await greys(page, clip);
    await page.locator(FRAME).focus();
    for (let i = 0; i < 6; i++) await page.keyboard.press('[');
    for (let i = 0; i < 7; i++) await page.keyboard.press('{');
    const width = 1 / 1.1 ** 6;
    const level = 0.5 - 7 * 0.02;
    ok((await readout(page)).startsWith(`W ${width.toFixed(2)} L ${level.toFixed(2)}`));
    const shown = await greys(page, clip);
    let seen = 0;
    const map = (grey: number) => (grey / 255 / width + 0.5 - level / width) * 255;
    const inWindow = (i: number) => map(plain[i]) > 0 && map(plain[i]) < 255;
    const [across, down] = [clip.width, clip.height].map(Math.round);
    // Pictures are mapped before they are scaled, so that beside a grey that is cut the two orders differ.
    const whole = (i: number) => {
      for (let dy = -3; dy <= 3; dy++) for (let dx = -3; dx <= 3; dx++) if (!inWindow(i + dy * across + dx)) return false;
      return true;
    };
    for (let y = 3; y < down - 3; y++)
      for (let x = 3; x < across - 3; x++) {
        const i = y * across + x;
        if (!whole(i)) continue;
        const expected = map(plain[i]);
        const grey = plain[i];
        seen++;
        // A rounding of one grey grows with the slope.
        ok(Math.abs(shown[i] - expected) <= 1 + 1 / width, `grey ${grey} is shown as ${shown[i]}, not ${expected}`);
      }
    ok(seen > plain.length / 4, `${seen} of ${plain.length} greys lie in the window`);
  });

  it('changes window and level with a right drag and with a Shift drag, keeps them with another view, resets them with R', async () => {
    const box = await frameBox(page);
    await page.mouse.move(box.x + 100, box.y + 100);
    await page.mouse.down({ button: 'right' });
    await page.mouse.move(box.x + 60, box.y + 140, { steps: 3 });
    await page.mouse.up({ button: 'right' });
    equal(await readout(page), 'W 0.90 L 0.60 · 1.0×');
    await page.keyboard.down('Shift');
    await page.mouse.down();
    await page.mouse.move(box.x + 20, box.y + 120, { steps: 3 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    equal(await readout(page), 'W 0.80 L 0.55 · 1.0×');
    await page.keyboard.press('p');
    ok((await readout(page)).endsWith('2.4×'));
    await page.locator('.patch').nth(9).focus();
    equal(await readout(page), 'W 0.80 L 0.55 · 1.0×');
    await page.locator('.patch').nth(0).focus();
    equal(await readout(page), 'W 0.80 L 0.55 · 1.0×');
    await page.keyboard.press('m');
    await page.keyboard.press('r');
    equal(await readout(page), 'W 1.00 L 0.50 · 1.0×');
  });

  it('is reached by M and left to its patch by Escape; the page keeps its own keys there', async () => {
    await page.locator('.patch').nth(6).focus();
    await page.keyboard.press('m');
    equal(await page.evaluate(() => document.activeElement?.id), 'mammogram-viewer');
    await page.keyboard.press('o');
    ok((await page.locator('.true-outline').count()) > 0);
    await page.keyboard.press('Escape');
    equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-current')), 'true');
  });

  it('tells those who hear the page where a row of key presses led, once', async () => {
    await page.locator(FRAME).focus();
    const heard = page.locator('.readout [aria-live="polite"]');
    for (let i = 0; i < 3; i++) await page.keyboard.press('+');
    equal((await heard.textContent())?.trim(), '');
    await page.getByText('Window 1.00, level 0.50, enlarged 2.0 times.').waitFor({ state: 'attached' });
  });

  it('names side and projection in words, and as a marker away from the chest wall', async () => {
    const unit = stage.mining.units[stage.mining.state.units[0].unit];
    for (const i of [0, 1]) {
      await page.locator('.patch').nth(i).focus();
      const { laterality, projection } = unit.views[unit.unit.patches[i].viewId];
      equal(await shownText(page.locator('.film-marker')), `${laterality?.charAt(0)} ${projection}`);
      const box = await frameBox(page);
      const marker = (await page.locator('.film-marker').boundingBox())!;
      equal(marker.x + marker.width / 2 > box.x + box.width / 2, laterality === 'LEFT');
    }
  });

  it('has the mammograms of its patches, and the pictures of the next unit, before they are asked for', async () => {
    await page.waitForLoadState('networkidle');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    for (const i of [31, 17, 9]) await page.locator('.patch').nth(i).hover();
    await page.keyboard.press('Alt+k');
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'unit_0037');
    await page.locator('.patch').nth(6).hover();
    // The unit after the next one may be on its way; what is shown was there.
    const shown = await page.locator('.patch, .frame').evaluateAll(() => [document.querySelector<HTMLImageElement>('.frame img')!.src]);
    const unit = stage.mining.units[stage.mining.state.units[1].unit].unit;
    const late = asked.filter((url) => shown.includes(url) || unit.patches.some((p) => url.endsWith(p.thumbnail)));
    deepEqual(late, []);
  });

  it('says so when a mammogram cannot be read, and shows the next one', async () => {
    await page.context().close();
    const withoutOne = async (opened: Page) => {
      await opened.route('**/views/**', (route) => (route.request().url().includes('A_105') ? route.abort() : route.continue()));
    };
    // On a page of its own: one that is loaded again may have the picture from the first time.
    ({ page } = await openSurvey(stage, { prepare: withoutOne }));
    await page.waitForSelector('.patch canvas');
    const unit = stage.mining.units[stage.mining.state.units[0].unit].unit;
    await page
      .locator('.patch')
      .nth(unit.patches.findIndex((p) => p.viewId.includes('A_105')))
      .focus();
    await page.getByText('could not be read').waitFor();
    await page.keyboard.press('ArrowRight');
    equal(await page.getByText('could not be read').count(), 0);
    equal(await page.locator('.frame img').isVisible(), true);
  });

  it('says so also when it fails before the page has come to draw it', async () => {
    await page.context().close();
    const slow = async (opened: Page) => {
      await opened.route('**/views/**', (route) => (route.request().url().includes('A_105') ? route.abort() : route.continue()));
      await opened.addInitScript(() => {
        // What the page does after it is drawn comes late, as on a busy machine.
        const soon = window.setTimeout.bind(window);
        window.setTimeout = ((work: () => void, ms = 0) => soon(work, ms < 100 ? 400 : ms)) as typeof window.setTimeout;
        window.requestAnimationFrame = (draw) => soon(() => draw(performance.now()), 400);
      });
    };
    ({ page } = await openSurvey(stage, { prepare: slow }));
    await page.waitForSelector('.patch canvas');
    const unit = stage.mining.units[stage.mining.state.units[0].unit].unit;
    const at = unit.patches.findIndex((p) => p.viewId.includes('A_105'));
    // There and back and there: a failure that was seen once must not hide the next one.
    for (const i of [at, at + 1, at]) {
      await page.locator('.patch').nth(i).focus();
      await page.waitForTimeout(200);
    }
    await page.getByText('could not be read').waitFor({ timeout: 5000 });
  });

  it('asks for a mammogram again with growing pauses, and at once at a word of the reader', async () => {
    let tries = 0;
    let there = false;
    await page.route('**/views/**', (route) => {
      tries++;
      return there ? route.continue() : route.abort();
    });
    await page.reload();
    await page.getByText('could not be read').waitFor();
    const first = tries;
    // The pauses are half a second, one, two and four seconds: in the last one nothing comes by itself.
    await page.waitForTimeout(4200);
    ok(tries > first, 'it was asked for again');
    there = true;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.frame img').waitFor({ timeout: 1500 });
    equal(await page.getByText('could not be read').count(), 0);
  });
});

describe('mammogram viewer in other looks', function () {
  this.timeout(30000);
  let stage: Stage;

  before(async () => {
    stage = await sharedStage();
  });

  for (const theme of ['dark', 'light', 'high-contrast'] as const)
    it(`has no serious accessibility problem in the ${theme} theme, focused and zoomed, on either page`, async () => {
      for (const open of [openSurvey, openUnitPage]) {
        const { page, problems } = await open(stage, { theme, width: theme === 'light' ? 420 : 1280 });
        await page.waitForSelector('.patch canvas');
        await page.keyboard.press('m');
        await page.keyboard.press('p');
        await page.keyboard.press('[');
        deepEqual(await seriousViolations(page), []);
        ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
        deepEqual(problems, []);
        await page.context().close();
      }
    });

  it('fits at twice the size, and moves nothing of itself where motion is not wanted', async () => {
    const { page } = await openSurvey(stage, { width: 640, height: 430 });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.waitForSelector('.patch canvas');
    await page.getByLabel('64', { exact: true }).check({ force: true });
    ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    const moving = await page.evaluate(
      () => [...document.querySelectorAll('*')].filter((e) => getComputedStyle(e).transitionDuration !== '0s').length,
    );
    equal(moving, 0);
    deepEqual(await seriousViolations(page), []);
    await page.context().close();
  });
});
