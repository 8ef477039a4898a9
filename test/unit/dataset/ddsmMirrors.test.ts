/** Mirrors of DDSM whose views are converted pictures, in volumes and under longer names. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { writeIcs } from '../../../src/dataset/ddsm/icsText';
import { writeOverlay } from '../../../src/dataset/ddsm/overlay';
import { readDdsm } from '../../../src/dataset/ddsm/reader';
import { readFrame } from '../../../src/dataset/frame';
import { encodeLosslessJpeg } from '../../../src/images/ljpeg/encode';
import type { Finding } from '../../../src/protocol/finding';
import { quietTask } from '../../../src/protocol/task';

const WIDTH = 48;
const HEIGHT = 72;
const VIEWS = [
  ['LEFT', 'CC'],
  ['LEFT', 'MLO'],
  ['RIGHT', 'CC'],
  ['RIGHT', 'MLO'],
] as const;
const finding: Finding = {
  id: 1,
  lesions: [{ kind: 'mass', shape: ['OVAL'], margins: ['OBSCURED'] }],
  pathology: 'malignant',
  boundary: [10, 10, 20, 10, 20, 20, 10, 20],
  cores: [],
};

let root: string;
let dir: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'mirror-'));
  dir = path.join(root, 'cancer_01', 'case3024');
  await mkdir(dir, { recursive: true });
  const views = VIEWS.map(([laterality, projection]) => ({
    laterality,
    projection,
    width: WIDTH,
    height: HEIGHT,
    bits: 12,
    microns: 50,
    overlay: laterality === 'LEFT' && projection === 'CC',
  }));
  await writeFile(path.join(dir, 'B-3024-1.ics'), writeIcs({ caseId: 'B_3024_1', age: 61, density: 2, digitizer: 'LUMISYS LASER', views }));
  await writeFile(path.join(dir, 'B_3024_1.LEFT_CC.OVERLAY'), writeOverlay([finding]));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const picture = (width: number, height: number) =>
  sharp(
    Uint8Array.from({ length: width * height }, (_, i) => (i % width) + Math.floor(i / width)),
    { raw: { width, height, channels: 1 } },
  );
const put = async (name: string, bytes: Uint8Array | Promise<Uint8Array>) => writeFile(path.join(dir, name), await bytes);
const read = () => readDdsm(root, quietTask());

describe('mirrors of DDSM', () => {
  it('are read whatever their views were converted to, the loss being said once', async () => {
    await put('cancer_01-B_3024_1.LEFT_CC.LJPEG.1.jpg', picture(WIDTH, HEIGHT).jpeg().toBuffer());
    await put('B_3024_1.LEFT_MLO.png', picture(WIDTH, HEIGHT).png().toBuffer());
    await put(
      'B-3024-1.RIGHT_CC.tif.gz',
      picture(WIDTH, HEIGHT)
        .tiff()
        .toBuffer()
        .then((b) => gzipSync(b)),
    );
    await put('B_3024_1.RIGHT_MLO.LJPEG.1.png', picture(WIDTH, HEIGHT).toColourspace('grey16').png().toBuffer());
    const { cases, problems } = await read();
    assert.deepEqual(
      problems.map((p) => p.code),
      ['ddsm.converted'],
    );
    assert.match(problems[0].found, /^4 views as converted pictures of 8 to 16 bits/);
    assert.match(problems[0].remedy, /robust window.*8 bits/);
    assert.deepEqual(
      cases[0].views.map((v) => [v.id, v.bits, v.scanner]),
      [
        ['B_3024_1.LEFT_CC', 8, undefined],
        ['B_3024_1.LEFT_MLO', 8, undefined],
        ['B_3024_1.RIGHT_CC', 8, undefined],
        ['B_3024_1.RIGHT_MLO', 16, undefined],
      ],
    );
    assert.deepEqual(cases[0].views[0].findings[0].boundary, finding.boundary);
    for (const view of cases[0].views) assert.equal((await readFrame(view)).data.length, WIDTH * HEIGHT);
  });

  it('keep the scanner’s values where the .LJPEG is there too', async () => {
    const frame = {
      width: WIDTH,
      height: HEIGHT,
      bits: 12,
      data: Uint16Array.from({ length: WIDTH * HEIGHT }, (_, i) => 1000 + (i % WIDTH)),
    };
    for (const [side, projection] of VIEWS) {
      await put(`B_3024_1.${side}_${projection}.LJPEG`, encodeLosslessJpeg(frame, { precision: 16 }));
      await put(`B_3024_1.${side}_${projection}.LJPEG.1.jpg`, picture(WIDTH, HEIGHT).jpeg().toBuffer());
      await put(`A_${side}_${projection}.png`, picture(4, 4).png().toBuffer());
    }
    const { cases, problems } = await read();
    assert.deepEqual(problems, []);
    assert.deepEqual(
      cases[0].views.map((v) => [path.extname(v.file), v.scanner]),
      VIEWS.map(() => ['.LJPEG', 'lumisys']),
    );
  });

  it('have their outlines and pixel size scaled where views were made smaller, and are left out where they were cut', async () => {
    await put(
      'B_3024_1.LEFT_CC.png',
      picture(WIDTH / 2, HEIGHT / 2)
        .png()
        .toBuffer(),
    );
    await put(
      'B_3024_1.LEFT_MLO.png',
      picture(WIDTH / 2, HEIGHT / 2 + 1)
        .png()
        .toBuffer(),
    );
    await put(
      'B_3024_1.RIGHT_CC.png',
      picture(WIDTH, HEIGHT / 2)
        .png()
        .toBuffer(),
    );
    await put('B_3024_1.RIGHT_MLO.png', picture(HEIGHT, WIDTH).png().toBuffer());
    const { cases, problems } = await read();
    assert.deepEqual(
      problems.map((p) => p.code),
      ['ddsm.size.disagrees', 'ddsm.size.disagrees', 'ddsm.converted', 'ddsm.scaled'],
    );
    assert.match(problems[3].found, /^2 views .*by 0\.5/);
    const [view] = cases[0].views;
    assert.equal(cases[0].views.length, 2);
    assert.deepEqual([view.width, view.height, view.microns], [WIDTH / 2, HEIGHT / 2, 100]);
    assert.deepEqual(view.findings[0].boundary, [4.75, 4.75, 9.75, 4.75, 9.75, 9.75, 4.75, 9.75]);
  });

  it('leave out a view whose overlay the mirror forgot, converted or not', async () => {
    await rm(path.join(dir, 'B_3024_1.LEFT_CC.OVERLAY'));
    for (const [side, projection] of VIEWS) await put(`B_3024_1.${side}_${projection}.png`, picture(WIDTH, HEIGHT).png().toBuffer());
    const { cases, problems } = await read();
    assert.equal(cases[0].views.length, 3);
    assert.ok(problems.some((p) => p.severity === 'error' && p.code === 'ddsm.overlay.missing'));
  });
});
