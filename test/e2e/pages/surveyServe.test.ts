/** The survey outside VS Code: `deepminer survey serve` as it is run, in a real browser; what it acknowledged is on the disk whatever happens. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { AnnotationStore } from '../../../src/annotation/store';
import { seriousViolations } from './accessibility';
import { type MinedProject, minedProject } from './minedProject';
import { freePort, Served } from './served';
import { type Stage, sharedStage, shownText } from './stage';

const EXPERT = 'Dr. Ada Example';
/** A folder to put screenshots in, to be looked at. */
const shots = process.env.SCREENSHOTS;

describe('the survey outside VS Code', function () {
  this.timeout(60_000);
  let stage: Stage;
  let project: MinedProject;
  let port: number;
  let served: Served;
  let context: BrowserContext;
  let page: Page;
  const problems: string[] = [];

  const start = async (more: string[] = []): Promise<string> => {
    served = new Served('survey', project.dir, port, more);
    return served.address();
  };
  const logged = async () => {
    const answers = await (await AnnotationStore.open(path.join(project.dir, 'annotations'))).answers(EXPERT);
    return answers.map((a) => [a.unit, a.phenomena[0]?.description]);
  };
  const openPage = async (colorScheme: 'dark' | 'light' = 'dark', viewport = { width: 1280, height: 860 }) => {
    context = await stage.browser.newContext({ viewport, colorScheme });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(String(error)));
  };
  const describeUnit = async (description: string) => {
    await page.locator('#recognizable input[value="yes"]').check();
    await page.locator('#several input[value="one"]').check();
    await page.getByLabel('Describe the phenomenon').fill(description);
    await page.locator('#association-0 input[value="benign"]').check();
  };

  before(async () => {
    stage = await sharedStage();
  });
  beforeEach(async () => {
    problems.length = 0;
    project = await minedProject();
    port = await freePort();
    await openPage();
  });
  afterEach(async () => {
    await context.close();
    await served.end('SIGKILL');
    await rm(project.dir, { recursive: true, force: true, maxRetries: 5 });
  });

  it('asks for a name, takes answers to two units and has them in the log; a strict policy has no complaint', async () => {
    await page.goto(await start());
    equal(new URL(page.url()).pathname + new URL(page.url()).search, '/');
    deepEqual(await seriousViolations(page), []);
    if (shots) await page.screenshot({ path: path.join(shots, 'served-name.png') });
    await page.getByLabel('Your name').fill(EXPERT);
    await page.getByRole('button', { name: 'Open the survey' }).click();
    await page.locator('.patch canvas').first().waitFor();
    deepEqual(await seriousViolations(page), []);
    // There is no VS Code that could.
    equal(await page.getByRole('button', { name: 'Explain this view' }).count(), 0);
    equal((await page.locator('.keys').textContent())?.includes('explain'), false);
    await page.keyboard.press('e');
    for (const words of ['edge of mass', 'dense tissue']) {
      const unit = await shownText(page.locator('#unit-name'));
      await describeUnit(words);
      await page.keyboard.press('Alt+n');
      await page.getByText(`${unit} saved`).waitFor();
    }
    match(await shownText(page.locator('.progress label')), /^2 of 5 done/);
    deepEqual(await logged(), [
      ['unit_0004', 'edge of mass'],
      ['unit_0037', 'dense tissue'],
    ]);
    equal(
      (await page
        .locator('.mammogram img')
        .first()
        .evaluate((img: HTMLImageElement) => img.naturalWidth)) > 0,
      true,
    );
    deepEqual(problems, []);
    equal(await served.end('SIGINT'), 0);
    match(served.said, /Every answer that was shown as saved is on the disk/);
  });

  it('tells what to do when its address was used, and the terminal gives another at Enter', async () => {
    const address = await start(['--expert', EXPERT]);
    await page.goto(address);
    await page.locator('.patch canvas').first().waitFor();
    const other = await stage.browser.newContext();
    const stranger = await other.newPage();
    await stranger.goto(address);
    match(await shownText(stranger.locator('main')), /opens nothing any more.*press Enter/s);
    deepEqual(await seriousViolations(stranger), []);
    await stranger.goto(await served.anotherAddress());
    await stranger.locator('.patch canvas').first().waitFor();
    await other.close();
  });

  it('loses nothing when it is killed: the page says so, keeps the answer, and saves it when the server is back', async () => {
    await page.goto(await start(['--expert', EXPERT]));
    await page.locator('.patch canvas').first().waitFor();
    await describeUnit('saved before');
    await page.keyboard.press('Alt+n');
    await page.getByText('unit_0004 saved').waitFor();
    equal(await served.end('SIGKILL'), 'SIGKILL');
    deepEqual(await logged(), [['unit_0004', 'saved before']]);

    await describeUnit('given while nobody listened');
    await page.keyboard.press('Alt+n');
    const alert = page.getByRole('alert').filter({ hasText: 'unit_0037 is not saved' });
    match(await shownText(alert), /cannot be reached.*deepminer survey serve/s);

    // Started anew it knows no browser: the page says that too, until it has come in by the new address.
    const address = await start(['--expert', EXPERT]);
    await alert.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('press Enter, and open the address').first().waitFor();
    const again = await context.newPage();
    await again.goto(address);
    await again.locator('.patch canvas').first().waitFor();
    await again.close();
    await alert.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('unit_0037 saved').waitFor();
    deepEqual(await logged(), [
      ['unit_0004', 'saved before'],
      ['unit_0037', 'given while nobody listened'],
    ]);
    equal(await page.getByRole('alert').count(), 0);
    // Its patches were asked for while nobody listened.
    await page.keyboard.press('Alt+k');
    await page.locator('.patch canvas').first().waitFor();
    equal(await page.getByText('could not be read').count(), 0);
  });

  it('has pictures that could not be had by and by, without a word of the reader; their buttons say what they show until then', async () => {
    await page.route('**/mining/**', (route) => route.abort());
    await page.goto(await start(['--expert', EXPERT]));
    await page.getByText('picture missing').first().waitFor();
    for (const patch of await page.locator('.patch').all()) {
      const name = (await patch.getAttribute('aria-label')) ?? '';
      const written = (await patch.textContent()) ?? '';
      ok(written !== '' && name.includes(written), `${name} does not say ${written}`);
    }
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    deepEqual(await seriousViolations(page), []);
    if (shots) await page.screenshot({ path: path.join(shots, 'served-no-pictures.png') });
    await page.unroute('**/mining/**');
    await page.locator('.patch canvas').first().waitFor();
    await page.locator('.mammogram img').waitFor();
    await page.getByText('picture missing').first().waitFor({ state: 'detached' });
    equal((await page.locator('.patch').first().getAttribute('aria-label'))?.includes('missing'), false);
  });

  it('shows no pictures of units that were mined again beside those before: it says so, and opens them when asked', async () => {
    await page.goto(await start(['--expert', EXPERT]));
    await page.locator('.patch canvas').first().waitFor();
    await page.waitForLoadState('networkidle');
    const results = path.join(project.dir, 'runs', 'run-001', 'mining');
    const [before] = await readdir(results);
    await cp(path.join(results, before), path.join(results, 'c'.repeat(16)), { recursive: true });
    await writeFile(path.join(results, 'c'.repeat(16), 'made.json'), JSON.stringify({ createdAt: '2031-01-02' }));
    const manifest = path.join(results, 'c'.repeat(16), 'manifest.json');
    await writeFile(manifest, JSON.stringify({ ...JSON.parse(await readFile(manifest, 'utf8')), hash: 'c'.repeat(64) }));
    await page.keyboard.press('Alt+k');
    await page.getByText('The units were mined again.').waitFor();
    equal((await page.locator('.patch canvas').count()) > 0, true);
    deepEqual(await seriousViolations(page), []);
    await page.keyboard.press('Alt+k');
    await page.getByText('The patches are of the new result.').waitFor();
    if (shots) await page.screenshot({ path: path.join(shots, 'served-mined-again.png') });
    await page.getByRole('button', { name: 'Open anew' }).click();
    await page.locator('.patch canvas').first().waitFor();
    equal(await page.getByText('The units were mined again.').count(), 0);
    const [newest] = await Promise.all([page.waitForResponse((r) => r.url().endsWith('/message')), page.keyboard.press('Alt+k')]);
    equal(JSON.parse(newest.request().postData() ?? '{}').message.mining, 'c'.repeat(64));
  });

  it('brings an unfinished draft back after the browser was closed and the server killed', async () => {
    await page.goto(await start(['--expert', EXPERT]));
    await page.locator('.patch canvas').first().waitFor();
    await page.locator('#recognizable input[value="yes"]').check();
    await page.getByLabel('Describe the phenomenon').fill('half a thou');
    const state = await context.storageState();
    await served.end('SIGKILL');
    await context.close();
    context = await stage.browser.newContext({ storageState: state });
    page = await context.newPage();
    await page.goto(await start(['--expert', EXPERT]));
    await page.locator('.patch canvas').first().waitFor();
    equal(await page.getByLabel('Describe the phenomenon').inputValue(), 'half a thou');
    equal(existsSync(path.join(project.dir, 'annotations')), false);
  });

  it('takes no answer of one expert for another’s, and no answer for a decision: a page left open says so', async () => {
    await page.goto(await start(['--expert', EXPERT]));
    await page.locator('.patch canvas').first().waitFor();
    await describeUnit('Ada’s words');
    await served.end('SIGKILL');
    const other = await context.newPage();
    await other.goto(await start(['--expert', 'Dr. Ng']));
    await other.locator('.patch canvas').first().waitFor();
    await page.keyboard.press('Alt+n');
    match(await shownText(page.getByRole('alert')), /now offers Dr\. Ng another survey than this page shows/);
    const store = await AnnotationStore.open(path.join(project.dir, 'annotations'));
    deepEqual(await store.answers(), []);
    await served.end('SIGKILL');
    await other.goto(await start(['--expert', EXPERT, '--mode', 'consensus']));
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('alert').filter({ hasText: 'another survey' }).waitFor();
    equal(existsSync(path.join(project.dir, 'annotations', 'consensus')), false);
  });

  for (const scheme of ['light', 'dark'] as const)
    it(`is drawn in a ${scheme} theme of its own, readable to everybody, wide and narrow`, async () => {
      await context.close();
      await openPage(scheme);
      await page.goto(await start(['--expert', EXPERT]));
      await page.locator('.patch canvas').first().waitFor();
      for (const [name, width, height] of [
        ['wide', 1280, 860],
        ['narrow', 420, 800],
      ] as const) {
        await page.setViewportSize({ width, height });
        deepEqual(await seriousViolations(page), []);
        ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `${name}: no sideways scrolling`);
        if (shots) await page.screenshot({ path: path.join(shots, `served-${scheme}-${name}.png`) });
      }
      const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      equal(background, scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(31, 31, 31)');
    });
});
