/** The report: words that say what was compared with what, tables a spreadsheet reads, figures and page without script or style. */
import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { allFigures, figuresOf, svgOf } from '../../../src/faithfulness/report/figures';
import { onPaper, themed } from '../../../src/faithfulness/report/ink';
import { pageOf } from '../../../src/faithfulness/report/page';
import { scaleOf, tickText } from '../../../src/faithfulness/report/scale';
import { strongestUnits } from '../../../src/faithfulness/report/strongest';
import { tablesOf } from '../../../src/faithfulness/report/tables';
import { signed, textOf } from '../../../src/faithfulness/report/words';
import type { Ablation, CurveSummary, Pointing } from '../../../src/protocol/faithfulness';
import { CLASSES, exampleFaithfulness } from './example';

const f = exampleFaithfulness();
const ablation = f.ablation as Ablation;

describe('the words of a measurement', () => {
  it('name every comparison, its control and its limits', () => {
    const text = textOf(f);
    for (const words of [
      'all 12 annotated units',
      '12 other mined units',
      '12 of 116 units at random (range of 20 draws)',
      'deletion, deciding position: CAM 0.110',
      'tolerance 2 mm',
      '4 shown units had no finding of their category',
      '1 could not be read',
      'Research use only; not a medical device.',
    ])
      assert.ok(text.includes(words), words);
  });

  it('say why a part is missing', () => {
    const text = textOf(
      exampleFaithfulness({ curves: { missing: 'A reason.' }, pointing: { missing: 'Another.' }, ablation: { missing: 'A third.' } }),
    );
    for (const words of ['not measured. A reason.', 'not measured. Another.', 'not measured. A third.']) assert.ok(text.includes(words));
  });

  it('give a change its sign, and none to what rounds to nothing', () => {
    assert.deepEqual([signed(-0.0451), signed(0.0034), signed(-0.0001), signed(0)], ['−0.045', '+0.003', '0.000', '0.000']);
  });
});

describe('the tables of a measurement', () => {
  const tables = new Map(tablesOf(f));
  const rows = (part: 'ablation' | 'curves' | 'pointing') => parse(tables.get(part)!, { relax_column_count: true }) as string[][];

  it('hold every number that was measured', () => {
    // Three sets and forty units, three classes each.
    assert.equal(rows('ablation').length, 1 + 3 * (3 + 40));
    const row = rows('ablation').find((r) => r[0] === 'annotated' && r[2] === 'malignant')!;
    const { annotated } = ablation;
    assert.ok(!('missing' in annotated));
    const effect = annotated.classes['malignant'];
    assert.ok(!('missing' in effect));
    assert.deepEqual([row[3], row[4], row[5]].map(Number), [0.975, effect.auc, effect.change.value]);
    const curves = f.curves as CurveSummary;
    assert.equal(rows('curves').length, 1 + curves.perView.length * 2 * 2 * 3);
    assert.equal(rows('curves')[1].length, rows('curves')[0].length);
    assert.equal(rows('pointing').length, 1 + (f.pointing as Pointing).trials.length);
  });

  it('let no cell become a formula', () => {
    const unit = ablation.units[0].units[0];
    const [, table] = tablesOf(exampleFaithfulness({ names: { [unit]: '=HYPERLINK("http://x")' } }))[0];
    const own = (parse(table, { relax_column_count: true }) as string[][]).find((r) => r[0] === unit)!;
    assert.equal(own.at(-1), `'=HYPERLINK("http://x")`);
  });
});

describe('the figures of a measurement', () => {
  it('are drawn on paper without variables, and in a page in its colours', async () => {
    for (const [part, figure] of figuresOf(f, onPaper)) {
      const svg = svgOf(part, figure, onPaper);
      assert.ok(!svg.includes('var('));
      const { width, height } = await sharp(Buffer.from(svg)).metadata();
      assert.ok(width === 760 && height! > 100);
    }
    assert.match(allFigures(f, themed), /var\(--vscode-foreground/);
  });

  it('never hold a number that is none, also with single cases or a class that is missing', () => {
    const { annotated } = ablation;
    assert.ok(!('missing' in annotated));
    const bare = { ...annotated, classes: { ...annotated.classes, benign: { missing: 'No patch of this part is benign.' } } };
    const thin: Ablation = {
      ...ablation,
      intact: { ...ablation.intact, benign: { missing: 'No patch of this part is benign.' } },
      annotated: bare,
      otherMined: { missing: 'Every mined unit is annotated.' },
      random: { missing: 'More than half of all units are annotated.' },
      units: [],
    };
    for (const change of [{}, { ablation: thin }, { curves: { missing: 'x' } }, { ablation: { missing: 'x' } }]) {
      const svg = allFigures(exampleFaithfulness(change), themed);
      assert.ok(!/NaN|Infinity|undefined/.test(svg));
    }
    assert.match(pageOf(exampleFaithfulness({ ablation: thin })), /benign: No patch of this part is benign\./);
  });

  it('show the units first whose silence moves any class most', () => {
    const strongest = strongestUnits(ablation, 5);
    const strength = (u: (typeof strongest)[number]) =>
      Math.max(...CLASSES.map((name) => ('missing' in u.classes[name] ? 0 : Math.abs(u.classes[name].change.value))));
    const all = ablation.units.map(strength).sort((a, b) => b - a);
    assert.deepEqual(strongest.map(strength), all.slice(0, 5));
  });

  it('have round ticks that hold every value', () => {
    const scale = scaleOf(-0.067, 0.012, 0, 100, 3);
    assert.deepEqual(
      scale.ticks.map((t) => tickText(t, scale.ticks)),
      ['−0.05', '0.00'],
    );
    assert.ok(Math.abs(scale(-0.067)) < 1e-9 && Math.abs(scale(0.012) - 100) < 1e-9);
    assert.ok(Number.isFinite(scaleOf(0, 0, 0, 100)(0)));
  });
});

describe('the page of a measurement', () => {
  it('holds names as text, and neither script nor style nor address', () => {
    const page = pageOf(f);
    assert.ok(page.includes('&lt;b&gt;irregular&lt;/b&gt; mass &amp; &quot;spicules&quot;'));
    assert.ok(!/<script|<style|style=|javascript:|<b>|href=|src=/.test(page));
    assert.ok(page.includes('Research use only; not a medical device.'));
  });
});
