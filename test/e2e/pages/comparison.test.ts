/** Two explanations side by side in a notebook, in a real browser. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { COMPARISON_MIME, type Comparison } from '../../../src/protocol/comparison';
import type { Explanation } from '../../../src/protocol/explanation';
import { seriousViolations } from './accessibility';
import { openOutput, type Stage, sharedStage, shownText } from './stage';

describe('a comparison in a notebook', function () {
  this.timeout(30000);
  let stage: Stage;
  before(async () => {
    stage = await sharedStage();
  });

  /** The stage's explanation beside one that differs in what is given. */
  const beside = (of: Comparison['of'], change: Partial<Explanation>, warnings: string[] = []) => {
    const comparison: Comparison = {
      version: 1,
      of,
      explanations: [stage.explanation, { ...stage.explanation, ...change }],
      warnings,
      notice: stage.explanation.notice,
    };
    return { mime: COMPARISON_MIME, text: JSON.stringify(comparison) };
  };
  const classes = () => {
    const { logitMaps, evidence } = stage.explanation;
    return beside('classes', { explainedClass: 'benign', cam: logitMaps.benign, evidence: evidence.slice(1, 3) });
  };

  it('of two classes stands side by side, with the same looks, and one cursor in both', async () => {
    const { page, problems } = await openOutput(stage, classes());
    const sides = page.locator('.dm-side');
    await sides.nth(1).waitFor();
    const [left, right] = await sides.evaluateAll((all) => all.map((side) => side.getBoundingClientRect().toJSON()));
    ok(left.right <= right.left && left.top === right.top, JSON.stringify([left, right]));
    const tops = await page.locator('.dm-side .dm-panels').evaluateAll((all) => all.map((p) => p.getBoundingClientRect().top));
    equal(tops[0], tops[1]);
    const box = (await sides.nth(1).locator('.dm-frame').first().boundingBox())!;
    await page.mouse.move(box.x + box.width / 3, box.y + box.height / 3);
    equal(await page.locator('.dm-cursor').count(), 8 + 5);
    await page.getByLabel('Opacity').fill('20');
    deepEqual(
      [...new Set(await page.locator('.dm-side canvas').evaluateAll((all) => all.map((c) => (c as HTMLElement).style.opacity)))],
      ['0.2'],
    );
    deepEqual(problems, []);
    await page.context().close();
  });

  it('tells what differs, and which units are in both', async () => {
    const { page } = await openOutput(stage, classes());
    await page.locator('.dm-differs').first().waitFor();
    deepEqual(await page.locator('.dm-differs th').allTextContents(), ['Explained for']);
    const text = await shownText(page.locator('.dm-figures'));
    ok(/6 in both, 3 in one/.test(text), text);
    ok(/unit_0004 Irregular mass with spiculated margins\s+\+1\.84\s+–/.test(text), text);
    await page.context().close();
  });

  it('of two views has a cursor for each', async () => {
    const { page } = await openOutput(
      stage,
      beside('views', { viewId: 'A_1021_1.RIGHT_CC', decidedClass: 'benign' }, ['Not for one class.']),
    );
    await page.locator('.dm-side .dm-frame').nth(8).hover();
    equal(await page.locator('.dm-cursor').count(), 8);
    equal(await page.getByRole('note').textContent(), 'Not for one class.');
    await page.context().close();
  });

  it('of two networks says that their units are not the same', async () => {
    const source = { ...stage.explanation.source, network: 'ffff0000ffff0000', run: 'second' };
    const { page } = await openOutput(stage, beside('networks', { source }));
    await page.getByText('the same number is another unit').waitFor();
    deepEqual(await page.locator('.dm-side h3').allTextContents(), ['first', 'second']);
    await page.context().close();
  });

  it('that is damaged says in which of the two', async () => {
    const { page } = await openOutput(stage, beside('views', { scores: 'none' as unknown as Explanation['scores'] }));
    ok((await shownText(page.getByRole('alert'))).includes('explanations[1].scores: found "none", expected an object'));
    await page.context().close();
  });

  for (const theme of ['dark', 'light', 'high-contrast'] as const)
    it(`has no serious accessibility problem in the ${theme} theme, and stands one above the other in a narrow notebook`, async () => {
      const { page } = await openOutput(stage, classes(), { theme, width: 360 });
      await page.locator('.dm-side').nth(1).waitFor();
      const [left, right] = await page.locator('.dm-side').evaluateAll((all) => all.map((side) => side.getBoundingClientRect().toJSON()));
      ok(left.bottom <= right.top, JSON.stringify([left, right]));
      ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
      deepEqual(await seriousViolations(page), []);
      await page.context().close();
    });
});
