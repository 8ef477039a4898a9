/** A folder of colour photographs, one folder a class, from deepminer.json to an explanation, by the commands alone. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runCommand } from '../../../src/cli/run';
import type { DataCheck } from '../../../src/protocol/dataCheck';
import type { ClassEvaluation, Evaluation } from '../../../src/protocol/evaluation';
import type { Explanation } from '../../../src/protocol/explanation';
import type { ViewCard } from '../../../src/protocol/mining';
import { seededRandom } from '../../../src/statistics/random';
import { writePicture } from '../dataset/pictures';

const SIZE = 40;
const A_CLASS = 30;

describe('a folder of photographs, one folder a class', function () {
  this.timeout(240_000);
  let project: string;
  const environment = process.env.DEEPMINER_DEVICE;

  /** What the command prints, as JSON. */
  async function deepminer<T>(...argv: string[]): Promise<T> {
    const write = process.stdout.write;
    let printed = '';
    process.stdout.write = ((text: string) => {
      printed += text;
      return true;
    }) as typeof write;
    try {
      await runCommand(['node', 'deepminer', ...argv, '--project', project, '--json', '--quiet']);
    } finally {
      process.stdout.write = write;
    }
    assert.equal(process.exitCode, undefined, printed);
    return JSON.parse(printed) as T;
  }

  /** Stripes of any colour, phase and period: lying in the one class, standing in the other. Mean brightness tells nothing. */
  async function writeClass(name: string, lying: boolean, seed: number): Promise<void> {
    const random = seededRandom(seed);
    for (let i = 0; i < A_CLASS; i++) {
      const [phase, period, red] = [random() * 9, 4 + random() * 4, 0.4 + 0.6 * random()];
      await writePicture(path.join(project, 'photographs', name, `photo ${i}.png`), SIZE, SIZE, (x, y) => {
        const wave = 120 + 90 * Math.sin(((lying ? y : x) + phase) * (6.283 / period)) + 20 * (random() - 0.5);
        return [Math.round(wave * red), Math.round(wave), Math.round(wave * (1.4 - red))].map((v) => Math.min(255, v)) as [
          number,
          number,
          number,
        ];
      });
    }
  }

  before(async () => {
    process.env.DEEPMINER_DEVICE = 'cpu';
    project = await mkdtemp(path.join(os.tmpdir(), 'photographs-'));
    await writeClass('lying', true, 1);
    await writeClass('standing', false, 2);
    const config = {
      classes: ['lying', 'standing'],
      dataset: { root: 'photographs', split: { holdout: 0.2, test: 0.2 } },
      patches: { side: [1], minTissue: 0, size: 32 },
      network: { architecture: 'small' },
      training: { epochs: 6, batch: 8, learningRate: 0.02 },
      mining: { unitsPerClass: 4, patchesPerUnit: 6 },
      explanation: { background: null },
    };
    await writeFile(path.join(project, 'deepminer.json'), JSON.stringify(config));
  });
  after(async () => {
    if (environment === undefined) delete process.env.DEEPMINER_DEVICE;
    else process.env.DEEPMINER_DEVICE = environment;
    await rm(project, { recursive: true, force: true });
  });

  it('is recognised, every image being a view of its folder’s class', async () => {
    const views = await deepminer<{ viewId: string; label: string; part: string; file: string }[]>('views');
    assert.equal(views.length, 2 * A_CLASS);
    for (const view of views) assert.equal(view.label, path.basename(path.dirname(view.file)));
    for (const part of ['train', 'holdout', 'test'])
      assert.equal(new Set(views.filter((v) => v.part === part).map((v) => v.label)).size, 2, part);
  });

  it('is checked: nothing is said of a breast, not even where a picture is mostly white', async () => {
    const white = path.join(project, 'photographs', 'lying', 'white.png');
    await writePicture(white, SIZE, SIZE, (x, y) => ((x + y) % 5 === 0 ? 180 : 255));
    const { problems } = await deepminer<DataCheck>('check');
    await rm(white);
    assert.ok(problems.length > 0);
    const mammograms = problems.filter(({ found, expected }) => /breast|mammogram/.test(`${found} ${expected}`));
    assert.deepEqual(mammograms, []);
  });

  it('is learned: test views are told apart far above chance', async () => {
    await deepminer('train');
    const evaluation = await deepminer<Evaluation>('evaluate');
    assert.deepEqual(evaluation.classNames, ['lying', 'standing']);
    for (const level of [evaluation, evaluation.view, evaluation.case])
      for (const name of evaluation.classNames) {
        const { auc, positives, negatives } = level.classes[name] as ClassEvaluation;
        assert.ok(positives >= 4 && negatives >= 4);
        assert.ok(auc! > 0.9, `${name}: ${auc}`);
      }
  });

  it('is mined, each picture with its class', async () => {
    const { hash } = await deepminer<{ hash: string }>('mine');
    const folder = path.join(project, 'runs', 'run-001', 'mining');
    const [dir] = (await readdir(folder)).filter((name) => hash.startsWith(name) || name.startsWith(hash));
    const cards = Object.values(JSON.parse(await readFile(path.join(folder, dir, 'views.json'), 'utf8')) as Record<string, ViewCard>);
    assert.ok(cards.length > 1);
    for (const card of cards) assert.equal(card.label, card.caseId.startsWith('lying') ? 'lying' : 'standing');
  });

  it('is explained whole: nothing is said of a breast, and the truth is the folder', async () => {
    const [view] = (await deepminer<{ viewId: string; label: string; part: string }[]>('views')).filter((v) => v.part === 'test');
    const { explanation } = await deepminer<{ explanation: Explanation }>('explain', view.viewId);
    assert.equal(explanation.truth, view.label);
    assert.equal(explanation.breast, undefined);
    assert.ok(!explanation.warnings.some((w) => /breast|mammogram|background/.test(w)), explanation.warnings.join(' '));
    const file = path.join(project, 'photographs', 'lying', 'photo 3.png');
    const { explanation: foreign } = await deepminer<{ explanation: Explanation }>('explain', file);
    assert.ok(!foreign.warnings.some((w) => /breast|mammogram|scanner|negative/.test(w)), foreign.warnings.join(' '));
  });
});
