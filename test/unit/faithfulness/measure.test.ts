/** A whole measurement on a small hold-out part: what it writes, when it is used again, and what it says when it cannot measure. */
import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type FaithfulnessRequest, measureFaithfulness } from '../../../src/faithfulness/measure';
import { completeOptions, optionsIn } from '../../../src/faithfulness/options';
import { latestMining, readManifest } from '../../../src/mining/folder';
import { mine } from '../../../src/mining/mine';
import type { Classifier } from '../../../src/network/graph';
import type { Answer } from '../../../src/protocol/annotation';
import type { Faithfulness } from '../../../src/protocol/faithfulness';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask } from '../../../src/protocol/task';
import { configWith, type Hospital, hospital } from '../mining/hospital';

const options = completeOptions({ views: 2, steps: 2, draws: 3, resamples: 20 });

describe('measuring faithfulness', () => {
  let clinic: Hospital;
  let dir: string;
  let request: FaithfulnessRequest;
  before(async () => {
    clinic = await hospital(3);
    const root = path.join(clinic.dir, 'mining');
    await mine({
      classifier: clinic.classifier,
      network: { hash: 'net', checkpoint: 'epoch-01.onnx' },
      views: clinic.views,
      store: clinic.store,
      config: configWith(),
      dir: root,
      task: quietTask(),
    });
    dir = (await latestMining(clinic.dir, 'net'))!;
    const manifest = await readManifest(dir);
    const answers = manifest.units.slice(0, 4).map(
      (unit): Answer => ({
        unit,
        expert: 'ada',
        at: '2020-01-01T00:00:00.000Z',
        seconds: 3,
        network: 'net',
        mining: manifest.hash,
        recognizable: true,
        several: false,
        phenomena: [{ description: '<b>mass</b> & "edge"', association: 'benign', category: 'mass', terms: [] }],
      }),
    );
    request = {
      classifier: clinic.classifier,
      mining: { dir, manifest },
      answers,
      store: clinic.store,
      views: clinic.views,
      config: configWith(),
      source: { run: 'run-001', checkpoint: path.join(clinic.dir, 'checkpoints/epoch-01.onnx'), network: 'net' },
      cacheDir: path.join(clinic.dir, 'kept'),
      options,
      task: quietTask(),
    };
  });
  after(() => rm(clinic.dir, { recursive: true }));

  it('measures units, pixels and pointing, and writes tables, figures and words beside the mining result', async () => {
    const { faithfulness: f, reused } = await measureFaithfulness(request);
    assert.equal(reused, false);
    assert.ok(!('missing' in f.ablation) && !('missing' in f.curves) && !('missing' in f.pointing));
    assert.equal(f.ablation.units.length, request.mining.manifest.units.length);
    assert.equal(f.ablation.units.filter((u) => u.annotated).length, 4);
    assert.equal(f.curves.views, 2);
    assert.equal(f.pointing.views, clinic.views.length);
    assert.equal(f.pointing.rows[0].trials, clinic.views.length);
    const written = (await readdir(dir)).filter((name) => name.startsWith('faithfulness')).sort();
    assert.deepEqual(written, [
      'faithfulness-ablation.csv',
      'faithfulness-ablation.svg',
      'faithfulness-curves.csv',
      'faithfulness-curves.svg',
      'faithfulness-pointing.csv',
      'faithfulness-pointing.svg',
      'faithfulness.json',
      'faithfulness.txt',
    ]);
    assert.deepEqual(JSON.parse(await readFile(path.join(dir, 'faithfulness.json'), 'utf8')), JSON.parse(JSON.stringify(f)));
  });

  it('names no path of this machine and says what it is for', async () => {
    for (const name of ['faithfulness.json', 'faithfulness.txt']) {
      const text = await readFile(path.join(dir, name), 'utf8');
      assert.ok(!text.includes(clinic.dir));
      assert.ok(text.includes('Research use only; not a medical device.'));
    }
  });

  it('uses an equal measurement again, and writes what someone deleted of its figures', async () => {
    await rm(path.join(dir, 'faithfulness-curves.svg'));
    const again = await measureFaithfulness({ ...request, answers: request.answers.map((a) => ({ ...a, at: '2021', seconds: 9 })) });
    assert.equal(again.reused, true);
    assert.ok((await readFile(path.join(dir, 'faithfulness-curves.svg'), 'utf8')).startsWith('<svg'));
  });

  it('measures anew with other annotations, other data, other options or a damaged file', async () => {
    const changes: Partial<FaithfulnessRequest>[] = [
      { answers: request.answers.slice(1) },
      { store: { ...clinic.store, hash: 'other patches' } },
      { options: { ...options, seed: 2 } },
      { config: { ...configWith(), explanation: { ...configWith().explanation, scoring: 'mean' } } },
      { views: clinic.views.slice(1) },
    ];
    for (const change of changes) {
      const { faithfulness, reused } = await measureFaithfulness({ ...request, ...change });
      assert.equal(reused, false, JSON.stringify(Object.keys(change)));
      assert.equal((await measureFaithfulness({ ...request, ...change })).reused, true);
      const stored = JSON.parse(await readFile(path.join(dir, 'faithfulness.json'), 'utf8')) as Faithfulness;
      assert.equal(stored.hash, faithfulness.hash);
    }
    await writeFile(path.join(dir, 'faithfulness.json'), '{"version":1,');
    assert.equal((await measureFaithfulness(request)).reused, false);
  });

  it('gives the same numbers when it is measured twice', async () => {
    const plain = ({ createdAt: _, ...rest }: Faithfulness) => JSON.stringify(rest);
    const first = await measureFaithfulness(request);
    await rm(path.join(dir, 'faithfulness.json'));
    await rm(request.cacheDir, { recursive: true });
    assert.equal(plain((await measureFaithfulness(request)).faithfulness), plain(first.faithfulness));
  });

  it('does not count answers to another network', async () => {
    const { faithfulness: f } = await measureFaithfulness({
      ...request,
      answers: request.answers.map((a) => ({ ...a, network: 'other' })),
    });
    assert.deepEqual(f.names, {});
    assert.ok(!('missing' in f.ablation) && 'missing' in f.ablation.annotated);
    assert.ok(!('missing' in f.pointing));
    assert.deepEqual(
      f.pointing.rows.map((r) => r.name.replace(/,.*| of.*/, '')).filter((name) => /unit/i.test(name)),
      [],
    );
  });

  it('passes over annotations of units that the network does not have, and says so', async () => {
    const said: string[] = [];
    const task = { ...quietTask(), log: (_: string, message: string) => void said.push(message) };
    const strange = { ...request.answers[0], expert: 'bob', unit: 'unit_9999' as Answer['unit'] };
    const { faithfulness: f } = await measureFaithfulness({ ...request, answers: [...request.answers, strange], task });
    assert.equal(Object.keys(f.names).length, 4);
    assert.ok(!('missing' in f.ablation) && !('missing' in f.ablation.annotated));
    assert.equal(f.ablation.annotated.units.length, 4);
    assert.ok(said.some((line) => line.includes('unit_9999')));
  });

  it('says which part it cannot measure, and measures the others', async () => {
    // A layer that takes images of one size alone stands before the last feature map.
    const { graph } = clinic.classifier;
    const fixed: Classifier = { ...clinic.classifier, graph: { ...graph, nodes: graph.nodes.map((n) => ({ ...n })) } };
    const first = fixed.graph.nodes[0];
    const shape = new BigInt64Array([-1n, 3n, 16n, 16n]);
    fixed.graph.initializers = new Map(graph.initializers).set('as it was trained', { dims: [4], type: 'int64', data: shape });
    fixed.graph.nodes.unshift({ op: 'Reshape', name: 'fixed', inputs: ['image', 'as it was trained'], outputs: ['same'], attributes: {} });
    fixed.graph.nodes[1] = { ...first, inputs: ['same', ...first.inputs.slice(1)] };
    const { faithfulness: f } = await measureFaithfulness({ ...request, classifier: fixed, options: { ...options, seed: 5 } });
    assert.ok(!('missing' in f.ablation));
    for (const part of [f.curves, f.pointing]) assert.match((part as { missing: string }).missing, /takes images of 16 pixels alone/);
    const written = await readdir(dir);
    assert.ok(!written.includes('faithfulness-curves.svg') && written.includes('faithfulness-ablation.svg'));

    const healthy = clinic.views.map((v) => ({ ...v, findings: [] }));
    const { faithfulness: g } = await measureFaithfulness({ ...request, views: healthy, options: { ...options, views: 0, seed: 6 } });
    assert.match((g.pointing as { missing: string }).missing, /outlined finding/);
    assert.deepEqual(g.curves, { missing: 'No curves were asked for.' });

    const unknown = clinic.views.map((v) => ({ ...v, microns: undefined }));
    const mm = { ...options, views: 0, tolerance: { mm: 5 } };
    const { faithfulness: h } = await measureFaithfulness({
      ...request,
      views: unknown,
      store: { ...clinic.store, hash: 'of unknown size' },
      options: mm,
    });
    assert.match((h.pointing as { missing: string }).missing, /pixel size is not known/);
    assert.ok(!JSON.stringify(h).includes(clinic.dir));
    const wide = await measureFaithfulness({ ...request, options: mm });
    assert.ok(!('missing' in wide.faithfulness.pointing));
    // 5 mm are 100 pixels of 50 microns: nearly the whole small view.
    assert.ok(wide.faithfulness.pointing.rows[0].chance > 0.7);
  });

  it('leaves the old measurement untouched when it is cancelled', async () => {
    await measureFaithfulness(request);
    const before = await readFile(path.join(dir, 'faithfulness.json'), 'utf8');
    const abort = new AbortController();
    const task = { ...quietTask(), signal: abort.signal, progress: () => abort.abort(new Error('cancelled')) };
    await assert.rejects(measureFaithfulness({ ...request, options: { ...options, seed: 9 }, task }), /cancelled/);
    assert.equal(await readFile(path.join(dir, 'faithfulness.json'), 'utf8'), before);
  });

  it('refuses a mining result of another network', async () => {
    const source = { ...request.source, network: 'other' };
    await assert.rejects(
      measureFaithfulness({ ...request, source }),
      (e) => e instanceof ProblemError && e.problem.code === 'faithfulness.otherNetwork',
    );
  });
});

describe('options of a measurement', () => {
  it('are the defaults where nothing is chosen', () => {
    assert.deepEqual(completeOptions({}), completeOptions({ steps: undefined, tolerance: { pixels: 0 } }));
    assert.equal(completeOptions({ steps: 7 }).steps, 7);
  });

  it('are picked from a request, whose other parameters are none of them', () => {
    const params = { project: '/p', requestId: 7, steps: 3 };
    assert.deepEqual(optionsIn(params), { steps: 3 });
  });

  it('that make no sense or are unknown are named', () => {
    const wrong: [object, RegExp][] = [
      [{ steps: 0 }, /steps 0; expected a whole number from 1/],
      [{ part: 'train' }, /part "train"; expected test or holdout/],
      [{ views: 1.5 }, /views 1.5/],
      [{ replacement: 'white' }, /replacement "white"; expected mean, black or blur/],
      [{ blur: 0 }, /blur 0/],
      [{ tolerance: { mm: -1 } }, /tolerance \{"mm":-1\}; expected a distance/],
      [{ tolerance: 'far' }, /tolerance "far"/],
      [{ step: 3 }, /step 3; expected one of part, views, steps/],
    ];
    for (const [chosen, message] of wrong) assert.throws(() => completeOptions(chosen), message);
  });
});
