/** The table of units (paper, Figure 3): which rows it has, what its pictures dim, and that words stay words in all three forms. */
import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { escapeXml } from '../../../src/explanation/svgText';
import { SHADE } from '../../../src/protocol/segmentation';
import { quietTask } from '../../../src/protocol/task';
import { namingBy } from '../../../src/units/naming';
import { drawSegmented } from '../../../src/units/segmented';
import { type UnitTableRequest, unitTable } from '../../../src/units/table';
import { tableFragment, tableHtml } from '../../../src/units/tableHtml';
import { tableMarkdown } from '../../../src/units/tableMarkdown';
import { tableSvg } from '../../../src/units/tableSvg';
import { answer, answers, concepts, first, GREY, manifest, mined, miningFolder, second, third } from './wing';

const NASTY = '<img src=x onerror=alert(1)> | [a](http://b) `c` & "d" *e*';

describe('the table of units', () => {
  let dir: string;
  before(async () => {
    dir = await miningFolder();
  });
  after(() => rm(dir, { recursive: true }));
  const table = (change: Partial<UnitTableRequest> = {}) =>
    unitTable({
      run: 'run-001',
      manifest,
      dir,
      mined,
      naming: namingBy(answers, concepts),
      units: 'annotated',
      patches: 4,
      task: quietTask(),
      ...change,
    });

  it('has a row for every unit that an expert named, and for every unit when asked, in survey order', async () => {
    deepEqual(
      (await table()).rows.map(({ unit }) => unit),
      [first],
    );
    deepEqual(
      (await table({ units: 'all' })).rows.map(({ unit }) => unit),
      [second, first, third],
    );
  });

  it('says category, words, and a concept that reaches the bar alone', async () => {
    const [measured, named, unnamed] = (await table({ units: 'all' })).rows;
    deepEqual([named.categories, named.concept], [['Mass'], undefined]);
    deepEqual(measured.concept, { concept: 'SPICULATED', iou: 0.07 });
    deepEqual([unnamed.annotations, unnamed.concept], [[], undefined]);
  });

  it('draws the patches asked for, no more than there are', async () => {
    equal((await table({ patches: 3 })).rows[0].patches.length, 3);
    equal((await table({ patches: 99 })).rows[0].patches.length, 5);
  });

  it('refuses to write a table without rows, and says what to do', async () => {
    await rejects(table({ naming: namingBy([], concepts) }), /none of them annotated.*Annotate Units.*--all/);
  });

  it('goes on without a picture that is missing or leads out of the folder, with a warning', async () => {
    const warnings: string[] = [];
    const task = { ...quietTask(), log: (_: string, message: string) => void warnings.push(message) };
    const [a, b, ...others] = mined[first].patches;
    const patches = [{ ...a, thumbnail: 'thumbnails/none.jpg' }, { ...b, thumbnail: '../../etc/passwd' }, ...others];
    const { rows } = await table({ mined: { ...mined, [first]: { ...mined[first], patches } }, task });
    deepEqual(
      rows[0].patches.map(({ jpeg }) => jpeg !== undefined),
      [false, false, true, true],
    );
    ok(warnings.some((w) => /leads out of this folder/.test(w)) && warnings.some((w) => /ENOENT/.test(w)), warnings.join('\n'));
    for (const text of [tableFragment({ run: 'r', manifest, rows }), tableMarkdown({ run: 'r', manifest, rows }, 'units').text])
      ok(text.includes('missing'));
  });

  it('stops when it is cancelled', async () => {
    const task = { ...quietTask(), signal: AbortSignal.abort(new Error('stopped')) };
    await rejects(table({ task }), /stopped/);
  });

  it('dims a patch outside its mask, where the placement of the cells puts it', async () => {
    const side = 40;
    const { data } = await sharp(await drawSegmented(dir, mined[first], mined[first].patches[0], side))
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const at = (x: number) => data[20 * side + x];
    // Cells are centred at 0, 10, 20, 30: the activation 4 falls to the threshold 0.8 at 8 pixels.
    for (const x of [0, 3, 6]) ok(Math.abs(at(x) - GREY) < 8, `${x}: ${at(x)}`);
    for (const x of [10, 20, 39]) ok(Math.abs(at(x) - GREY * (1 - SHADE)) < 8, `${x}: ${at(x)}`);
  });

  it('writes words as words: markup in an annotation is no markup in HTML, SVG or Markdown', async () => {
    const nasty = await table({ run: NASTY, naming: namingBy([answer(first, NASTY, NASTY)], undefined) });
    for (const text of [tableHtml(nasty), tableSvg(nasty), tableMarkdown(nasty, 'units').text]) ok(!/<img src=x/.test(text));
    ok(tableHtml(nasty).includes(escapeXml(NASTY)));
    const { text } = tableMarkdown(nasty, 'units');
    const row = text.split('\n').find((line) => line.startsWith('| unit'))!;
    equal(row.match(/\|/g)?.length, 5, row);
    ok(!/\[a\]\(/.test(text) && !text.includes('`c`'));
  });

  it('keeps every picture of the Markdown beside it, under a name of its own', async () => {
    const { text, pictures } = tableMarkdown(await table({ units: 'all' }), 'units');
    equal(pictures.size, 12);
    for (const file of pictures.keys()) {
      equal(path.dirname(file), 'units');
      ok(text.includes(`](${file})`), file);
    }
  });

  it('names the experts only where several speak', async () => {
    match(tableFragment(await table()), /malignant, ann, bob/);
    ok(!tableFragment(await table({ naming: namingBy(answers.slice(0, 1), concepts) })).includes('ann'));
  });

  it('states its source and the research notice in every form', async () => {
    const all = await table();
    for (const text of [tableHtml(all), tableSvg(all).replaceAll(/<[^>]+>/g, ' '), tableMarkdown(all, 'units').text]) {
      match(text, /1 of 3 mined units/);
      match(text, /Research use only/);
    }
  });
});
