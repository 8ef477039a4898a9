/** The page of a survey's results in a real browser, under a webview's content security policy. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { SurveyResults } from '../../../src/protocol/surveyResults';
import { seriousViolations } from './accessibility';
import { fakeSurvey } from './fakeSurvey';
import { openSurveyResults, type Stage, sharedStage, shownText } from './stage';

const MANY = ['ada', 'bob', 'cyn', 'dan', 'eve', 'published', 'reference'];

describe('page of survey results', function () {
  this.timeout(30000);
  let stage: Stage;
  before(async () => {
    stage = await sharedStage();
  });

  it('says how many units are named, shows conflicts before all figures, and bears the notice', async () => {
    const results = fakeSurvey();
    const { page, problems } = await openSurveyResults(stage, { results });
    equal(await shownText(page.locator('h1')), `${results.named.units} of 60 named`);
    const order = (await page.locator('h2').allInnerTexts()).map((text) => text.trim().split(/\s/)[0]);
    deepEqual(order, ['1', 'Named', 'Agreement', 'Minutes', 'Answers']);
    match(await shownText(page.locator('.problems')), /dr-wu\.jsonl:14/);
    match(await shownText(page.locator('footer')), /Research use only; not a medical device\./);
    deepEqual(await page.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? 'null')), { project: '/p', run: 'run-001' });
    deepEqual(problems, []);
    await page.context().close();
  });

  it('gives every kappa with its interval, every class with its share, and minutes against outlining', async () => {
    const results = fakeSurvey();
    const { page } = await openSurveyResults(stage, { results });
    const kappa = results.agreement[1].all!;
    const text = await shownText(page.locator('.panels'));
    ok(text.includes(`${kappa.kappa!.toFixed(2)} ${kappa.interval!.low.toFixed(2)} to ${kappa.interval!.high.toFixed(2)}`), text);
    for (const c of results.classes) ok(text.includes(`${(100 * c.namedCoverage).toFixed(1)} / ${(100 * c.coverage).toFixed(1)} %`), text);
    match(text, /Outlining\s+1024/);
    match(text, /reference\s+\d+ units, not timed/);
    equal(await page.locator('.lane-dot').count(), 3 * 4);
    await page.context().close();
  });

  it('has a cell for every unit and expert, which says its words when pointed at', async () => {
    const results = fakeSurvey();
    const { page } = await openSurveyResults(stage, { results });
    await page.waitForSelector('.matrix');
    equal(await page.locator('.matrix tbody tr').count(), 60);
    equal(await page.locator('.matrix .answer').count(), 60 * 4);
    equal(
      (await page.locator('.chip-nothing').count()) - 1,
      results.units.flatMap((u) => u.answers).filter((a) => a.kind === 'not recognizable').length,
    );
    const row = results.units.findIndex((u) => u.answers.some((a) => a.expert === 'dr-zhou' && a.words));
    await page.locator(`[data-place="${row} 2"]`).hover();
    const answer = results.units[row].answers.find((a) => a.expert === 'dr-zhou')!;
    ok((await shownText(page.locator('.readout'))).includes(`${results.units[row].unit}, dr-zhou: `));
    ok((await shownText(page.locator('.readout'))).includes(answer.words));
    await page.context().close();
  });

  it('is walked with the arrow keys, and Enter opens the unit in the survey', async () => {
    const results = fakeSurvey();
    const { page } = await openSurveyResults(stage, { results });
    await page.locator('[data-place="0 0"]').focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowLeft']) await page.keyboard.press(key);
    ok((await shownText(page.locator('.readout'))).startsWith(`${results.units[1].unit}, dr-wu: `));
    equal(await page.locator('.matrix button[tabindex="0"]').count(), 1);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+End');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const opened = (await page.evaluate(() => window.askedHere)).filter((m) => m.type === 'open');
    deepEqual(
      opened.map((m) => m.type === 'open' && [m.unit, m.deciding]),
      [
        [results.units[1].unit, false],
        [results.units[59].unit, true],
      ],
    );
    await page.context().close();
  });

  it('asks for export and import, opens a conflict, and follows new answers', async () => {
    const { page } = await openSurveyResults(stage, { results: fakeSurvey() });
    await page.getByRole('button', { name: 'Export CSV…' }).click();
    await page.getByRole('button', { name: 'Import…' }).click();
    await page.locator('.conflicts button').click();
    deepEqual(
      (await page.evaluate(() => window.askedHere)).map((m) => m.type),
      ['ready', 'export', 'import', 'open'],
    );
    const calm = fakeSurvey({ calm: true });
    await page.evaluate((results) => window.sayHere({ type: 'state', project: '/p', results }), calm);
    await page.locator('.conflicts').waitFor({ state: 'detached' });
    await page.evaluate(() => window.sayHere({ type: 'failed', message: 'The disk is full.' }));
    equal(await shownText(page.getByRole('alert')), 'The disk is full.');
    await page.context().close();
  });

  it('says what to do where nobody has answered, and why where there is nothing to show', async () => {
    const { page } = await openSurveyResults(stage, { results: fakeSurvey({ experts: [], calm: true }) });
    equal(await shownText(page.locator('h1')), '0 of 60 named');
    await page.getByRole('button', { name: 'Annotate Units' }).click();
    equal((await page.evaluate(() => window.askedHere)).at(-1)?.type, 'open');
    await page.context().close();
    const none = await openSurveyResults(stage, { unavailable: 'Nothing is mined. Mine Units first.' });
    await none.page.getByText('Nothing is mined. Mine Units first.').waitFor();
    await none.page.context().close();
  });

  /** Enough rows to judge all by: axe looks at every cell. */
  const short = (results: SurveyResults): SurveyResults => ({ ...results, units: results.units.slice(0, 21) });

  for (const theme of ['dark', 'light', 'high-contrast'] as const)
    it(`has no serious accessibility problem in the ${theme} theme, with few experts or many, and fits a narrow editor`, async function () {
      this.timeout(90000);
      for (const [width, results] of [
        [1280, fakeSurvey()],
        [340, fakeSurvey({ experts: MANY })],
      ] as const) {
        const { page } = await openSurveyResults(stage, { results: short(results) }, { theme, width });
        await page.waitForSelector('.matrix');
        deepEqual(await seriousViolations(page), []);
        ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${theme} ${width}`);
        await page.context().close();
      }
    });
});
