/** A whole explanation through a small network: numbers agree with the network's own output. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import type { View } from '../../../src/dataset/model';
import { explainWith } from '../../../src/explanation/explain';
import { encodeLosslessJpeg } from '../../../src/images/ljpeg/encode';
import { openViewNetwork } from '../../../src/mining/forward';
import { buildNetwork } from '../../../src/network/build';
import { headWeights } from '../../../src/network/head';
import { viewImage } from '../../../src/patches/view';
import { configSchema } from '../../../src/project/config';
import type { Answer } from '../../../src/protocol/annotation';
import { decodeGrid, encodeGrid } from '../../../src/protocol/grid';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask } from '../../../src/protocol/task';
import { unitId, unitIndex } from '../../../src/protocol/unit';
import { seededRandom } from '../../../src/statistics/random';
import { explain } from './explainOnce';

const classes = ['normal', 'benign', 'malignant'];
const config = configSchema.parse({ network: { architecture: 'small' }, patches: { size: 64 } });
const [WIDTH, HEIGHT] = [240, 360];

describe('explaining a view', () => {
  const classifier = buildNetwork({ architecture: 'small', classes, inputSize: 64, seed: 5 });
  let dir: string;
  let view: View;

  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-explain-'));
    const random = seededRandom(2);
    const data = Uint16Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
      const depth = 1 - ((i % WIDTH) / 190) ** 2 - ((Math.floor(i / WIDTH) - 180) / 150) ** 2;
      return depth < 0 ? 500 : 2000 + 1200 * depth + 200 * random();
    });
    const file = path.join(dir, 'view.LJPEG');
    await writeFile(file, encodeLosslessJpeg({ width: WIDTH, height: HEIGHT, bits: 12, data }));
    const boundary = [60, 150, 110, 150, 110, 200, 60, 200];
    view = {
      id: 'C_0001.LEFT_CC',
      caseId: 'C_0001',
      laterality: 'LEFT',
      projection: 'CC',
      file,
      width: WIDTH,
      height: HEIGHT,
      bits: 12,
      scanner: 'lumisys',
      findings: [{ id: 1, lesions: [{ kind: 'mass', shape: ['OVAL'] }], pathology: 'benign', boundary, cores: [] }],
    };
    const unit = { unit: 'unit_0001', ranks: [], maxActivation: 2, maskThreshold: 0.4, patches: [] };
    await writeFile(
      path.join(dir, 'manifest.json'),
      JSON.stringify({ version: 1, hash: 'mined', network: 'net', options: {}, units: ['unit_0001'] }),
    );
    await writeFile(path.join(dir, 'units.json'), JSON.stringify({ unit_0001: unit }));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  /** Every unit is named, so that five of the eight most influential are shown. */
  const answers = (network = 'net'): Answer[] =>
    Array.from({ length: classifier.units }, (_, u) => ({
      unit: unitId(unitIndex(u)),
      expert: 'ada',
      at: '2020-01-01T00:00:00.000Z',
      seconds: 1,
      network,
      mining: 'mined',
      recognizable: true,
      several: false,
      phenomena: [{ description: `phenomenon ${u}`, association: 'benign' as const, category: 'mass' as const, terms: ['OVAL'] }],
    }));
  const request = (change: object = {}) => ({
    classifier,
    view,
    mining: dir,
    answers: answers(),
    config,
    source: { run: 'run-001', checkpoint: '/home/someone/runs/epoch-01.onnx', network: 'net' },
    task: quietTask(),
    ...change,
  });

  it('gives shares that add up to the logit that the fully convolutional network itself computes', async () => {
    const { explanation: e } = await explain(request());
    const network = await openViewNetwork(classifier);
    const { logits, features, width, height } = await network.run(await viewImage(view, config, 64)).finally(() => network.release());
    const k = classes.indexOf(e.decidedClass);
    const cell = e.decidingPosition.row * width + e.decidingPosition.column;
    assert.ok(Math.abs(e.logit.value - logits[k * width * height + cell]) < 1e-4);
    const shown = e.evidence.reduce((sum, u) => sum + u.share, 0);
    assert.ok(Math.abs(e.logit.bias + shown + e.logit.rest - e.logit.value) < 1e-9);
    const cam = decodeGrid(e.cam);
    assert.ok(Math.abs(cam[cell] + headWeights(classifier).bias[k] - e.logit.value) < e.cam.scale + 1e-4);
    assert.equal(e.evidence.length, 5);
    const cells = width * height;
    for (const u of e.evidence) {
      const index = Number(u.unit.slice(5)) - 1;
      assert.deepEqual(u.map, encodeGrid(features.subarray(index * cells, (index + 1) * cells), width, height));
      assert.equal(u.annotations[0].phenomena[0].description, `phenomenon ${index}`);
    }
  });

  it('explains another class when asked: its own map, place and exact shares, beside the decision', async () => {
    const { explanation: decided } = await explain(request());
    const className = classes.find((c) => c !== decided.decidedClass)!;
    const { explanation: e } = await explain(request({ className }));
    assert.deepEqual([e.decidedClass, e.explainedClass, e.scores], [decided.decidedClass, className, decided.scores]);
    const probabilities = decodeGrid(e.probabilityMaps[className]);
    const { column, row, probability } = e.decidingPosition;
    assert.ok(Math.abs(probabilities[row * e.cam.width + column] - probability) <= e.probabilityMaps[className].scale);
    const shown = e.evidence.reduce((sum, u) => sum + u.share, 0);
    assert.ok(Math.abs(e.logit.bias + shown + e.logit.rest - e.logit.value) < 1e-9);
    const logits = decodeGrid(e.logitMaps[className]);
    assert.ok(Math.abs(logits[row * e.cam.width + column] - e.logit.value) <= e.logitMaps[className].scale);
    assert.ok(e.sentence.includes(`case for ${className}`) && e.summary.startsWith(`Decided ${e.decidedClass}; ${className} reaches`));
    await assert.rejects(
      explain(request({ className: 'odd' })),
      (error) => error instanceof ProblemError && /normal, benign, malignant/.test(error.message),
    );
  });

  it('divides what is not shown between units with a name and those without', async () => {
    const named = new Set(['unit_0001', 'unit_0002', 'unit_0003', 'unit_0004', 'unit_0005', 'unit_0006', 'unit_0007', 'unit_0008']);
    const { explanation: e } = await explain(request({ answers: answers().filter((a) => named.has(a.unit)) }));
    const { explanation: all } = await explain(request());
    assert.ok(Math.abs(all.logit.restNamed! - all.logit.rest) < 1e-9, 'every unit has a name');
    assert.ok(Math.abs(e.logit.restNamed!) > 0 && Math.abs(e.logit.restNamed! - e.logit.rest) > 1e-6);
  });

  it('says that a view of the training part is one', async () => {
    const { explanation: e } = await explain(request({ part: 'train' }));
    assert.equal(e.part, 'train');
    assert.ok(e.warnings.some((w) => w.includes('trained on this view')));
    assert.ok(!(await explain(request({ part: 'test' }))).explanation.warnings.some((w) => w.includes('trained on')));
  });

  it('names a network whose maps are no numbers', async () => {
    const network = await openViewNetwork(classifier);
    const broken = {
      run: async (...given: Parameters<typeof network.run>) => {
        const response = await network.run(...given);
        response.logits[3] = Number.NaN;
        return response;
      },
    };
    await assert.rejects(explainWith(broken, request()), (e) => e instanceof ProblemError && e.problem.code === 'explanation.notFinite');
    await network.release();
  });

  it('puts the deciding position inside the view and inside the breast', async () => {
    const { explanation: e } = await explain(request());
    const { x, y } = e.decidingPosition;
    assert.ok(x >= 0 && y >= 0 && x < WIDTH && y < HEIGHT);
    assert.ok((x / 190) ** 2 + ((y - 180) / 150) ** 2 < 1.1);
    assert.equal(e.placement.stepX, (8 * WIDTH) / 256);
  });

  it('brings truth, agreement, words and a picture, and no path of this machine', async () => {
    const { explanation: e, text } = await explain(request());
    assert.equal(e.truth, 'benign');
    assert.deepEqual(
      e.agreement?.map((a) => a.fits),
      [true, true, true, true, true],
    );
    assert.equal(e.source.checkpoint, 'epoch-01.onnx');
    assert.ok(e.sentence.includes(e.decidedClass) && text.includes(e.sentence));
    assert.ok(!JSON.stringify(e).includes(dir) && !JSON.stringify(e).includes('someone'));
    assert.ok(!text.includes(dir));
  });

  it('of a file outside the data set knows no truth and says so', async () => {
    const { explanation: e } = await explain(request({ view: view.file }));
    assert.deepEqual([e.findings, e.truth, e.agreement], [[], undefined, undefined]);
    assert.ok(e.warnings.some((w) => w.includes('true findings are not known')));
    assert.equal(e.viewId, 'view');
  });

  it('of a real 16-bit mammogram decides inside the breast', async function () {
    const file = new URL('../../../../shared/data/mammograms/nyu-bcc-1-L-CC.png', import.meta.url).pathname;
    if (!existsSync(file)) return this.skip();
    const { explanation: e } = await explain(request({ view: file }));
    assert.deepEqual([e.view.width, e.view.height, e.viewId], [2560, 3328, 'nyu-bcc-1-L-CC']);
    // The breast lies in the left 1200 columns; its label on the right is no tissue.
    assert.ok(e.decidingPosition.x < 1200);
  });

  it('does not use names that belong to another network', async () => {
    const { explanation: e } = await explain(request({ answers: answers('other') }));
    assert.deepEqual(e.evidence, []);
    assert.equal(e.unannotated.length, 8);
    assert.ok(e.warnings.some((w) => w.includes('other networks')));
  });

  it('explains without any annotation: by number alone, and says so', async () => {
    const { explanation: e, text } = await explain(request({ answers: [] }));
    assert.deepEqual([e.evidence, e.against, e.unannotated.length], [[], [], 8]);
    assert.ok(e.warnings.includes('No unit has been annotated yet.'));
    assert.match(e.summary, /; no named unit speaks for it\.$/);
    assert.match(e.sentence, /None of its 8 most influential units has been named/);
    assert.ok(text.includes('Most influential, not annotated:'));
  });

  it('explains an image without a breast, and says that none was found', async () => {
    const random = seededRandom(8);
    const noise = Uint8Array.from({ length: 300 * 400 }, () => 60 + 120 * random());
    const file = path.join(dir, 'noise.png');
    await sharp(noise, { raw: { width: 300, height: 400, channels: 1 } })
      .png()
      .toFile(file);
    const { explanation: e } = await explain(request({ view: file }));
    assert.ok(e.warnings.some((w) => w.startsWith('No breast was found')));
  });

  it('refuses a mining result of another network', async () => {
    const source = { run: 'r', checkpoint: 'c', network: 'other' };
    await assert.rejects(explain(request({ source })), (e) => e instanceof ProblemError && e.problem.code === 'explanation.otherNetwork');
  });

  it('stops when it is cancelled', async () => {
    const task = { ...quietTask(), signal: AbortSignal.abort(new Error('cancelled')) };
    await assert.rejects(explain(request({ task })), /cancelled/);
  });
});
