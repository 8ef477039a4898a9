/** Similar views and the figures of a unit as notebook outputs, in a real browser. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { readOutput } from '../../../notebook-renderers/units/reading';
import { RESEARCH_NOTICE } from '../../../src/protocol/explanation';
import { UNIT_MIME } from '../../../src/protocol/mining';
import { SIMILAR_MIME, type SimilarViews } from '../../../src/protocol/similar';
import { unitId, unitIndex } from '../../../src/protocol/unit';
import { seriousViolations } from './accessibility';
import { openOutput, type Stage, sharedStage, shownText } from './stage';

const [named, unnamed] = [3, 58].map((i) => unitId(unitIndex(i)));

function similar(stage: Stage): SimilarViews {
  const { view } = stage.explanation;
  const picture = (viewId: string) => ({
    viewId,
    width: view.width,
    height: view.height,
    picture: view.picture,
    outlines: stage.explanation.findings.map((f) => ({ points: f.boundary, className: 'malignant' })),
  });
  const ids = ['A_1022_1.LEFT_CC', 'A_1023_1.LEFT_MLO', 'A_1024_1.RIGHT_CC'];
  return {
    version: 1,
    query: { viewId: 'A_1021_1.RIGHT_MLO', caseId: 'A_1021_1', label: 'malignant' },
    className: 'malignant',
    decided: true,
    topUnits: 8,
    views: ids.map((viewId, i) => ({
      viewId,
      caseId: viewId.slice(0, -8),
      label: i === 1 ? undefined : 'malignant',
      distance: 1.25 * (i + 1),
      cosine: 0.98 - i / 10,
      shared:
        i === 2
          ? []
          : [
              { unit: named, onQuery: 2.4, onView: 1.9 },
              { unit: unnamed, onQuery: 0.8, onView: 1.1 },
            ],
    })),
    compared: 64,
    sameCase: false,
    names: {
      [named]: [{ expert: 'reference', phenomena: [{ description: 'spiculated mass', association: 'malignant', terms: [] }] }],
      [unnamed]: [],
    },
    pictures: Object.fromEntries(['A_1021_1.RIGHT_MLO', ids[0], ids[2]].map((id) => [id, picture(id)])),
    source: { run: 'run-001', network: '5d1fe0c2a7b34c11', mining: '91ab33f0deadbeef' },
    notice: RESEARCH_NOTICE,
  };
}

describe('similar views in a notebook', function () {
  this.timeout(30000);
  let stage: Stage;
  before(async () => {
    stage = await sharedStage();
  });

  it('stand side by side, the query first, with distance, truth and the named units that lead both', async () => {
    const { page, problems } = await openOutput(stage, { mime: SIMILAR_MIME, text: JSON.stringify(similar(stage)) });
    equal(await page.locator('.dm-similar-views > li').count(), 4);
    const text = await shownText(page.locator('article'));
    for (const words of [
      'decided malignant',
      'nearest of 64 hold-out views of other cases',
      'Distance 1.25, cosine 0.98',
      'unit_0004 spiculated mass',
      '+2.40 query',
      'Truth unknown',
      'No unit among the 8 most influential of both',
      'picture missing',
      'Research use only',
    ])
      ok(text.includes(words), `${words} in ${text}`);
    deepEqual(problems, []);
    await page.context().close();
  });

  it('show or hide the true outlines', async () => {
    const { page } = await openOutput(stage, { mime: SIMILAR_MIME, text: JSON.stringify(similar(stage)) });
    equal(await page.locator('.dm-outline').count(), 3);
    await page.getByLabel('True outlines').uncheck();
    equal(await page.locator('.dm-outline').count(), 0);
    await page.context().close();
  });

  it('that are damaged are said to be, and nothing is fetched from elsewhere', () => {
    const whole = similar(stage);
    const damaged = { ...whole, views: [{ ...whole.views[0], distance: 'far' }] };
    const outside = { ...whole, pictures: { a: { ...Object.values(whole.pictures!)[0], picture: 'https://elsewhere.example/a.png' } } };
    for (const [value, expected] of [
      [damaged, /views\[0\]\.distance: found "far"/],
      [outside, /pictures\.a\.picture: found "https/],
    ] as const) {
      const reading = readOutput(SIMILAR_MIME, JSON.stringify(value));
      ok(reading.kind === 'unreadable' && expected.test(reading.problem.detail), JSON.stringify(reading).slice(0, 300));
    }
  });

  for (const theme of ['dark', 'light', 'high-contrast'] as const)
    it(`have no serious accessibility problem in the ${theme} theme, and fit in a narrow notebook`, async () => {
      const { page } = await openOutput(stage, { mime: SIMILAR_MIME, text: JSON.stringify(similar(stage)) }, { theme, width: 420 });
      deepEqual(await seriousViolations(page), []);
      ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
      await page.context().close();
    });
});

describe('a mined unit in a notebook', function () {
  this.timeout(30000);
  let stage: Stage;
  before(async () => {
    stage = await sharedStage();
  });
  const display = () => {
    const { views: _, ...known } = Object.values(stage.mining.details)[0];
    return { ...stage.mining.display, ...known };
  };

  it('has the figures of its page', async () => {
    const { page, problems } = await openOutput(stage, { mime: UNIT_MIME, text: JSON.stringify(display()) });
    const text = await shownText(page.locator('article'));
    for (const words of ['Activation by label', 'By class', '40 of 68', 'Measured concepts', '0.093']) ok(text.includes(words), words);
    deepEqual(problems, []);
    deepEqual(await seriousViolations(page), []);
    await page.context().close();
  });

  it('of an output made before there were figures is drawn without them', async () => {
    const { classes: _, concepts: _c, unrecognized: _u, ...older } = display();
    const { weights: _w, influence: _i, activations: _a, placement: _p, ...unit } = older.unit;
    const { page, problems } = await openOutput(stage, { mime: UNIT_MIME, text: JSON.stringify({ ...older, unit }) });
    equal(await page.locator('.dm-patches canvas').count(), 16);
    equal(await page.locator('.dm-unit-figures').count(), 0);
    deepEqual(problems, []);
    await page.context().close();
  });

  it('whose counts do not fit their edges is said to be damaged', () => {
    const whole = display();
    const activations = { edges: [0, 1, 2], counts: { benign: [1] } };
    const reading = readOutput(UNIT_MIME, JSON.stringify({ ...whole, unit: { ...whole.unit, activations } }));
    ok(reading.kind === 'unreadable' && /counts\.benign: found 1 bins, expected 2/.test(reading.problem.detail));
  });

  it('wraps at 420 px without sideways scrolling', async () => {
    const { page } = await openOutput(stage, { mime: UNIT_MIME, text: JSON.stringify(display()) }, { width: 420 });
    ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await page.context().close();
  });
});
