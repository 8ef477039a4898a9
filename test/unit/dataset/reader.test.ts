/** The DDSM reader on data sets whole and broken, each made in a folder of its own. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { checkContinuity } from '../../../src/dataset/continuity';
import type { Ics } from '../../../src/dataset/ddsm/ics';
import { writeIcs } from '../../../src/dataset/ddsm/icsText';
import { writeOverlay } from '../../../src/dataset/ddsm/overlay';
import { readDdsm } from '../../../src/dataset/ddsm/reader';
import { readFrame } from '../../../src/dataset/frame';
import type { Dataset } from '../../../src/dataset/model';
import { summariseDataset } from '../../../src/dataset/summary';
import { encodeLosslessJpeg } from '../../../src/images/ljpeg/encode';
import type { Finding, Pathology } from '../../../src/protocol/finding';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask } from '../../../src/protocol/task';

const WIDTH = 48;
const HEIGHT = 70;
const views = [
  ['LEFT', 'CC'],
  ['LEFT', 'MLO'],
  ['RIGHT', 'CC'],
  ['RIGHT', 'MLO'],
] as const;

/** A smooth picture: neighbours agree in both directions. */
function picture(width = WIDTH, height = HEIGHT): Uint16Array {
  return Uint16Array.from({ length: width * height }, (_, i) => {
    const x = i % width;
    const y = Math.floor(i / width);
    return Math.round(2000 + 900 * Math.sin(x / 9) + 900 * Math.cos(y / 11) + ((x * 7 + y * 3) % 5));
  });
}

const finding = (pathology: Pathology): Finding => ({
  id: 1,
  lesions: [{ kind: 'mass', shape: ['OVAL'], margins: ['CIRCUMSCRIBED'] }],
  assessment: 4,
  subtlety: 3,
  pathology,
  boundary: [10, 10, 20, 10, 20, 20, 10, 20],
  cores: [],
});

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'ddsm-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Writes a whole case with a finding in LEFT_CC and returns its folder. */
async function writeCase(
  id: string,
  pathology: Pathology | 'normal' = 'malignant',
  change: (ics: Ics) => void = () => undefined,
): Promise<string> {
  const dir = path.join(root, 'cases', 'cancers', 'cancer_01', `case${id.split('_')[1]}`);
  await mkdir(dir, { recursive: true });
  const ics: Ics = {
    caseId: id,
    age: 61,
    density: 2,
    digitizer: 'LUMISYS LASER',
    views: views.map(([laterality, projection]) => ({
      laterality,
      projection,
      width: WIDTH,
      height: HEIGHT,
      bits: 12,
      microns: 50,
      overlay: pathology !== 'normal' && laterality === 'LEFT' && projection === 'CC',
    })),
  };
  change(ics);
  await writeFile(path.join(dir, `${id.replaceAll('_', '-')}.ics`), writeIcs(ics));
  for (const [laterality, projection] of views)
    await writeFile(
      path.join(dir, `${id}.${laterality}_${projection}.LJPEG`),
      encodeLosslessJpeg({ width: WIDTH, height: HEIGHT, bits: 12, data: picture() }, { precision: 16 }),
    );
  if (pathology !== 'normal') await writeFile(path.join(dir, `${id}.LEFT_CC.OVERLAY`), writeOverlay([finding(pathology)]));
  return dir;
}

const read = () => readDdsm(root, quietTask());
const kinds = (d: Dataset) => d.problems.map((p) => `${p.severity} ${p.code}`);

async function problemOf(run: Promise<unknown>): Promise<string> {
  const error = await run.then(
    () => assert.fail('nothing was thrown'),
    (e: unknown) => e,
  );
  assert.ok(error instanceof ProblemError, String(error));
  return error.problem.code;
}

describe('DDSM reader', () => {
  it('gives cases, views and findings of a whole data set without a problem', async () => {
    await writeCase('B_3024_1');
    await writeCase('C_0007_1', 'normal');
    const dataset = await read();
    assert.deepEqual(dataset.problems, []);
    assert.deepEqual(
      dataset.cases.map((c) => [c.id, c.age, c.density, c.views.length]),
      [
        ['C_0007_1', 61, 2, 4],
        ['B_3024_1', 61, 2, 4],
      ],
    );
    const view = dataset.cases[1].views[0];
    assert.equal(view.id, 'B_3024_1.LEFT_CC');
    assert.deepEqual([view.width, view.height, view.bits, view.microns, view.scanner], [WIDTH, HEIGHT, 12, 50, 'lumisys']);
    assert.deepEqual(view.findings, [finding('malignant')]);
    assert.deepEqual((await readFrame(view)).data, picture());
    const summary = summariseDataset(dataset, new Map([['B_3024_1', 'train']]));
    assert.deepEqual(summary.casesByClass, { normal: 1, malignant: 1 });
    assert.deepEqual(summary.viewsByClass, { normal: 7, malignant: 1 });
    assert.deepEqual(summary.casesByPart, { train: { malignant: 1 }, holdout: {}, test: {} });
    assert.deepEqual(summary.viewsByScanner, { lumisys: 8 });
  });

  it('a missing view is named and the other three are used', async () => {
    const dir = await writeCase('B_3024_1');
    await rm(path.join(dir, 'B_3024_1.RIGHT_CC.LJPEG'));
    const dataset = await read();
    assert.deepEqual(kinds(dataset), ['warning ddsm.view.missing']);
    assert.equal(dataset.problems[0].file, path.join(dir, 'B_3024_1.RIGHT_CC.LJPEG'));
    assert.equal(dataset.cases[0].views.length, 3);
  });

  it('a view whose overlay is promised and missing is left out: its lesion would pass for normal tissue', async () => {
    const dir = await writeCase('B_3024_1');
    await writeCase('B_3025_1');
    await rm(path.join(dir, 'B_3024_1.LEFT_CC.OVERLAY'));
    const dataset = await read();
    assert.deepEqual(kinds(dataset), ['error ddsm.overlay.missing']);
    assert.deepEqual(
      dataset.cases[0].views.map((v) => v.id),
      ['B_3024_1.LEFT_MLO', 'B_3024_1.RIGHT_CC', 'B_3024_1.RIGHT_MLO'],
    );
    assert.equal(dataset.cases[1].views.length, 4);
  });

  it('a view whose overlay is cut off is left out, one with an odd keyword or a leaving chain is used with a warning', async () => {
    const cut = await writeCase('B_1_1');
    const odd = await writeCase('B_2_1');
    const overlay = writeOverlay([finding('malignant')]);
    await writeFile(path.join(cut, 'B_1_1.LEFT_CC.OVERLAY'), overlay.slice(0, -30));
    await writeFile(path.join(odd, 'B_2_1.LEFT_CC.OVERLAY'), overlay.replace('OVAL', 'PEAR').replace('10 10', '44 10'));
    const dataset = await read();
    assert.deepEqual(kinds(dataset), [
      'error ddsm.overlay.chain',
      'error ddsm.overlay.boundary',
      'warning ddsm.overlay.keyword',
      'warning ddsm.overlay.leaves',
    ]);
    assert.deepEqual(
      dataset.cases.map((c) => c.views.length),
      [3, 4],
    );
    assert.deepEqual(dataset.cases[1].views[0].findings[0].boundary, [44, 10, 47, 10, 47, 20, 44, 20]);
  });

  it('an .ics whose size swaps width and height is a reshape: the pixels come out right, with a warning', async () => {
    const dir = await writeCase('B_3024_1');
    const bytes = encodeLosslessJpeg({ width: HEIGHT, height: WIDTH, bits: 12, data: picture() });
    await writeFile(path.join(dir, 'B_3024_1.LEFT_MLO.LJPEG'), bytes);
    const dataset = await read();
    assert.deepEqual(kinds(dataset), ['warning ddsm.size.reshaped']);
    const view = dataset.cases[0].views[1];
    const frame = await readFrame(view);
    assert.deepEqual([frame.width, frame.height], [WIDTH, HEIGHT]);
    assert.deepEqual(frame.data, picture());
  });

  it('an .ics that disagrees with the number of pixels leaves the view out and names both sizes', async () => {
    await writeCase('B_3024_1', 'malignant', (ics) => {
      ics.views[2].height = HEIGHT + 1;
    });
    const dataset = await read();
    assert.deepEqual(kinds(dataset), ['error ddsm.size.disagrees']);
    assert.match(dataset.problems[0].found, /48 x 70/);
    assert.match(dataset.problems[0].expected, /48 x 71/);
    assert.equal(dataset.cases[0].views.length, 3);
  });

  it('an .ics without sizes takes those of the pixel file', async () => {
    await writeCase('B_3024_1', 'malignant', (ics) => {
      for (const v of ics.views) v.width = v.height = undefined;
    });
    const dataset = await read();
    assert.deepEqual([dataset.cases[0].views[0].width, dataset.cases[0].views[0].height], [WIDTH, HEIGHT]);
    assert.ok(dataset.problems.every((p) => p.severity === 'warning'));
  });

  it('an overlay that the .ics denies is used, with a warning', async () => {
    await writeCase('B_3024_1', 'malignant', (ics) => {
      ics.views[0].overlay = false;
    });
    const dataset = await read();
    assert.deepEqual(kinds(dataset), ['warning ddsm.overlay.unlisted']);
    assert.equal(dataset.cases[0].views[0].findings.length, 1);
  });

  it('an unproven pathology stays in the model', async () => {
    await writeCase('B_1_1', 'unproven');
    await writeCase('B_2_1', 'malignant');
    const dataset = await read();
    assert.deepEqual(dataset.problems, []);
    assert.equal(dataset.cases[0].views[0].findings[0].pathology, 'unproven');
  });

  it('a data set without a malignant case is read with a warning', async () => {
    await writeCase('B_1_1', 'benign');
    assert.deepEqual(kinds(await read()), ['warning dataset.noMalignant']);
  });

  it('a file that is no lossless JPEG is named and left out', async () => {
    const dir = await writeCase('B_3024_1');
    await writeFile(path.join(dir, 'B_3024_1.LEFT_MLO.LJPEG'), 'not found');
    const dataset = await read();
    assert.deepEqual(kinds(dataset), ['error ddsm.ljpeg.corrupt']);
    assert.equal(dataset.cases[0].views.length, 3);
  });

  it('a truncated view is found when it is decoded', async () => {
    const dir = await writeCase('B_3024_1');
    const file = path.join(dir, 'B_3024_1.LEFT_MLO.LJPEG');
    await writeFile(file, (await readFile(file)).subarray(0, 2000));
    const dataset = await read();
    assert.deepEqual(dataset.problems, []);
    assert.equal(await problemOf(readFrame(dataset.cases[0].views[1])), 'ddsm.ljpeg.truncated');
  });

  it('finds cases in nested volumes, behind links, with hyphens and in lower case, once each', async () => {
    const dir = await writeCase('B_3024_1');
    const deep = path.join(root, 'mirror', 'disk2', 'vol');
    await mkdir(deep, { recursive: true });
    for (const [laterality, projection] of views)
      await rename(
        path.join(dir, `B_3024_1.${laterality}_${projection}.LJPEG`),
        path.join(deep, `b-3024-1.${laterality}_${projection}.ljpeg`),
      );
    await rename(path.join(dir, 'B-3024-1.ics'), path.join(deep, 'B-3024-1.ics'));
    await rename(path.join(dir, 'B_3024_1.LEFT_CC.OVERLAY'), path.join(deep, 'B_3024_1.LEFT_CC.OVERLAY'));
    await symlink(path.join(root, 'mirror'), path.join(deep, 'loop'));
    const dataset = await read();
    assert.deepEqual(dataset.problems, []);
    assert.deepEqual(
      dataset.cases.map((c) => [c.id, c.views.length, c.views[0].findings.length]),
      [['B_3024_1', 4, 1]],
    );
  });

  it('reads gzipped files', async () => {
    const dir = await writeCase('B_3024_1');
    for (const name of ['B-3024-1.ics', 'B_3024_1.LEFT_CC.OVERLAY', 'B_3024_1.LEFT_CC.LJPEG']) {
      await writeFile(path.join(dir, `${name}.gz`), gzipSync(await readFile(path.join(dir, name))));
      await rm(path.join(dir, name));
    }
    const dataset = await read();
    assert.deepEqual(dataset.problems, []);
    assert.deepEqual((await readFrame(dataset.cases[0].views[0])).data, picture());
  });

  it('a case in two places counts once', async () => {
    const dir = await writeCase('B_3024_1');
    const copy = path.join(root, 'zz');
    await mkdir(copy);
    for (const name of ['B-3024-1.ics', 'B_3024_1.LEFT_MLO.LJPEG'])
      await writeFile(path.join(copy, name), await readFile(path.join(dir, name)));
    const dataset = await read();
    assert.deepEqual(kinds(dataset), ['error ddsm.case.duplicate']);
    assert.equal(dataset.cases.length, 1);
  });

  it('views without their .ics are reported', async () => {
    await writeCase('B_1_1');
    const dir = await writeCase('B_2_1');
    await rm(path.join(dir, 'B-2-1.ics'));
    const dataset = await read();
    assert.deepEqual(kinds(dataset), ['error ddsm.ics.missing']);
    assert.equal(dataset.cases.length, 1);
  });

  it('a scanner that does not fit the volume is unknown, with a warning', async () => {
    await writeCase('B_1_1', 'malignant', (ics) => {
      ics.digitizer = 'HOWTEK';
    });
    const dataset = await read();
    assert.deepEqual(kinds(dataset), ['warning ddsm.scanner']);
    assert.equal(dataset.cases[0].views[0].scanner, undefined);
  });

  it('an empty folder and one that is not there are refused by name', async () => {
    assert.equal(await problemOf(read()), 'dataset.empty');
    assert.equal(await problemOf(readDdsm(path.join(root, 'nowhere'), quietTask())), 'dataset.missing');
  });

  it('stops when it is cancelled', async () => {
    await writeCase('B_1_1');
    const task = { ...quietTask(), signal: AbortSignal.abort(new Error('cancelled')) };
    await assert.rejects(readDdsm(root, task), /cancelled/);
  });
});

describe('a decoded frame', () => {
  const write = async (data: Uint16Array, width: number, height: number) => {
    const file = path.join(root, 'B_1_1.LEFT_CC.LJPEG');
    await writeFile(file, encodeLosslessJpeg({ width, height, bits: 16, data }));
    return file;
  };

  it('with a value beyond its bits is suspect', async () => {
    const data = picture();
    data[100] = 4096;
    const file = await write(data, WIDTH, HEIGHT);
    assert.equal(await problemOf(readFrame({ file, width: WIDTH, height: HEIGHT, bits: 12 })), 'image.frame.range');
  });

  it('of one value only is suspect', async () => {
    const file = await write(new Uint16Array(WIDTH * HEIGHT).fill(5), WIDTH, HEIGHT);
    assert.equal(await problemOf(readFrame({ file, width: WIDTH, height: HEIGHT, bits: 12 })), 'image.frame.blank');
  });

  it('cut into rows of the wrong width is suspect', async () => {
    const [width, height] = [300, 480];
    const file = await write(picture(width, height), width, height);
    assert.equal((await readFrame({ file, width, height, bits: 12 })).width, width);
    assert.equal(await problemOf(readFrame({ file, width: height, height: width, bits: 12 })), 'image.frame.rows');
  });

  it('of another size than the view is refused', async () => {
    const file = await write(picture(), WIDTH, HEIGHT);
    assert.equal(await problemOf(readFrame({ file, width: WIDTH, height: HEIGHT - 1, bits: 12 })), 'image.frame.size');
  });

  it('of a real mammogram passes, and with its sides swapped does not', async function () {
    const file = path.resolve('../shared/data/mammograms/nyu-gmic-0-R-MLO.png');
    if (!existsSync(file)) this.skip();
    const { data, info } = await sharp(file)
      .toColourspace('grey16')
      .extractChannel(0)
      .raw({ depth: 'ushort' })
      .toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    const samples = new Uint16Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.length));
    checkContinuity({ width, height, bits: 16, data: samples }, file);
    assert.throws(() => checkContinuity({ width: height, height: width, bits: 16, data: samples }, file), ProblemError);
  });
});
