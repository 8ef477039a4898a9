/** The page of a study's results and its notebook output in a real browser, under a webview's content security policy. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { STUDY_MIME, type StudyScore } from '../../../src/protocol/study';
import { resultAnswers } from '../../../src/protocol/studyWords';
import { fakeScore } from '../../unit/study/fakeScore';
import { seriousViolations } from './accessibility';
import { openOutput, openStudyResults, type Stage, sharedStage, shownText } from './stage';

const READERS = { ada: 0.8, bob: 0.72, cyn: 0.6 };
const paired = () => fakeScore({ readers: READERS, conditions: ['words', 'picture'], stopped: { cyn: 14 } });
const choose = (page: Page, name: string) => page.getByRole('radio', { name, exact: true }).check();
const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const answered = (score: StudyScore, text: string) =>
  ok(
    resultAnswers(score).every(({ said }) => text.includes(said)),
    text,
  );

describe('page of study results', function () {
  this.timeout(30000);
  let stage: Stage;
  before(async () => {
    stage = await sharedStage();
  });

  it('gives the answer of one reader in a sentence before every figure, with what so many answers could have shown', async () => {
    const score = fakeScore({ readers: { ada: 0.55 } });
    const { page, problems } = await openStudyResults(stage, { score });
    const text = await shownText(page.locator('.dm-answer'));
    answered(score, text);
    match(text, /at least 26 right were needed/);
    match(await shownText(panel(page, 'What a number of answers can show').locator('.dm-own')), /^40\s*here\s+26\s/);
    equal(await panel(page, 'Agreement of readers').count(), 0);
    equal(await panel(page, 'Words alone against words with picture').count(), 0);
    match(await shownText(page.locator('.dm-foot')), /Research use only; not a medical device\./);
    deepEqual(problems, []);
    await page.context().close();
  });

  it('draws every reader and all together with interval, p, area and kappa as the score has them', async () => {
    const score = fakeScore({ readers: READERS });
    const { page } = await openStudyResults(stage, { score });
    answered(score, await shownText(page.locator('.dm-answer')));
    const rows = panel(page, 'Right, by reader').locator('tbody tr');
    equal(await rows.count(), 4);
    const pooled = score.figures[3].accuracy;
    match(await shownText(rows.last()), new RegExp(`All readers ${pooled.right}/${pooled.of}\\s+${Math.round(100 * pooled.share!)} %`));
    const areas = await panel(page, 'ROC curves').locator('.dm-lane-value b').allInnerTexts();
    deepEqual(
      areas,
      score.figures.map((f) => f.roc!.auc.toFixed(3)),
    );
    equal(await panel(page, 'ROC curves').locator('.dm-curve-other').count(), 3);
    equal(await panel(page, 'Agreement of readers').locator('.lane-dot').count(), 4);
    match(await shownText(page.locator('.dm-warning')), /take all answers for independent/);
    await page.context().close();
  });

  it('shows the calls of the chosen reader, and brings the choice back when the page is loaded again', async () => {
    const score = fakeScore({ readers: READERS });
    const { page } = await openStudyResults(stage, { score });
    const cells = () =>
      panel(page, 'What was called what')
        .locator('.dm-confusion td')
        .evaluateAll((all) => all.map((td) => Number(td.firstChild?.textContent)));
    const counts = ({ confusion: { malignant, benign } }: StudyScore['figures'][number]) => [
      malignant.malignant,
      malignant.benign,
      benign.malignant,
      benign.benign,
    ];
    deepEqual(await cells(), counts(score.figures[3]));
    await choose(page, 'bob');
    deepEqual(await cells(), counts(score.figures[1]));
    await page.reload();
    await page.waitForSelector('.dm-study');
    deepEqual(await cells(), counts(score.figures[1]));
    const network = score.figures[1].byNetwork!;
    ok((await shownText(panel(page, 'Where readers were right'))).includes(`Was wrong ${network.wrong.right}/${network.wrong.of}`));
    await page.context().close();
  });

  it('compares both ways of reading by the table of McNemar’s test, and warns of a reader who stopped', async () => {
    const score = paired();
    const { page, problems } = await openStudyResults(stage, { score });
    answered(score, await shownText(page.locator('.dm-answer')));
    match(await shownText(page.locator('.dm-warning')), /^cyn answered 14 of 40 cases with words alone\./);
    const both = panel(page, 'Words alone against words with picture');
    const of = score.paired[3];
    const cells = await both.locator('.dm-confusion td').evaluateAll((all) => all.map((td) => Number(td.firstChild?.textContent)));
    deepEqual(cells, [of.bothRight, of.wordsOnly, of.pictureOnly, of.neither]);
    equal(await both.locator('.dm-slope, .dm-slope-chosen').count(), 4);
    match((await both.locator('svg').getAttribute('aria-label')) ?? '', /cyn from \d+ % to \d+ %/);
    await choose(page, 'Words with picture');
    equal(await panel(page, 'ROC curves').locator('.dm-curve-twin').count(), 1);
    deepEqual(problems, []);
    await page.context().close();
  });

  it('lists cases, filters those called wrongly, and is walked by keyboard', async () => {
    const score = fakeScore({ readers: READERS });
    const { page } = await openStudyResults(stage, { score });
    const ids = page.locator('.dm-case-id');
    equal(await ids.count(), 40);
    const wrong = score.cases.filter((c) => c.answers.some((a) => !a.right));
    equal(await page.locator('.dm-call-wrong').count(), score.cases.flatMap((c) => c.answers).filter((a) => !a.right).length);
    await page.getByRole('radio', { name: `Called wrongly (${wrong.length})` }).check();
    deepEqual(
      await ids.allInnerTexts(),
      wrong.map((c) => c.id),
    );
    equal(await page.locator('.dm-case-id[tabindex="0"]').count(), 1);
    await ids.first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const detail = await shownText(page.locator('.dm-case-more'));
    ok(detail.includes(`View ${wrong[1].viewId}`), detail);
    ok(
      wrong[1].answers.every((a) => detail.includes(`${a.reader}: ${a.call}, confidence ${a.confidence} of 5`)),
      detail,
    );
    await page.keyboard.press('End');
    equal(await page.evaluate(() => document.activeElement?.textContent), wrong[wrong.length - 1].id);
    await page.context().close();
  });

  it('shows a study of other files: no confidence, no network, no times, and many cases only when asked', async () => {
    const score = fakeScore({ readers: { reader: 0.6 }, cases: 330, ofFiles: true });
    const { page, problems } = await openStudyResults(stage, { score });
    match(await shownText(panel(page, 'ROC curves')), /confidences were not given/);
    equal(await panel(page, 'Time a case').count(), 0);
    equal(await page.locator('.dm-case-id').count(), 100);
    await page.getByRole('button', { name: 'Show all 330' }).click();
    equal(await page.locator('.dm-case-id').count(), 330);
    deepEqual(problems, []);
    await page.context().close();
  });

  it('says that nothing was read yet, or why nothing can be shown, and tries again', async () => {
    const { page } = await openStudyResults(stage, { score: fakeScore({ readers: {} }) });
    equal(await shownText(page.locator('.dm-answer')), 'No case has been read yet.');
    ok(await page.getByRole('button', { name: 'Export CSV…' }).isDisabled());
    equal(await page.locator('.dm-power').count(), 1);
    await page.context().close();
    const none = await openStudyResults(stage, { unavailable: 'The key is that of another study.' });
    await none.page.getByText('The key is that of another study.').waitFor();
    await none.page.getByRole('button', { name: 'Try again' }).click();
    deepEqual(
      (await none.page.evaluate(() => window.askedOfStudy)).map((m) => m.type),
      ['ready', 'refresh'],
    );
    await none.page.context().close();
    const damaged = { ...fakeScore(), figures: 'gone' } as unknown as StudyScore;
    const other = await openStudyResults(stage, { score: damaged });
    await other.page.getByText('The score is damaged: figures: found "gone", expected a list.').waitFor();
    await other.page.context().close();
  });

  it('asks for export and refresh, says where files are, and what went wrong', async () => {
    const { page } = await openStudyResults(stage, { score: fakeScore() });
    await page.getByRole('button', { name: 'Export JSON…' }).click();
    await page.getByText('Saved /out/score.json.').waitFor();
    await page.getByRole('button', { name: 'Export CSV…' }).click();
    await page.getByRole('button', { name: 'Refresh' }).click();
    deepEqual(await page.evaluate(() => window.askedOfStudy), [
      { type: 'ready' },
      { type: 'export', format: 'json' },
      { type: 'export', format: 'csv' },
      { type: 'refresh' },
    ]);
    await page.evaluate(() => window.sayOfStudy({ type: 'failed', message: 'The disk is full.' }));
    equal(await shownText(page.getByRole('alert')), 'The disk is full.');
    deepEqual(await page.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? 'null')), {
      project: '/p',
      study: 'first-reading',
      looks: { cases: 'all' },
    });
    await page.context().close();
  });

  for (const theme of ['dark', 'light', 'high-contrast'] as const)
    it(`has no serious accessibility problem in the ${theme} theme, whatever was read, and fits a narrow editor`, async function () {
      this.timeout(90000);
      const short = (score: StudyScore): StudyScore => ({ ...score, cases: score.cases.slice(0, 12) });
      for (const [width, score] of [
        [1280, short(paired())],
        [340, short(paired())],
        [340, short(fakeScore({ readers: READERS }))],
        [900, short(fakeScore())],
        [900, fakeScore({ readers: {} })],
      ] as const) {
        const { page } = await openStudyResults(stage, { score }, { theme, width });
        await page.waitForSelector('.dm-study');
        if (score.figures.length > 0) await page.locator('.dm-case-id').first().click();
        deepEqual(await seriousViolations(page), []);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        ok(wide <= 0, `${theme} ${width}: ${wide} pixels too wide`);
        await page.context().close();
      }
    });
});

describe('study in a notebook', function () {
  this.timeout(30000);
  let stage: Stage;
  before(async () => {
    stage = await sharedStage();
  });
  const output = (text: string, width?: number) => openOutput(stage, { mime: STUDY_MIME, text }, { width });

  it('is drawn as on the page, its cases folded away, without buttons, and remembers what is looked at', async () => {
    const score = fakeScore({ readers: READERS });
    const { page, problems } = await output(JSON.stringify(score));
    answered(score, await shownText(page.locator('.dm-answer')));
    equal(await page.locator('.dm-study button').count(), 0);
    await choose(page, 'bob');
    await page.evaluate('renderer.disposeOutputItem()');
    await page.locator('#output > *').waitFor({ state: 'detached' });
    await page.evaluate('draw()');
    match(await shownText(panel(page, 'What was called what').locator('header')), /bob/);
    await page.locator('summary').click();
    await page.waitForSelector('.dm-cases');
    equal(await page.locator('.dm-case-id').count(), 40);
    deepEqual(problems, []);
    deepEqual(await seriousViolations(page), []);
    await page.context().close();
  });

  it('fits a narrow notebook', async () => {
    const { page } = await output(JSON.stringify(paired()), 360);
    ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await page.context().close();
  });

  it('that is newer, damaged or no JSON is said to be', async () => {
    for (const [text, said] of [
      ['{"version":2}', 'made by a newer DeepMiner'],
      [JSON.stringify({ ...fakeScore(), warnings: 7 }), 'warnings: found 7, expected a list'],
      ['{"version', 'not JSON'],
    ]) {
      const { page } = await output(text);
      ok((await shownText(page.getByRole('alert'))).includes(said), said);
      await page.context().close();
    }
  });
});
