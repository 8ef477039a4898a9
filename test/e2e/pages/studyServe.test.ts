/** A reader study outside VS Code: `deepminer study serve` as it is run, in a real browser; a call that counted as saved is on the disk whatever happens. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { StudyStore } from '../../../src/study/store';
import { SECRETS } from '../../unit/study/made';
import { type StudyOnDisk, studyOnDisk } from '../../unit/study/onDisk';
import { seriousViolations } from './accessibility';
import { freePort, Served } from './served';
import { type Stage, sharedStage, shownText } from './stage';

/** A folder to put screenshots in, to be looked at. */
const shots = process.env.SCREENSHOTS;

describe('a reader study outside VS Code', function () {
  this.timeout(60_000);
  let stage: Stage;
  let disk: StudyOnDisk;
  let port: number;
  let served: Served;
  let context: BrowserContext;
  let page: Page;
  const heard: string[] = [];
  const problems: string[] = [];

  const start = (more: string[] = []): Promise<string> => {
    served = new Served('study', disk.project, port, more);
    return served.address();
  };
  const logged = async () => {
    const store = await StudyStore.open(path.join(disk.project, 'studies', 'autumn'));
    return (await store.standing('Dr. Ada Example')).map((a) => [a.case, a.condition, a.call, a.confidence]);
  };
  const openPage = async (colorScheme: 'dark' | 'light' = 'dark') => {
    context = await stage.browser.newContext({ viewport: { width: 1280, height: 860 }, colorScheme });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on(
      'response',
      (response) =>
        void response.text().then(
          (text) => heard.push(text),
          () => undefined,
        ),
    );
  };
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const begin = async () => {
    await page.locator('.onward button').waitFor();
    await press('Enter');
    await page.locator('.unit-words').waitFor();
  };

  before(async () => {
    stage = await sharedStage();
  });
  beforeEach(async () => {
    heard.length = 0;
    problems.length = 0;
    disk = await studyOnDisk('autumn');
    port = await freePort();
    await openPage();
  });
  afterEach(async () => {
    await context.close();
    await served.end('SIGKILL');
    await rm(disk.project, { recursive: true, force: true });
  });

  it('asks for a name, is read to its end by keys, and has told the browser nothing of the key', async () => {
    await page.goto(await start());
    await page.getByLabel('Your name').fill('Dr. Ada Example');
    await page.getByRole('button', { name: 'Open the study' }).click();
    await begin();
    await press('m', '4', 'Enter');
    await page.getByText('1 of 4 saved').waitFor();
    await press('b', '1', 'Enter');
    await page.getByRole('heading', { name: /Part 2 of 2/ }).waitFor();
    await press('Enter');
    await page.locator('.case-view img').waitFor();
    await press('m', '5', 'Enter');
    await page.getByText('3 of 4 saved').waitFor();
    await press('b', '2', 'Enter');
    await page.getByRole('heading', { name: /Thank you/ }).waitFor();
    const order = await logged();
    equal(order.length, 4);
    deepEqual(order.map(([, condition]) => condition).sort(), ['picture', 'picture', 'words', 'words']);
    ok(heard.length > 8);
    for (const secret of [...SECRETS, 'unit_0004', 'truth', '0.7654321', 'study-keys'])
      for (const text of heard) ok(!text.includes(secret), `${secret} in ${text.slice(0, 200)}`);
    deepEqual(problems, []);
    equal(await served.end('SIGINT'), 0);
    match(served.said, /The study is closed\./);
  });

  it('keeps a call while the server is away, and saves it once when it is back', async () => {
    await page.goto(await start(['--reader', 'Dr. Ada Example', '--study', 'autumn']));
    await begin();
    await press('m', '4', 'Enter');
    await page.getByText('1 of 4 saved').waitFor();
    equal(await served.end('SIGKILL'), 'SIGKILL');
    equal((await logged()).length, 1);
    await press('b', '2', 'Enter');
    match(await shownText(page.getByRole('alert')), /not saved\. The study’s server cannot be reached.*deepminer study serve/s);
    const address = await start(['--reader', 'Dr. Ada Example']);
    // Started anew it knows no browser, until this one has come in by the new address.
    const again = await context.newPage();
    await again.goto(address);
    await again.getByText('Welcome back').waitFor();
    await again.close();
    await page.getByRole('heading', { name: /Part 2 of 2/ }).waitFor();
    deepEqual((await logged()).map(([, , call, confidence]) => [call, confidence]).sort(), [
      ['benign', 2],
      ['malignant', 4],
    ]);
    equal(await page.getByRole('alert').count(), 0);
  });

  it('says in the terminal which study is meant, or that there is none', async () => {
    served = new Served('study', disk.project, port, ['--study', 'spring']);
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const end = Date.now() + 10_000; Date.now() < end && !/no study spring/.test(served.said); )
      await new Promise((resolve) => setTimeout(resolve, 50));
    match(served.said, /found no study spring; expected one of autumn/);
  });

  for (const scheme of ['light', 'dark'] as const)
    it(`is drawn in a ${scheme} theme of its own, readable to everybody`, async () => {
      await context.close();
      await openPage(scheme);
      await page.goto(await start(['--reader', 'Dr. Ada Example']));
      await page.locator('.onward button').waitFor();
      deepEqual(await seriousViolations(page), []);
      if (shots) await page.screenshot({ path: path.join(shots, `study-served-start-${scheme}.png`) });
      await press('Enter', 'm');
      await page.locator('.call[aria-pressed="true"]').waitFor();
      deepEqual(await seriousViolations(page), []);
      if (shots) await page.screenshot({ path: path.join(shots, `study-served-case-${scheme}.png`) });
    });
});
