/** An evaluation as it lies in its run: everything can be computed again from it, forward passes run once, and a stale one is known. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { evaluationItems } from '../../../src/compute/evaluationDisplay';
import type { MethodContext } from '../../../src/compute/method';
import { methods } from '../../../src/compute/methods';
import { buildNetwork } from '../../../src/network/build';
import { networkHash, writeClassifier } from '../../../src/network/classifier';
import { openProject } from '../../../src/project/project';
import { appendEvent, createRun } from '../../../src/project/runs';
import {
  atLevel,
  type ClassEvaluation,
  EVALUATION_FILES,
  EVALUATION_MIME,
  type Evaluation,
  LEVELS,
  type Level,
} from '../../../src/protocol/evaluation';
import { quietTask } from '../../../src/protocol/task';
import { auc } from '../../../src/statistics/roc';

describe('an evaluation in its run', function () {
  this.timeout(120_000);
  let dir: string;
  let run: string;
  let first: Evaluation;
  let said: string[] = [];
  const context = (): MethodContext => ({ ...quietTask(), log: (_, line) => said.push(line), cellOutput: () => undefined });
  const device = 'cpu' as const;
  const evaluate = async (part?: 'test' | 'holdout') => {
    said = [];
    return methods.evaluate({ project: dir, part, device }, context());
  };
  const folder = (part = 'test') => path.join(run, 'evaluation', part);
  const table = async (name: string, part?: string) =>
    parse(await readFile(path.join(folder(part), `${name}.csv`), 'utf8'), { columns: true }) as Record<string, string>[];

  /** An epoch of the run, with a network of random weights. */
  const epoch = async (number: number) => {
    const { config } = await openProject(dir);
    const classifier = buildNetwork({ architecture: 'small', classes: config.classes, inputSize: config.patches.size, seed: number });
    const checkpoint = `checkpoints/epoch-0${number}.onnx`;
    await writeClassifier(classifier, path.join(run, checkpoint));
    const part = { loss: 1, accuracy: 0.5, auc: {} };
    const metrics = { epoch: number, learningRate: 0.1, seconds: 1, patchesPerSecond: 1, train: part, holdout: part };
    await appendEvent(run, { type: 'epoch', checkpoint, network: networkHash(classifier), ...metrics });
  };

  before(async () => {
    dir = path.join(await mkdtemp(path.join(os.tmpdir(), 'evaluation-')), 'project');
    await methods.createSample({ dir, cases: 12, seed: 3 }, context());
    const project = await openProject(dir);
    ({ dir: run } = await createRun(project, project.config));
    await epoch(1);
    first = await evaluate();
  });
  after(() => rm(path.dirname(dir), { recursive: true, force: true }));

  it('has every file, and a JSON file that holds what was returned', async () => {
    for (const name of EVALUATION_FILES) assert.ok((await stat(path.join(folder(), name))).size > 20, name);
    const opened = await methods.openEvaluation({ project: dir }, context());
    assert.deepEqual(opened.evaluation, JSON.parse(JSON.stringify(first)));
    assert.equal(opened.folder, folder());
    assert.equal(opened.outdated, undefined);
    assert.deepEqual(opened.parts, ['test']);
  });

  it('can be computed again from its scores: areas per patch, per view and per case', async () => {
    const patches = await table('scores');
    const labelled = patches.filter((p) => p.label !== 'ambiguous');
    assert.equal(labelled.length, first.patches);
    const views = await table('views');
    const cases = await table('cases');
    const rows: Record<Level, Record<string, string>[]> = { patch: labelled, view: views, case: cases };
    for (const level of LEVELS)
      for (const name of first.classNames) {
        const scored = rows[level].filter((r) => r[`p_${name}`] !== '' && first.classNames.includes(r.label));
        const expected = auc(
          scored.map((r) => Number(r[`p_${name}`])),
          scored.map((r) => r.label === name),
        );
        const c = atLevel(first, level).classes[name];
        assert.equal('missing' in c ? undefined : c.auc, expected, `${level} ${name}`);
      }
    // A view's score is the largest of its patches, the ambiguous ones included.
    for (const view of views)
      for (const name of first.classNames) {
        const own = patches.filter((p) => p.view === view.view).map((p) => Number(p[`p_${name}`]));
        assert.equal(Number(view[`p_${name}`]), Math.max(...own));
        assert.equal(Number(view.patches), own.length);
      }
  });

  it('names cases by their ids alone', async () => {
    const ids = new Set((await methods.listViews({ project: dir, part: 'test' }, context())).map((v) => v.caseId));
    assert.deepEqual(new Set((await table('cases')).map((c) => c.case)), ids);
    for (const name of EVALUATION_FILES.filter((f) => f !== 'scores.csv')) {
      const text = await readFile(path.join(folder(), name), 'utf8');
      assert.ok(!text.includes(path.dirname(dir)), `${name} names a folder of this machine`);
    }
  });

  it('has tables that agree with its figures, breakdowns with what was counted', async () => {
    const summary = await table('summary');
    assert.equal(summary.length, 3 * first.classNames.length);
    for (const row of summary) {
      const c = atLevel(first, row.level as Level).classes[row.class];
      assert.equal(row.auc === '' ? undefined : Number(row.auc), 'missing' in c ? undefined : c.auc);
    }
    const confusion = await table('confusion');
    assert.equal(
      confusion.filter((r) => r.level === 'patch').reduce((sum, r) => sum + Number(r.count), 0),
      first.patches,
    );
    const normal = first.classes.normal as ClassEvaluation;
    const sides = (await table('breakdowns')).filter((r) => r.level === 'patch' && r.class === 'normal' && r.by === 'projection');
    assert.equal(
      sides.reduce((sum, r) => sum + Number(r.positives), 0),
      normal.positives,
    );
  });

  it('has pictures that can be drawn, with a title and their figures in words', async () => {
    for (const name of EVALUATION_FILES.filter((f) => f.endsWith('.svg'))) {
      const svg = await readFile(path.join(folder(), name), 'utf8');
      assert.match(svg, /role="img" aria-labelledby="title description"/);
      assert.match(svg, /<title id="title">[^<]+<\/title>\n<desc id="description">[^<]+Research use only/);
      assert.ok(!/NaN|undefined|<script|href/.test(svg), name);
      assert.ok((await sharp(Buffer.from(svg)).metadata()).width! > 300);
    }
  });

  it('runs no network again for the same network and patches, and does when its scores were changed', async () => {
    const again = await evaluate();
    assert.ok(said.some((line) => line.includes('their scores are used')));
    const { createdAt: _, ...figures } = again;
    const { createdAt: __, ...expected } = first;
    assert.deepEqual(figures, expected);
    const file = path.join(folder(), 'scores.csv');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/0\.\d+/, '0.5'));
    const { createdAt: ___, ...repaired } = await evaluate();
    assert.ok(!said.some((line) => line.includes('their scores are used')));
    assert.deepEqual(repaired, expected);
    assert.equal(await readFile(file, 'utf8'), text);
  });

  it('of the hold-out part lies beside that of the test part', async () => {
    await assert.rejects(
      methods.openEvaluation({ project: dir, part: 'holdout' }, context()),
      /evaluation\.holdout\.json: found no such file/,
    );
    const holdout = await evaluate('holdout');
    assert.equal(holdout.part, 'holdout');
    const opened = await methods.openEvaluation({ project: dir, part: 'holdout' }, context());
    assert.deepEqual(opened.parts, ['test', 'holdout']);
    assert.equal((await methods.openEvaluation({ project: dir }, context())).evaluation.part, 'test');
    assert.ok((await table('scores', 'holdout')).length > 0);
  });

  it('is shown by a notebook as figures, with a picture and words for viewers without our renderer', () => {
    const items = evaluationItems(first);
    assert.deepEqual(Object.keys(items), [EVALUATION_MIME, 'image/svg+xml', 'text/plain']);
    assert.deepEqual(JSON.parse(items[EVALUATION_MIME]), JSON.parse(JSON.stringify(first)));
    assert.match(items['image/svg+xml'], /<svg /);
    assert.match(items['text/plain'], /normal +0\.\d{3}[\s\S]*Research use only/);
  });

  it('of an earlier network is known for what it is: where it is opened, and in the list of runs', async () => {
    const evaluated = async () => (await methods.listRuns({ project: dir }, context())).map((r) => [r.evaluated, r.evaluationOutdated]);
    assert.deepEqual(await evaluated(), [[true, undefined]]);
    await epoch(2);
    assert.deepEqual(await evaluated(), [[true, true]]);
    const { outdated } = await methods.openEvaluation({ project: dir }, context());
    assert.match(outdated ?? '', /These figures are of epoch-01\.onnx .* the run uses epoch-02\.onnx .* by now\. Evaluate it again\./);
    await evaluate();
    assert.ok(!said.some((line) => line.includes('their scores are used')));
    assert.equal((await methods.openEvaluation({ project: dir }, context())).outdated, undefined);
  });

  it('by an older program, by a newer one, or damaged is not shown as fresh', async () => {
    const file = path.join(run, 'evaluation.json');
    const write = (value: unknown) => writeFile(file, typeof value === 'string' ? value : JSON.stringify(value));
    const { version: _, view: __, ...old } = first;
    await write(old);
    await assert.rejects(methods.openEvaluation({ project: dir }, context()), /by an older DeepMiner.*Evaluate the run again/);
    await write({ ...first, version: 3 });
    await assert.rejects(methods.openEvaluation({ project: dir }, context()), /by a newer DeepMiner.*Update DeepMiner/);
    await write('{"version":');
    await assert.rejects(methods.openEvaluation({ project: dir }, context()), /not JSON/);
    // The next evaluation makes it good.
    assert.equal((await evaluate()).version, 2);
    assert.equal((await methods.openEvaluation({ project: dir }, context())).outdated, undefined);
  });
});
