import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { checkMask, readMaskFile, sameProportions } from '../../../src/concepts/maskFile';
import { maskFolder } from '../../../src/concepts/maskFolder';
import type { View } from '../../../src/dataset/model';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask, type Task } from '../../../src/protocol/task';

const view = (id: string): View => ({
  id,
  caseId: id.split('.')[0],
  laterality: 'LEFT',
  projection: 'CC',
  file: `/nowhere/${id}.LJPEG`,
  width: 300,
  height: 500,
  bits: 12,
  findings: [],
});
const probed = [view('case1.LEFT_CC'), view('case2.LEFT_CC'), view('case3.LEFT_CC')];
const known = [...probed, view('case9.LEFT_CC')];

describe('a folder of masks', () => {
  let folder: string;
  let said: string[];
  let task: Task;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'mask-folder-'));
    said = [];
    task = { ...quietTask(), log: (level, message) => said.push(`${level} ${message}`) };
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function png(concept: string, name: string, width = 30, height = 50): Promise<string> {
    const file = path.join(folder, concept, name);
    await mkdir(path.dirname(file), { recursive: true });
    const data = new Uint8Array(width * height);
    data[1] = 1;
    await sharp(data, { raw: { width, height, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toFile(file);
    return file;
  }
  const opened = () => maskFolder(folder, { name: 'masks', probed, known, task });
  const warnings = () => said.filter((line) => line.startsWith('warn'));
  const refused = (code: string, words: RegExp) => (error: unknown) => {
    assert.ok(error instanceof ProblemError);
    assert.equal(error.problem.code, code);
    assert.match(error.message, words);
    return true;
  };

  it('has a folder a concept and a file a view; a view without a file has none of the concept', async () => {
    await png('SPICULATED', 'case1.LEFT_CC.png');
    await png('SPICULATED', 'case2.LEFT_CC.PNG', 300, 500);
    await png('dog ear', 'case2.LEFT_CC.png');
    await writeFile(path.join(folder, '.DS_Store'), '');
    await writeFile(path.join(folder, 'SPICULATED', '.DS_Store'), '');
    const source = await opened();
    assert.deepEqual(source.concepts, ['SPICULATED', 'dog ear']);
    assert.deepEqual(warnings(), []);
    assert.match(said.join(), /2 of 3 hold-out views have masks/);
    const names = await Promise.all(probed.map(async (v) => (await source.masks(v)).map((m) => m.concept)));
    assert.deepEqual(names, [['SPICULATED'], ['SPICULATED', 'dog ear'], []]);
    const mask = await (await source.masks(probed[0]))[0].read();
    assert.deepEqual([mask!.width, mask!.height, mask!.data.indexOf(1), mask!.data.lastIndexOf(1)], [30, 50, 1, 1]);
  });

  it('may lie behind a link', async () => {
    await png('elsewhere/OVAL', 'case1.LEFT_CC.png');
    const linked = path.join(folder, 'linked');
    await mkdir(linked);
    await symlink(path.join(folder, 'elsewhere', 'OVAL'), path.join(linked, 'ROUND'));
    const source = await maskFolder(linked, { name: 'masks', probed, known, task });
    assert.deepEqual(source.concepts, ['ROUND']);
  });

  it('names masks of unknown views, and says nothing of those of views that are not counted', async () => {
    await png('OVAL', 'case1.LEFT_CC.png');
    await png('OVAL', 'case9.LEFT_CC.png');
    await png('OVAL', 'case7.LEFT_CC.png');
    await writeFile(path.join(folder, 'OVAL', 'notes.txt'), 'mine');
    await writeFile(path.join(folder, 'lost.png'), '');
    await opened();
    assert.equal(warnings().length, 2);
    assert.match(warnings()[0], /no folder of a concept: lost\.png \(1 in /);
    assert.match(warnings()[1], /OVAL: found 2 files .*case7\.LEFT_CC\.png, notes\.txt.*expected PNG files named like views/);
  });

  it('leaves out a mask of other proportions or no PNG, whose view then says nothing of the concept', async () => {
    await png('OVAL', 'case1.LEFT_CC.png');
    await png('OVAL', 'case2.LEFT_CC.png', 50, 50);
    await writeFile(path.join(folder, 'OVAL', 'case3.LEFT_CC.png'), 'not a picture');
    await png('ROUND', 'case3.LEFT_CC.png', 500, 300);
    const source = await opened();
    assert.deepEqual(source.concepts, ['OVAL']);
    const all = warnings().join('\n');
    assert.match(all, /case2\.LEFT_CC\.png: found a mask of 50 x 50 pixels; expected the proportions of its view, which has 300 x 500/);
    assert.match(all, /OVAL.case3\.LEFT_CC\.png: found .*expected a whole PNG/);
    assert.match(all, /for want of a mask of any hold-out view: ROUND/);
    const read = async (v: View) => Promise.all((await source.masks(v)).map(async (m) => [m.concept, (await m.read()) !== undefined]));
    assert.deepEqual(await Promise.all(probed.map(read)), [[['OVAL', true]], [['OVAL', false]], [['OVAL', false]]]);
  });

  it('says of a file that is cut off, when it is read, that its view says nothing', async () => {
    const file = await png('OVAL', 'case1.LEFT_CC.png', 300, 500);
    const bytes = await sharp(file).png({ compressionLevel: 0 }).toBuffer();
    await writeFile(file, bytes.subarray(0, 2000));
    const source = await opened();
    assert.equal(await (await source.masks(probed[0]))[0].read(), undefined);
    assert.match(warnings().join(), /Mask left out\. .*case1\.LEFT_CC\.png/);
  });

  it('tells the first few of many faults one by one and counts the rest', async () => {
    await png('OVAL', 'case1.LEFT_CC.png');
    for (let i = 0; i < 9; i++) await png(`CONCEPT${i}`, 'case2.LEFT_CC.png', 50, 50);
    await opened();
    assert.equal(warnings().filter((w) => w.includes('50 x 50')).length, 5);
    assert.ok(warnings().some((w) => w.includes('and 4 more')));
  });

  it('is refused where it is no folder, is ordered by views, or holds nothing that can be used', async () => {
    await assert.rejects(
      maskFolder(path.join(folder, 'gone'), { name: '', probed, known, task }),
      refused('concepts.folder', /no such folder/),
    );
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    await assert.rejects(maskFolder(file, { name: '', probed, known, task }), refused('concepts.folder', /found a file/));
    await assert.rejects(opened(), refused('concepts.none', /no folder of a concept.*SPICULATED\/case1\.LEFT_CC\.png/));
    await png('OVAL', 'case9.LEFT_CC.png');
    await assert.rejects(opened(), refused('concepts.none', /no mask of a hold-out view in OVAL/));
    await png('case1.LEFT_CC', 'OVAL.png');
    await assert.rejects(opened(), refused('concepts.folder.order', /case1\.LEFT_CC\/SPICULATED\.png becomes SPICULATED\/case1/));
  });
});

describe('a mask file', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'mask-file-'));
  });
  after(() => rm(dir, { recursive: true }));
  const [width, height] = [5, 3];
  const inside = async (name: string, picture: Sharp) => {
    const file = path.join(dir, `${name}.png`);
    await picture.png().toFile(file);
    const mask = await readMaskFile(file);
    assert.deepEqual([mask.width, mask.height], [width, height]);
    return [...mask.data].flatMap((v, i) => (v === 1 ? [i] : []));
  };
  const raw = (data: Uint8Array | Uint16Array, channels: 1 | 2 | 3 | 4) => sharp(data, { raw: { width, height, channels } });

  it('is in wherever it is not black, in grey, colour, palette and 16 bits, however dark', async () => {
    const grey = new Uint8Array(width * height);
    [grey[3], grey[7]] = [1, 255];
    assert.deepEqual(await inside('grey', raw(grey, 1).toColourspace('b-w')), [3, 7]);
    const wide = new Uint16Array(width * height);
    [wide[2], wide[4], wide[5]] = [1, 256, 65535];
    assert.deepEqual(await inside('wide', raw(wide, 1).toColourspace('grey16')), [2, 4, 5]);
    const blue = new Uint8Array(width * height * 3);
    [blue[3 * 6 + 2], blue[3 * 9]] = [1, 200];
    assert.deepEqual(await inside('colour', raw(blue, 3)), [6, 9]);
    assert.deepEqual(await inside('palette', sharp(await raw(blue, 3).png({ palette: true }).toBuffer()).png({ palette: true })), [6, 9]);
  });

  it('is not in where it is wholly transparent', async () => {
    const colour = new Uint8Array(width * height * 4);
    for (const [pixel, alpha] of [
      [1, 0],
      [2, 9],
    ])
      colour.set([80, 80, 80, alpha], 4 * pixel);
    assert.deepEqual(await inside('transparent', raw(colour, 4)), [2]);
  });

  it('covers its view at any resolution, its sides rounded to whole pixels, and no crop does', () => {
    const sizes = fc.record({ width: fc.integer({ min: 200, max: 6000 }), height: fc.integer({ min: 200, max: 6000 }) });
    fc.assert(
      fc.property(sizes, fc.double({ min: 0.01, max: 2, noNaN: true }), (whole, scale) => {
        const small = { width: Math.max(1, Math.round(whole.width * scale)), height: Math.max(1, Math.round(whole.height * scale)) };
        assert.ok(sameProportions(small, whole));
        const cropped = { width: small.width, height: Math.round(small.height * 0.8) };
        if (small.height > 20 && small.width > 20) assert.ok(!sameProportions(cropped, whole), JSON.stringify([whole, small, cropped]));
      }),
    );
  });

  it('is refused as another kind of picture: a JPEG is nowhere quite black', async () => {
    const file = path.join(dir, 'photo.png');
    await raw(new Uint8Array(width * height), 1)
      .jpeg()
      .toFile(file);
    await assert.rejects(checkMask(file, { width, height }), /a jpeg picture; expected a whole PNG/);
  });
});
