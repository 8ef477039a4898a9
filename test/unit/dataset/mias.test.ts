/** mini-MIAS: pairs of films, circles from the lower left corner, and lines of the table that say less than they should. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseMiasTable } from '../../../src/dataset/mias/table';
import type { Dataset } from '../../../src/dataset/model';
import { readDataset } from '../../../src/dataset/read';
import { centroid, polygonArea } from '../../../src/pixels/polygon';
import { configSchema } from '../../../src/project/config';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask } from '../../../src/protocol/task';
import { writePicture } from './pictures';

const SIDE = 256;
/** As the data set writes it; films here are a quarter of its size. */
const INFO = `MIAS reference
REFNUM BG CLASS SEVERITY X Y RADIUS
mdb001 G CIRC B 535 425 197
mdb002 G NORM
mdb005 F CIRC B 477 133 30
mdb005 F SPIC M 500 168 26
mdb006 F NORM
mdb059 F CIRC B
mdb060 F NORM
mdb216 D CALC M *NOTE 3*
mdb215 D ARCH M 100 1000 60
`;

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'mias-'));
  await writeFile(path.join(root, 'Info.txt'), INFO);
  for (const id of ['001', '002', '005', '006', '059', '060', '215', '216']) await film(id);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const film = (id: string, width = SIDE, height = SIDE) =>
  writeFile(
    path.join(root, `mdb${id}.pgm`),
    Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), new Uint8Array(width * height).map((_, i) => i % 200)]),
  );
const { classes, dataset: options } = configSchema.parse({});
const read = () => readDataset(root, { ...options, classes }, quietTask());
const viewsOf = (d: Dataset) => new Map(d.cases.flatMap((c) => c.views.map((v) => [v.id, v])));

describe('mini-MIAS', () => {
  it('is recognised; the two films of a woman are one case, odd numbers right and even ones left', async () => {
    const dataset = await read();
    assert.equal(dataset.format, 'mini-mias');
    assert.deepEqual(
      dataset.cases.map((c) => [c.id, c.views.map((v) => v.id), c.density]),
      [
        ['mdb001', ['mdb001.RIGHT_MLO', 'mdb001.LEFT_MLO'], undefined],
        ['mdb005', ['mdb005.RIGHT_MLO', 'mdb005.LEFT_MLO'], undefined],
        ['mdb059', ['mdb059.LEFT_MLO'], undefined],
        ['mdb215', ['mdb215.RIGHT_MLO', 'mdb215.LEFT_MLO'], undefined],
      ],
    );
    assert.equal(viewsOf(dataset).get('mdb001.LEFT_MLO')!.microns, 800);
  });

  it('draws circles round their middles, which are counted from the lower left corner', async () => {
    const [finding] = viewsOf(await read()).get('mdb001.RIGHT_MLO')!.findings;
    const { x, y } = centroid(finding.boundary);
    assert.ok(Math.abs(x - 535 / 4) < 0.01 && Math.abs(y - (SIDE - 1 - 425 / 4)) < 0.01, `${x} ${y}`);
    assert.ok(Math.abs(polygonArea(finding.boundary) / (Math.PI * (197 / 4) ** 2) - 1) < 0.01);
    assert.deepEqual([finding.pathology, finding.lesions], ['benign', [{ kind: 'mass', margins: ['CIRCUMSCRIBED'] }]]);
  });

  it('gives a film all its lines, cuts circles off at the border, and calcifications all over the breast the whole film', async () => {
    const views = viewsOf(await read());
    assert.deepEqual(
      views.get('mdb005.RIGHT_MLO')!.findings.map((f) => [f.id, f.pathology]),
      [
        [1, 'benign'],
        [2, 'malignant'],
      ],
    );
    assert.equal(Math.min(...views.get('mdb215.RIGHT_MLO')!.findings[0].boundary), 0);
    const [spread] = views.get('mdb215.LEFT_MLO')!.findings;
    assert.deepEqual([spread.lesions[0].kind, polygonArea(spread.boundary)], ['calcification', (SIDE - 1) ** 2]);
  });

  it('leaves out a film whose abnormality has no place, that is in no line, or was cut, and names what is missing', async () => {
    await film('010');
    await film('002', 200, SIDE);
    await rm(path.join(root, 'mdb006.pgm'));
    const { problems } = await read();
    assert.deepEqual(problems.map((p) => `${p.severity} ${p.code}`).sort(), [
      'error mias.film.unlisted',
      'error mias.place',
      'error mias.size',
      'warning mias.film.missing',
    ]);
    const place = problems.find((p) => p.code === 'mias.place')!;
    assert.deepEqual([path.basename(place.file!), place.line], ['Info.txt', 8]);
    assert.match(place.found, /mdb059/);
  });

  it('reads films that were converted, a PGM before them', async () => {
    await writePicture(path.join(root, 'mdb001.png'), SIDE, SIDE);
    await rm(path.join(root, 'mdb002.pgm'));
    await writePicture(path.join(root, 'mdb002.png'), SIDE, SIDE);
    const dataset = await read();
    assert.deepEqual(
      dataset.cases[0].views.map((v) => path.basename(v.file)),
      ['mdb001.pgm', 'mdb002.png'],
    );
    assert.ok(dataset.problems.some((p) => p.code === 'mias.film.double'));
  });

  it('has no table, and nothing is guessed: it is refused', async () => {
    await rm(path.join(root, 'Info.txt'));
    await assert.rejects(
      readDataset(root, { ...options, classes, format: 'mini-mias' }, quietTask()),
      (e) => e instanceof ProblemError && e.problem.code === 'dataset.empty' && /Info\.txt/.test(e.message),
    );
  });

  it('has words in its table that are known, or the line is told of', () => {
    const { table, problems } = parseMiasTable('mdb001 G LUMP B 1 2 3\nmdb003 G MISC 4 5 6\nmdb004 ? ASYM M 1 2 3', 'Info.txt');
    assert.deepEqual(
      problems.map((p) => [p.code, p.line]),
      [
        ['mias.class', 1],
        ['mias.severity', 2],
        ['mias.tissue', 3],
      ],
    );
    assert.deepEqual(table.get('mdb001'), { findings: [], broken: true });
    assert.equal(table.get('mdb003')!.findings[0].pathology, 'unproven');
  });
});
