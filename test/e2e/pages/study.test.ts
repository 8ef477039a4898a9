/** The reader's page of a study in a real browser, under a webview's content security policy. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { StudyAnswer } from '../../../src/protocol/study';
import type { GivenCall } from '../../../src/protocol/studyPage';
import { seriousViolations } from './accessibility';
import { fakeStudy } from './fakeStudy';
import { openStudy, type Stage, sharedStage, shownText } from './stage';

/** A folder to put screenshots in, to be looked at. */
const shots = process.env.SCREENSHOTS;

describe('page of a reader study', function () {
  this.timeout(60_000);
  let stage: Stage;
  before(async () => {
    stage = await sharedStage();
  });

  const press = async (page: Page, ...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const saved = (page: Page, n: number) => page.locator('.study-header [role="status"]', { hasText: new RegExp(`^${n} of`) }).waitFor();
  const begin = async (page: Page) => {
    await page.getByRole('button', { name: 'Begin' }).waitFor();
    await press(page, 'Enter');
    await page.locator('.unit-words').waitFor();
  };
  const calls = (page: Page): Promise<GivenCall[]> =>
    page.evaluate(() => window.studyPosted.flatMap((m) => (m.type === 'call' ? [m.answer] : [])));
  const keptCalls = (page: Page): Promise<StudyAnswer[]> => page.evaluate(() => JSON.parse(sessionStorage.getItem('calls') ?? '[]'));

  it('says what is asked, shows one case’s words and no other, and sends call and confidence by two keys and a moment', async () => {
    const staged = await fakeStudy();
    const { page, problems } = await openStudy(stage, staged);
    match(await shownText(page.locator('main')), /4 cases, words alone/);
    await begin(page);
    const [first, second] = staged.state.items;
    deepEqual(
      await page.locator('.unit-words .names').allInnerTexts(),
      staged.state.cases[first.case].map((names) => names.join(' or ')),
    );
    await press(page, 'm', '4');
    await page.getByText('Goes in a moment').waitFor();
    equal((await calls(page)).length, 0);
    await saved(page, 1);
    const [{ seconds, ...call }] = await calls(page);
    deepEqual(call, { study: staged.state.study, ...first, call: 'malignant', confidence: 4 });
    ok(seconds > 0.5 && seconds < 30, String(seconds));
    equal(await page.evaluate(() => document.activeElement?.textContent), 'Case 2 of 4');
    const { names } = { names: staged.state.cases[second.case] };
    deepEqual(
      await page.locator('.unit-words .names').allInnerTexts(),
      names.map((n) => n.join(' or ')),
    );
    deepEqual(problems, []);
    await page.context().close();
  });

  it('lets a slip be mended before it is sent: another key in its place, Escape to take all back', async () => {
    const { page } = await openStudy(stage, await fakeStudy());
    await begin(page);
    await press(page, 'm', '5', 'Escape');
    equal(await page.locator('.pick[aria-pressed="true"]').count(), 0);
    await page.waitForTimeout(1500);
    equal((await calls(page)).length, 0);
    await press(page, 'm', '5', 'b', '2', 'Enter');
    await saved(page, 1);
    deepEqual(
      (await calls(page)).map((c) => [c.call, c.confidence]),
      [['benign', 2]],
    );
    await page.context().close();
  });

  it('waits for Enter where the reader likes that better', async () => {
    const { page } = await openStudy(stage, await fakeStudy());
    await page.getByLabel(/Send each call by Enter alone/).check();
    await page.getByRole('button', { name: 'Begin' }).click();
    await press(page, 'b', '3');
    await page.getByText('Enter sends').waitFor();
    await page.waitForTimeout(1500);
    equal((await calls(page)).length, 0);
    await press(page, 'Enter');
    await saved(page, 1);
    await page.context().close();
  });

  it('goes on to no other case before a call is on the disk, and sends it again until it is', async () => {
    const { page } = await openStudy(stage, { ...(await fakeStudy()), holds: true });
    await begin(page);
    await press(page, 'b', '1', 'Enter');
    await page.evaluate(() => window.settleCall({ failure: 'The disk is full.' }));
    match(await shownText(page.getByRole('alert')), /Your call \(benign, 1\) is not saved\. The disk is full\./);
    equal(await shownText(page.locator('h1')), 'Case 1 of 4');
    // Nothing else is chosen meanwhile.
    await press(page, 'm', '5');
    equal(await page.locator('.call[aria-pressed="true"]').textContent(), 'Benign B');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.waitForFunction(() => window.studyPosted.filter((m) => m.type === 'call').length === 2);
    await page.evaluate(() => window.settleCall());
    await saved(page, 1);
    equal(await page.getByRole('alert').count(), 0);
    const [before, after] = await calls(page);
    deepEqual(after, before);
    await page.context().close();
  });

  it('tries by itself, and doubles no call that arrived though its acknowledgement did not', async () => {
    const { page } = await openStudy(stage, { ...(await fakeStudy()), holds: true });
    await begin(page);
    await press(page, 'b', '1', 'Enter');
    await page.evaluate(() => window.settleCall({ lost: true, failure: 'The process ended.' }));
    await page.getByText('The process ended.').waitFor();
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Case 2 of 4', undefined, { timeout: 8000 });
    equal((await calls(page)).length, 1);
    equal((await keptCalls(page)).length, 1);
    await page.context().close();
  });

  it('brings a call back that was under way when the page was reloaded, and one in the making with its time', async () => {
    const { page } = await openStudy(stage, { ...(await fakeStudy()), holds: true });
    await begin(page);
    await press(page, 'm', '2', 'Enter');
    await page.reload();
    await page.waitForFunction(() => window.studyPosted.some((m) => m.type === 'call'));
    await page.evaluate(() => window.settleCall());
    await page.getByText('Welcome back: 1 of 4 saved').waitFor();
    await page.getByRole('button', { name: 'Go on with case 2' }).waitFor();
    await press(page, 'Enter', 'b');
    await page.waitForTimeout(1100);
    await press(page, '3', 'Escape', 'b');
    await page.reload();
    await page.getByRole('button', { name: 'Go on with case 2' }).click();
    equal(await page.locator('.call[aria-pressed="true"]').textContent(), 'Benign B');
    await press(page, '3', 'Enter');
    await page.waitForFunction(() => window.studyPosted.some((m) => m.type === 'call'));
    const [call] = await calls(page);
    ok(call.seconds >= 1, `${call.seconds} s of both sittings`);
    await page.context().close();
  });

  it('hides the case and stops its clock while it is paused, also when the page is out of sight', async () => {
    const { page } = await openStudy(stage, await fakeStudy());
    await begin(page);
    await press(page, 'm', '4', 'p');
    await page.getByRole('heading', { name: 'Paused' }).waitFor();
    equal(await page.locator('.unit-words').count(), 0);
    await page.waitForTimeout(2000);
    equal((await calls(page)).length, 0);
    await press(page, 'p');
    // What a pause came upon is sent by the reader's own hand.
    await page.getByText('Enter sends').waitFor();
    await page.waitForTimeout(1400);
    equal((await calls(page)).length, 0);
    await press(page, 'Enter');
    await saved(page, 1);
    ok((await calls(page))[0].seconds < 3);
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    match(await shownText(page.locator('main')), /out of sight/);
    deepEqual(await seriousViolations(page), []);
    await page.context().close();
  });

  it('goes back to no case that was called, unless the study allows it', async () => {
    const { page } = await openStudy(stage, await fakeStudy());
    await begin(page);
    await press(page, 'b', '5', 'Enter');
    await saved(page, 1);
    await press(page, 'ArrowLeft');
    equal(await shownText(page.locator('h1')), 'Case 2 of 4');
    equal(await page.getByLabel('Case before').count(), 0);
    await page.context().close();
  });

  it('goes back where it is allowed: the call stands there, is left by looking on, and replaced by another', async () => {
    const { page } = await openStudy(stage, await fakeStudy({ goBack: true }));
    await begin(page);
    await press(page, 'b', '5', 'Enter');
    await saved(page, 1);
    await press(page, 'ArrowLeft');
    await page.getByRole('heading', { name: 'Case 1 of 4' }).waitFor();
    equal(await page.locator('.call[aria-pressed="true"]').textContent(), 'Benign B');
    await press(page, 'ArrowRight');
    await page.getByRole('heading', { name: 'Case 2 of 4' }).waitFor();
    equal((await calls(page)).length, 1);
    await press(page, 'ArrowLeft', 'm', 'Enter');
    await page.waitForFunction(() => window.studyPosted.filter((m) => m.type === 'call').length === 2);
    const [first] = await calls(page);
    const kept = await keptCalls(page);
    deepEqual(
      kept.map((a) => [a.call, a.confidence, a.replaces]),
      [['malignant', 5, ['line-0']]],
    );
    ok(kept[0].seconds >= first.seconds);
    await page.context().close();
  });

  it('says what changes between two conditions, and shows and hides by keys where each unit responds', async () => {
    const staged = await fakeStudy({ cases: 2, conditions: ['words', 'picture'] });
    const { page, problems } = await openStudy(stage, staged);
    await begin(page);
    for (const n of [1, 2]) {
      await press(page, 'b', '1', 'Enter');
      if (n < 2) await saved(page, n);
    }
    await page.getByRole('heading', { name: 'Part 2 of 2: words with picture' }).waitFor();
    deepEqual(await seriousViolations(page), []);
    await press(page, 'Enter');
    await page.locator('.case-view img').waitFor();
    const drawn = () =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('.case-view canvas');
        const bytes = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        return Array.from(bytes).filter((value, i) => i % 4 === 3 && value > 0).length;
      });
    await page.waitForFunction(() => document.querySelector<HTMLCanvasElement>('.case-view canvas')?.width === 300);
    const all = await drawn();
    ok(all > 500, String(all));
    await press(page, 'w');
    await page.waitForFunction(() => document.querySelectorAll('.unit-toggle[aria-pressed="false"]').length === 1);
    const two = await drawn();
    ok(two < all && two > 0, `${two} of ${all}`);
    await press(page, 'o');
    await page.waitForFunction(() => document.querySelectorAll('.unit-toggle[aria-pressed="true"]').length === 3);
    await press(page, 'o');
    await page.waitForFunction(() => document.querySelectorAll('.unit-toggle[aria-pressed="false"]').length === 3);
    equal(await drawn(), 0);
    for (const n of [3, 4]) {
      await press(page, 'm', '5', 'Enter');
      if (n < 4) await saved(page, n);
    }
    await page.getByRole('heading', { name: 'That was the last case. Thank you.' }).waitFor();
    deepEqual(
      (await calls(page)).map((c) => [c.case, c.condition]),
      staged.state.items.map((item) => [item.case, item.condition]),
    );
    deepEqual(problems, []);
    await page.context().close();
  });

  it('takes no call on a case whose picture is not there, and says why', async () => {
    const staged = await fakeStudy({ cases: 2, conditions: ['picture'] });
    const missing = staged.state.items[0].case;
    const { page } = await openStudy(stage, { ...staged, pictures: {} });
    await page.getByRole('button', { name: 'Begin' }).waitFor();
    await press(page, 'Enter');
    match(await shownText(page.getByRole('alert')), /could not be read\. The file is not there\./);
    await press(page, 'b', '3', 'Enter');
    equal((await calls(page)).length, 0);
    await page.evaluate(([id, picture]) => window.sayToStudy({ type: 'picture', case: id, picture }), [
      missing,
      staged.pictures[missing],
    ] as const);
    await page.locator('.case-view img').waitFor();
    await press(page, 'b', '3', 'Enter');
    await saved(page, 1);
    await page.context().close();
  });

  it('says why a study cannot be read, and what its log has lost', async () => {
    const staged = await fakeStudy({ problems: ['ada.jsonl:3 was cut off and left out.'] });
    const none = await openStudy(stage, { ...staged, unavailable: 'The plan was changed after it was made.' });
    match(await shownText(none.page.getByRole('alert')), /The plan was changed/);
    deepEqual(await seriousViolations(none.page), []);
    await none.page.context().close();
    const { page } = await openStudy(stage, staged);
    await page.getByText('ada.jsonl:3 was cut off').waitFor();
    await page.getByRole('button', { name: 'Put away' }).click();
    equal(await page.getByText('ada.jsonl:3 was cut off').count(), 0);
    await page.context().close();
  });

  for (const theme of ['dark', 'light', 'high-contrast'] as const)
    it(`has no serious accessibility problem in the ${theme} theme, and fits a narrow editor`, async () => {
      for (const [size, width, height] of [
        ['wide', 1280, 860],
        ['narrow', 420, 800],
      ] as const) {
        const staged = await fakeStudy({ cases: 2, conditions: ['picture'], goBack: true });
        const { page } = await openStudy(stage, staged, { theme, width, height });
        const look = async (state: string) => {
          deepEqual(await seriousViolations(page), [], `${state}, ${size}`);
          ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `${state}: no sideways scrolling`);
          if (shots) await page.screenshot({ path: `${shots}/study-${state}-${theme}-${size}.png` });
        };
        await page.getByRole('button', { name: 'Begin' }).waitFor();
        await look('start');
        await press(page, 'Enter');
        await page.locator('.case-view img').waitFor();
        await look('case');
        await page.locator('summary').click();
        await look('keys');
        await press(page, 'm', '3');
        await look('chosen');
        await page.context().close();
      }
    });
});
