/** The evaluation page and its notebook output in a real browser, under a webview's content security policy. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { type ClassEvaluation, EVALUATION_MIME } from '../../../src/protocol/evaluation';
import type { ShownEvaluation } from '../../../src/protocol/evaluationPage';
import { seriousViolations } from './accessibility';
import { fakeEvaluation, shownEvaluation } from './fakeEvaluation';
import { openEvaluation, openOutput, type Stage, sharedStage, shownText } from './stage';

const choose = (page: Page, name: string) => page.getByRole('radio', { name, exact: true }).check();
const readouts = (page: Page) => page.locator('.dm-readouts dd').allInnerTexts();

describe('evaluation page', function () {
  this.timeout(30000);
  let stage: Stage;
  let shown: ShownEvaluation;
  before(async () => {
    stage = await sharedStage();
    shown = shownEvaluation();
  });

  it('shows the gravest class of patches first, with area, interval, curve, band, calibration and confusion', async () => {
    const { page, problems } = await openEvaluation(stage, { shown });
    const malignant = shown.evaluation.classes.malignant as ClassEvaluation;
    const main = await shownText(page.locator('.dm-summary .dm-main'));
    ok(main.includes(malignant.auc.toFixed(3)) && main.includes(malignant.interval!.low.toFixed(3)), main);
    equal(await page.locator('.dm-band').count(), 1);
    equal(await page.locator('.dm-curve-other').count(), 2);
    const cells = await page.locator('.dm-confusion td').evaluateAll((all) => all.map((td) => td.firstChild?.textContent));
    deepEqual(cells, shown.evaluation.confusion.flat().map(String));
    const counts = await page.locator('.dm-count-text').allTextContents();
    deepEqual(
      counts,
      malignant.calibration!.bins.map((b) => String(b.count)),
    );
    match(await shownText(page.locator('.dm-foot')), /Research use only; not a medical device\./);
    deepEqual(problems, []);
    await page.context().close();
  });

  it('switches level and class, and brings both back when the page is loaded again', async () => {
    const { page } = await openEvaluation(stage, { shown });
    await choose(page, 'Cases');
    await choose(page, 'Benign');
    const benign = shown.evaluation.case.classes.benign as ClassEvaluation;
    const figures = async () => shownText(page.locator('.dm-summary'));
    ok((await figures()).includes(benign.auc.toFixed(3)));
    await page.reload();
    ok((await figures()).includes(benign.auc.toFixed(3)));
    deepEqual(await page.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? 'null')), {
      project: '/p',
      run: 'run-001',
      part: 'test',
      looks: { level: 'case', className: 'benign' },
    });
    await page.context().close();
  });

  it('tells the operating point under the pointer, and moves it by keyboard', async () => {
    const { page } = await openEvaluation(stage, { shown });
    const { roc, negatives, positives } = shown.evaluation.classes.malignant as ClassEvaluation;
    const told = (index: number) => [
      (roc.thresholds![index] ?? 0).toPrecision(3),
      `${(100 * roc.tpr[index]).toFixed(1)} % ${Math.round(roc.tpr[index] * positives)} of ${positives}`,
      `${(100 * (1 - roc.fpr[index])).toFixed(1)} % ${Math.round((1 - roc.fpr[index]) * negatives)} of ${negatives}`,
    ];
    const box = (await page.locator('.dm-figure-roc .dm-plot').boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.98, box.y + 8);
    deepEqual(await readouts(page), told(roc.fpr.length - 1));
    const slider = page.getByLabel('Operating point');
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    deepEqual(await readouts(page), told(roc.fpr.length - 2));
    match((await slider.getAttribute('aria-valuetext')) ?? '', /^threshold .*, sensitivity .* %, specificity .* %$/);
    await page.keyboard.press('Home');
    equal((await readouts(page))[0], 'above all');
    await page.context().close();
  });

  it('draws every stratum with its counts, and says of those without an area or an interval why', async () => {
    const { page } = await openEvaluation(stage, { shown });
    const { breakdowns } = shown.evaluation.classes.malignant as ClassEvaluation;
    const strata = Object.values(breakdowns!).flatMap((s) => ('missing' in s ? [] : s));
    const rows = page.locator('.dm-forest tbody tr:has(.dm-lane)');
    equal(await rows.count(), strata.length + 1);
    const text = await shownText(page.locator('.dm-forest'));
    match(text, /there are no positives/);
    match(text, /all positives are of one case/);
    equal(await page.locator('.dm-dot').count(), strata.filter((s) => s.auc !== undefined).length + 1);
    await choose(page, 'Normal');
    match(await shownText(page.locator('.dm-forest')), /No finding stands for normal/);
    await page.context().close();
  });

  it('asks the host for the figure of the level that is shown, as picture or table', async () => {
    const { page } = await openEvaluation(stage, { shown });
    await choose(page, 'Views');
    await page.getByRole('button', { name: 'Copy roc-view.svg' }).click();
    await page.getByRole('status').getByText('Copied roc-view.svg.').waitFor();
    await page.getByRole('button', { name: 'Save breakdowns.csv' }).click();
    const asked = (await page.evaluate(() => window.postedHere)).filter((m) => m.type === 'take');
    deepEqual(asked, [
      { type: 'take', file: 'roc-view.svg', how: 'copy' },
      { type: 'take', file: 'breakdowns.csv', how: 'save' },
    ]);
    await page.context().close();
  });

  it('says that figures are of another network than the run uses by now, and offers to evaluate again', async () => {
    const { page } = await openEvaluation(stage, { shown: { ...shown, outdated: 'These figures are of epoch-03.onnx.' } });
    await page.getByText('These figures are of epoch-03.onnx.').waitFor();
    await page.getByRole('button', { name: 'Evaluate again' }).click();
    ok((await page.evaluate(() => window.postedHere)).some((m) => m.type === 'evaluate'));
    await page.context().close();
  });

  it('says why a class has no curve, and still shows what was decided', async () => {
    const { page } = await openEvaluation(stage, { shown: { ...shown, evaluation: fakeEvaluation({ without: true }) } });
    await page.getByText('No ROC curve: the test part has no malignant patch.').waitFor();
    equal(await page.locator('.dm-plot').count(), 0);
    equal(await page.locator('.dm-confusion').count(), 1);
    await page.context().close();
  });

  it('says why there is nothing to show, and what to do', async () => {
    const { page, problems } = await openEvaluation(stage, { unavailable: 'No evaluation here. Run deepminer evaluate first.' });
    await page.getByText('No evaluation here.').waitFor();
    await page.getByRole('button', { name: 'Evaluate' }).click();
    ok((await page.evaluate(() => window.postedHere)).some((m) => m.type === 'evaluate'));
    deepEqual(problems, []);
    await page.context().close();
    const damaged = { ...shown, evaluation: { ...shown.evaluation, confusion: 'gone' } } as unknown as ShownEvaluation;
    const other = await openEvaluation(stage, { shown: damaged });
    await other.page.getByText('The evaluation is damaged: confusion: found "gone", expected a list.').waitFor();
    await other.page.context().close();
  });

  it('goes to the other part, and back where that is not evaluated', async () => {
    const { page } = await openEvaluation(stage, { shown });
    // The page goes on to what the host says of that part.
    await page.getByRole('radio', { name: 'Hold-out' }).click();
    await page.getByText('The hold-out part is not evaluated.').waitFor();
    await page.getByRole('button', { name: 'Back to the test part' }).click();
    const asked = (await page.evaluate(() => window.postedHere)).filter((m) => m.type === 'part');
    deepEqual(asked, [
      { type: 'part', part: 'holdout' },
      { type: 'part', part: 'test' },
    ]);
    await page.context().close();
  });

  for (const theme of ['dark', 'light', 'high-contrast'] as const)
    it(`has no serious accessibility problem in the ${theme} theme, and fits a narrow editor`, async () => {
      const { page } = await openEvaluation(stage, { shown: { ...shown, outdated: 'These figures are old.' } }, { theme });
      await page.waitForSelector('.dm-evaluation');
      deepEqual(await seriousViolations(page), []);
      await page.context().close();
      const narrow = await openEvaluation(stage, { shown }, { theme, width: 340 });
      await narrow.page.waitForSelector('.dm-evaluation');
      deepEqual(await seriousViolations(narrow.page), []);
      ok(await narrow.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
      await narrow.page.context().close();
    });
});

describe('evaluation in a notebook', function () {
  this.timeout(30000);
  let stage: Stage;
  before(async () => {
    stage = await sharedStage();
  });
  const output = (text: string) => openOutput(stage, { mime: EVALUATION_MIME, text });

  it('is drawn as on the page, without its buttons, and remembers what is looked at', async () => {
    const evaluation = fakeEvaluation();
    const { page, problems } = await output(JSON.stringify(evaluation));
    equal(await page.locator('.dm-evaluation button').count(), 0);
    await choose(page, 'Views');
    await choose(page, 'Benign');
    await page.evaluate('renderer.disposeOutputItem()');
    await page.locator('#output > *').waitFor({ state: 'detached' });
    await page.evaluate('draw()');
    const benign = evaluation.view.classes.benign as ClassEvaluation;
    ok((await shownText(page.locator('.dm-summary'))).includes(benign.auc.toFixed(3)));
    deepEqual(problems, []);
    deepEqual(await seriousViolations(page), []);
    await page.context().close();
  });

  it('that is newer, damaged or no JSON is said to be', async () => {
    for (const [text, said] of [
      ['{"version":3}', 'made by a newer DeepMiner'],
      [JSON.stringify({ ...fakeEvaluation(), classNames: 7 }), 'classNames: found 7, expected a list'],
      ['{"version', 'not JSON'],
    ]) {
      const { page } = await output(text);
      ok((await shownText(page.getByRole('alert'))).includes(said), said);
      await page.context().close();
    }
  });
});
