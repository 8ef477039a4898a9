/** The part of an explanation that tells what is known beside the image, in a real browser. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { readOutput } from '../../../notebook-renderers/explanation/reading';
import { EXPLANATION_MIME, type Explanation } from '../../../src/protocol/explanation';
import { seriousViolations } from './accessibility';
import { openOutput, type Stage, sharedStage, shownText } from './stage';

const parts = (malignant: number) => ({ normal: -0.75 * malignant, benign: -0.25 * malignant, malignant });

/** The stage's explanation by a network that takes features: two known ones for and against, one missing, one of a strange category. */
function withFeatures(explanation: Explanation): Explanation {
  const features = [
    { name: 'risk_score', value: '2.36', present: true, attention: 0.52, share: 0.84, contributions: parts(0.84) },
    { name: 'age', value: '71', present: true, attention: 0.2, share: -0.12, contributions: parts(-0.12) },
    { name: 'BMI', present: false, attention: 0, share: 0, contributions: parts(0) },
    { name: 'hormone_therapy', value: 'transdermal', present: false, attention: 0, share: 0, contributions: parts(0) },
  ];
  const none = { attention: 0.28, share: 0.05 };
  const { value, ...logit } = explanation.logit;
  return { ...explanation, auxiliary: { features, none }, logit: { ...logit, value: value + 0.84 - 0.12 + 0.05 } };
}

describe('features beside the image', function () {
  this.timeout(30000);
  let stage: Stage;
  let explanation: Explanation;
  before(async () => {
    stage = await sharedStage();
    explanation = withFeatures(stage.explanation);
  });

  it('are shown with value, part of the logit and attention, and those that are missing by name', async () => {
    const { page, problems } = await openOutput(stage, { text: JSON.stringify(explanation) });
    const rows = await page.locator('.dm-features tbody tr').allInnerTexts();
    deepEqual(
      rows.map((row) => row.split(/\s*\t\s*/).filter(Boolean)),
      [
        ['Risk score 2.36', '+0.84', '52 %'],
        ['Age 71', '−0.12', '20 %'],
        ['No feature', '+0.05', '28 %'],
      ],
    );
    const text = await shownText(page.locator('.dm-figures'));
    ok(text.includes('Missing: BMI') && text.includes('Not known to the network: Hormone therapy transdermal'), text);
    deepEqual(problems, []);
    await page.context().close();
  });

  it('stand in the sum of the logit, to the last digit shown', async () => {
    const { page } = await openOutput(stage, { text: JSON.stringify(explanation) });
    const rows = await page.locator('.dm-figures .dm-numbers').nth(1).locator('tr').allInnerTexts();
    ok(
      rows.some((row) => /Beside the image\s+\+0\.77/.test(row)),
      rows.join('; '),
    );
    const numbers = rows.map((row) => Number(/[+−][\d.]+\s*$/.exec(row)![0].replace('−', '-')));
    const logit = numbers.pop()!;
    ok(Math.abs(numbers.reduce((sum, v) => sum + v, 0) - logit) < 0.011, rows.join('; '));
    await page.context().close();
  });

  it('are not spoken of where the network takes none', async () => {
    const { page } = await openOutput(stage, {});
    equal(await page.locator('.dm-features').count(), 0);
    ok(!(await shownText(page.locator('.dm-figures'))).includes('Beside the image'));
    await page.context().close();
  });

  it('that are damaged are said to be', () => {
    const damaged = structuredClone(explanation) as { auxiliary: { features: { share: unknown }[] } };
    damaged.auxiliary.features[1].share = 'much';
    const reading = readOutput(EXPLANATION_MIME, JSON.stringify(damaged));
    ok(
      reading.kind === 'unreadable' && /auxiliary\.features\[?\.?1\]?\.share: found "much"/.test(reading.problem.detail),
      JSON.stringify(reading),
    );
  });

  for (const theme of ['dark', 'light', 'high-contrast'] as const)
    it(`have no serious accessibility problem in the ${theme} theme, and fit in a narrow notebook`, async () => {
      const { page } = await openOutput(stage, { text: JSON.stringify(explanation) }, { theme, width: 420 });
      deepEqual(await seriousViolations(page), []);
      ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
      await page.context().close();
    });
});
