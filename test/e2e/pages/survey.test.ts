/** The survey page in a real browser, under a webview's content security policy. */
import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Answer } from '../../../src/protocol/annotation';
import type { SurveyToHost } from '../../../src/protocol/survey';
import { seriousViolations } from './accessibility';
import { openSurvey, type Stage, sharedStage, shownText } from './stage';

type Posted<T extends SurveyToHost['type']> = Extract<SurveyToHost, { type: T }>;

async function posted<T extends SurveyToHost['type']>(page: Page, type: T): Promise<Posted<T>[]> {
  const all = await page.evaluate(() => window.posted);
  return all.filter((m): m is Posted<T> => m.type === type);
}

function answerOf(
  stage: Stage,
  expert: string,
  description: string,
  id: string,
  association: 'benign' | 'malignant' = 'malignant',
): Answer {
  const { network, mining, units } = stage.mining.state;
  const said = { recognizable: true, several: false, phenomena: [{ description, association, terms: [] }] };
  return { unit: units[0].unit, expert, at: '2031-05-02T09:00:00.000Z', seconds: 20, network, mining, ...said, id };
}

const savedState = (page: Page) => shownText(page.locator('.saved-state'));
const done = (page: Page) => shownText(page.locator('.progress label'));

describe('survey page', function () {
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

  it('runs under a strict content security policy without a complaint', async () => {
    equal(await page.locator('.patch canvas').count(), 32);
    await page.locator('.patch').nth(3).hover();
    deepEqual(problems, []);
  });

  it('takes the answer to a unit from the keyboard alone and posts exactly that answer', async () => {
    await page.keyboard.press('1');
    await page.keyboard.press('3');
    await page.locator('#description-0').focus();
    await page.keyboard.type('Edge of mass with circumscribed margins');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Mass');
    for (let term = 0; term < 6; term++) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Alt+n');
    const [request] = await posted(page, 'answer');
    const { seconds, ...answer } = request.answer;
    ok(seconds >= 0 && seconds < 30, `${seconds} s`);
    deepEqual(answer, {
      unit: 'unit_0004',
      network: '5d1fe0c2a7b34c11',
      mining: '91ab33f0deadbeef',
      recognizable: true,
      several: false,
      phenomena: [
        { description: 'Edge of mass with circumscribed margins', association: 'benign', category: 'mass', terms: ['CIRCUMSCRIBED'] },
      ],
      replaces: [],
    });
    equal(await shownText(page.locator('h1')), 'unit_0037');
    equal(await page.evaluate(() => document.activeElement?.id), 'unit-name');
  });

  it('says saved, and counts the unit as done, only after the host acknowledged', async () => {
    await page.keyboard.press('2');
    equal(await savedState(page), 'Draft, not saved yet');
    await page.keyboard.press('Alt+n');
    equal(await savedState(page), 'Saving unit_0004…');
    equal(await done(page), '0 of 5 done');
    await page.evaluate(() => window.settle());
    await page.getByText('unit_0004 saved').waitFor();
    equal(await done(page), '1 of 5 done');
  });

  it('shows why an answer was not saved and sends it again when asked', async () => {
    await page.keyboard.press('2');
    await page.keyboard.press('Alt+n');
    await page.evaluate(() => window.settle('The disk is full: free some space.'));
    const alert = page.getByRole('alert');
    await alert.waitFor();
    ok((await shownText(alert)).includes('unit_0004 is not saved. The disk is full: free some space.'));
    await alert.getByRole('button', { name: 'Try again' }).click();
    const [refused, again] = await posted(page, 'answer');
    notEqual(again.id, refused.id);
    deepEqual(again.answer.unit, refused.answer.unit);
    equal(await page.getByRole('alert').count(), 0);
  });

  it('shows the mammogram of the patch under the pointer, the patch outlined in red where it lies', async () => {
    const unit = stage.mining.units[stage.mining.state.units[0].unit].unit;
    for (const i of [5, 12]) {
      await page.locator('.patch').nth(i).hover();
      const patch = unit.patches[i];
      const view = stage.mining.units[unit.unit].views[patch.viewId];
      equal(await page.locator('.mammogram img').getAttribute('src'), `${stage.address}/mining/${view.preview}`);
      const square = await page.locator('.patch-outline').evaluate((rect) => ({
        x: Number(rect.getAttribute('x')),
        y: Number(rect.getAttribute('y')),
        size: Number(rect.getAttribute('width')),
        stroke: getComputedStyle(rect).stroke,
        box: rect.closest('svg')?.getAttribute('viewBox'),
      }));
      deepEqual(square, { x: patch.x, y: patch.y, size: patch.size, stroke: 'rgb(255, 45, 45)', box: `0 0 ${view.width} ${view.height}` });
    }
  });

  it('brings a mammogram up by keyboard focus: arrows move along rows and columns', async () => {
    await page.locator('.patch').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    equal(
      await page.locator('.patch[aria-current]').getAttribute('aria-label'),
      await page.locator('.patch').nth(9).getAttribute('aria-label'),
    );
    equal(await page.locator('.patch[tabindex="0"]').count(), 1);
    ok((await shownText(page.locator('.enlarged dd').first())).startsWith('10'));
  });

  it('asks for an explanation of the view that is shown, by its button and by its key, not while words are typed', async () => {
    const { patches } = stage.mining.units[stage.mining.state.units[0].unit].unit;
    await page.locator('.patch').nth(3).click();
    await page.getByRole('button', { name: 'Explain this view' }).click();
    await page.locator('.patch').nth(4).click();
    await page.keyboard.press('e');
    await page.keyboard.press('1');
    await page.keyboard.press('3');
    await page.locator('#description-0').focus();
    await page.keyboard.press('e');
    equal(await page.locator('#description-0').inputValue(), 'e');
    deepEqual(
      await posted(page, 'explain'),
      [3, 4].map((i) => ({ type: 'explain', viewId: patches[i].viewId })),
    );
    ok((await page.locator('.keys').textContent())?.includes('explain the view'));
  });

  it('shows true outlines only when asked', async () => {
    equal(await page.locator('.true-outline').count(), 0);
    await page.keyboard.press('o');
    equal(await page.locator('.true-outline').count(), 1);
  });

  it('darkens a patch outside the mask, and shows it plain when asked', async () => {
    const darkness = () =>
      page
        .locator('.patch')
        .nth(2)
        .screenshot()
        .then((png) => png.length);
    const segmented = await darkness();
    await page.keyboard.press('d');
    const plain = await darkness();
    await page.keyboard.press('d');
    const heat = await darkness();
    equal(new Set([segmented, plain, heat]).size, 3);
  });

  it('stays at an incomplete answer, names what is missing and puts the focus there', async () => {
    await page.keyboard.press('1');
    await page.keyboard.press('3');
    await page.keyboard.press('Alt+n');
    equal(await shownText(page.locator('h1')), 'unit_0004');
    deepEqual(await page.locator('.gap').allInnerTexts(), [
      'Describe phenomenon 1 in a few words.',
      'Choose the association of phenomenon 1; “Unsure” is an answer.',
    ]);
    equal(await page.evaluate(() => document.activeElement?.id), 'description-0');
    equal((await posted(page, 'answer')).length, 0);
  });

  it('keeps a draft over a reload of the page', async () => {
    await page.keyboard.press('Alt+k');
    await page.keyboard.press('1');
    await page.locator('#description-0').fill('calcified vessels');
    await page.reload();
    await page.waitForSelector('.patch canvas');
    equal(await shownText(page.locator('h1')), 'unit_0037');
    equal(await page.locator('#description-0').inputValue(), 'calcified vessels');
  });

  it('describes several phenomena, each with its own questions, and sends them in order', async () => {
    await page.keyboard.press('1');
    await page.keyboard.press('4');
    for (const [i, words] of ['spiculation', 'vessels'].entries()) {
      await page.locator(`#description-${i}`).fill(words);
      await page.locator(`#association-${i}`).getByRole('radio', { name: 'Unsure' }).check();
    }
    await page.keyboard.press('Alt+n');
    const [{ answer }] = await posted(page, 'answer');
    equal(answer.several, true);
    deepEqual(
      answer.phenomena.map((p) => p.description),
      ['spiculation', 'vessels'],
    );
  });

  it('completes a description from the lexicon by keyboard, category and term with it', async () => {
    await page.keyboard.press('1');
    await page.keyboard.press('3');
    await page.locator('#description-0').focus();
    await page.keyboard.type('spic');
    await page.keyboard.press('ArrowDown');
    equal(await page.locator('#description-0').getAttribute('aria-activedescendant'), 'description-0-offer-0');
    await page.keyboard.press('Enter');
    equal(await page.locator('#description-0').inputValue(), 'mass with spiculated margins');
    equal(await page.locator('#category-0').inputValue(), 'mass');
    equal(await page.locator('input[value="SPICULATED"]').isChecked(), true);
    await page.keyboard.press('Control+z');
    equal(await page.locator('#description-0').inputValue(), 'spic');
    await page.keyboard.press('Control+Shift+Z');
    equal(await page.locator('#description-0').inputValue(), 'mass with spiculated margins');
  });

  it('puts phenomena into another order, and says how sure one is', async () => {
    await page.keyboard.press('1');
    await page.keyboard.press('4');
    for (const [i, words] of ['vessels', 'spiculation'].entries()) {
      await page.locator(`#description-${i}`).fill(words);
      await page.keyboard.press('Escape');
      await page.locator(`#association-${i}`).getByRole('radio', { name: 'Unsure' }).check();
    }
    await page.getByRole('button', { name: 'Move phenomenon 2 up' }).click();
    await page.locator('#confidence-0').getByRole('radio', { name: 'High' }).check();
    await page.keyboard.press('Alt+n');
    const [{ answer }] = await posted(page, 'answer');
    deepEqual(
      answer.phenomena.map((p) => [p.description, p.confidence]),
      [
        ['spiculation', 'high'],
        ['vessels', undefined],
      ],
    );
  });

  it('sends drafts to the disk a moment after they change, and takes them away when the answer is safe', async () => {
    await page.keyboard.press('2');
    await page.waitForFunction(() => window.posted.some((m) => m.type === 'draft'));
    deepEqual((await posted(page, 'draft'))[0].kept?.draft, { recognizable: false, phenomena: [] });
    await page.keyboard.press('Alt+n');
    await page.evaluate(() => window.settle());
    await page.waitForFunction(() => window.posted.some((m) => m.type === 'draft' && !m.kept));
    equal((await posted(page, 'draft')).at(-1)?.unit, 'unit_0004');
  });

  it('gives the answer of another unit again', async () => {
    await page.keyboard.press('1');
    await page.keyboard.press('3');
    await page.locator('#description-0').fill('calcified vessels');
    await page.keyboard.press('Escape');
    await page.locator('#association-0').getByRole('radio', { name: 'Benign' }).check();
    await page.keyboard.press('Alt+n');
    await page.evaluate(() => window.settle());
    await page.getByText('1 of 5 done').waitFor();
    await page.keyboard.press('Alt+s');
    equal(await page.evaluate(() => document.activeElement?.id), 'same-as');
    await page.locator('#same-as').selectOption('unit_0004');
    equal(await page.locator('#description-0').inputValue(), 'calcified vessels');
  });

  it('goes to the least annotated units first when asked', async () => {
    await page.getByLabel('Order of units').selectOption('least');
    const options = await page.getByLabel('Go to unit').locator('option').allInnerTexts();
    deepEqual(
      options.map((text) => Number(/(\d) expert/.exec(text)?.[1] ?? 0)),
      [0, 0, 1, 1, 2],
    );
    equal(await shownText(page.locator('h1')), 'unit_0004');
  });

  it('ends with what was named and where unanswered units are left', async () => {
    for (let i = 0; i < 4; i++) await page.keyboard.press('Alt+k');
    await page.keyboard.press('2');
    await page.keyboard.press('Alt+n');
    await page.evaluate(() => window.settle());
    await page.getByText('1 of 5 done').waitFor();
    ok((await shownText(page.locator('.finished'))).includes('4 of 5 units have no saved answer'));
    await page.getByRole('button', { name: 'Go to unit_0004' }).click();
    equal(await shownText(page.locator('h1')), 'unit_0004');
  });

  it('always states that it is for research', async () => {
    ok((await shownText(page.locator('footer'))).includes('Research use only; not a medical device.'));
  });
});

describe('survey page in other looks', function () {
  this.timeout(30000);
  let stage: Stage;

  before(async () => {
    stage = await sharedStage();
  });

  it('says what to do when nothing was mined', async () => {
    const empty = await openSurvey(stage, { empty: 'Run “DeepMiner: Mine Units” first.' });
    await empty.page.getByText('Run “DeepMiner: Mine Units” first.').waitFor();
    await empty.page.context().close();
  });

  it('shows two answers that do not know of each other as a conflict, and the next one takes the place of both', async () => {
    const rivals = [answerOf(stage, 'Dr. Example', 'spiculation', 'aaaaaaaa'), answerOf(stage, 'Dr. Example', 'vessels', 'bbbbbbbb')];
    const { page } = await openSurvey(stage, { state: { answers: rivals } });
    await page.waitForSelector('.patch canvas');
    await page.getByLabel('Go to unit').selectOption('unit_0004');
    const conflict = page.getByRole('region', { name: 'Conflict' });
    equal(await conflict.locator('article').count(), 2);
    await conflict.locator('article').first().getByRole('button', { name: /Take/ }).click();
    await page.keyboard.press('Alt+n');
    const [{ answer }] = await posted(page, 'answer');
    deepEqual([answer.phenomena[0].description, answer.replaces], ['spiculation', ['aaaaaaaa', 'bbbbbbbb']]);
    await page.context().close();
  });

  it('lets whoever decides take an expert’s answer, and begins where experts differ', async () => {
    const others = [answerOf(stage, 'Dr. Abel', 'spiculation', 'a1a1a1a1'), answerOf(stage, 'Dr. Berg', 'vessels', 'b1b1b1b1', 'benign')];
    const { page } = await openSurvey(stage, { state: { mode: 'consensus', othersAnswers: others } });
    await page.waitForSelector('.patch canvas');
    equal(await shownText(page.locator('h1')), 'unit_0004');
    ok((await shownText(page.locator('.standing'))).includes('They differ on the association with cancer.'));
    await page.getByRole('button', { name: 'Take this answer of Dr. Berg' }).click();
    await page.getByRole('button', { name: 'Add “spiculation”' }).click();
    equal(await page.locator('#description-0').inputValue(), 'vessels');
    equal(await page.locator('#description-1').inputValue(), 'spiculation');
    deepEqual(await seriousViolations(page), []);
    await page.context().close();
  });

  it('shows what was answered and takes nothing, by click or key, where it is there to be looked at', async () => {
    const looking = 'This folder is read-only here: answers are shown, and none is taken.';
    const others = [answerOf(stage, 'Dr. Abel', 'spiculation', 'a1a1a1a1')];
    for (const look of [{ theme: 'light' as const }, { theme: 'dark' as const, width: 420 }]) {
      const { page } = await openSurvey(stage, { ...look, state: { looking, expert: '', answers: [], othersAnswers: others } });
      await page.waitForSelector('.patch canvas');
      await page.getByText(looking).waitFor();
      ok((await shownText(page.locator('.standing-answer'))).includes('spiculation'));
      equal(await page.getByRole('button', { name: /Save|Skip|Take|Add/ }).count(), 0);
      deepEqual(await seriousViolations(page), []);
      const first = await shownText(page.locator('#unit-name'));
      for (const key of ['1', '3', 'Alt+a', 'Alt+k', 'Control+z']) await page.keyboard.press(key);
      equal(await shownText(page.locator('#unit-name')), first);
      await page.keyboard.press('Alt+n');
      await page.getByText('Nobody has answered yet').waitFor();
      notEqual(await shownText(page.locator('#unit-name')), first);
      deepEqual([...(await posted(page, 'answer')), ...(await posted(page, 'draft'))], []);
      await page.context().close();
    }
  });

  it('says what was found damaged in the logs until it is put away', async () => {
    const { page } = await openSurvey(stage, { state: { problems: ['ada.jsonl:3: an answer cut off while it was written'] } });
    await page.getByText('ada.jsonl:3').waitFor();
    await page.getByRole('button', { name: 'Put away' }).click();
    equal(await page.getByText('ada.jsonl:3').count(), 0);
    await page.context().close();
  });

  for (const theme of ['dark', 'light', 'high-contrast'] as const)
    it(`has no serious accessibility problem in the ${theme} theme`, async () => {
      const themed = await openSurvey(stage, { theme });
      await themed.page.waitForSelector('.patch canvas');
      await themed.page.keyboard.press('1');
      await themed.page.keyboard.press('4');
      await themed.page.locator('#category-0').selectOption('mass');
      await themed.page.keyboard.press('Alt+n');
      deepEqual(await seriousViolations(themed.page), []);
      await themed.page.context().close();
    });

  it('needs no sideways scrolling at 420 px', async () => {
    const narrow = await openSurvey(stage, { width: 420 });
    await narrow.page.waitForSelector('.patch canvas');
    await narrow.page.keyboard.press('1');
    ok(await narrow.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await narrow.page.context().close();
  });
});
