import assert from 'node:assert/strict';
import { readdir, readFile, rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import { cellsOnBreast } from '../../../src/mining/breastCells';
import { decide, decidedClass, probabilityMaps } from '../../../src/mining/decide';
import { latestMining, readManifest, readMinedUnit, readMinedUnits, readViewCards } from '../../../src/mining/folder';
import { openPatchNetwork, openViewNetwork, type Response } from '../../../src/mining/forward';
import { openLayerPatchNetwork, openLayerViewNetwork } from '../../../src/mining/layerForward';
import { type MineRequest, mine } from '../../../src/mining/mine';
import { minedLayer } from '../../../src/mining/minedLayer';
import { readNpy } from '../../../src/mining/npy';
import { headWeights } from '../../../src/network/classifier';
import { receptiveField } from '../../../src/network/receptiveField';
import { viewImage } from '../../../src/patches/view';
import { decodeGrid } from '../../../src/protocol/grid';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask } from '../../../src/protocol/task';
import { parseUnitId, unitId, unitIndex } from '../../../src/protocol/unit';
import { configWith, type Hospital, hospital } from './hospital';

const CLASSES = 3;

describe('mining', () => {
  let clinic: Hospital;
  let runDir: string;
  let counter = 0;
  /** A result under the default options, for the tests that only read it. */
  let mined: string;
  before(async () => {
    clinic = await hospital(3);
    runDir = path.join(clinic.dir, 'run-0');
    await mine(request());
    mined = (await latestMining(runDir, 'network-a'))!;
  });
  after(() => rm(clinic.dir, { recursive: true }));
  beforeEach(() => {
    runDir = path.join(clinic.dir, `run-${++counter}`);
  });

  const request = (over: Partial<MineRequest> = {}): MineRequest => ({
    classifier: clinic.classifier,
    network: { hash: 'network-a', checkpoint: 'epoch-05.onnx' },
    views: clinic.views,
    store: clinic.store,
    config: configWith(),
    dir: path.join(runDir, 'mining'),
    task: quietTask(),
    ...over,
  });

  async function patchResponse(): Promise<Response> {
    const network = await openPatchNetwork(clinic.classifier);
    const count = clinic.store.patches.length;
    const response = await network.run(await clinic.store.read([...clinic.store.patches.keys()]), count);
    await network.release();
    return response;
  }

  async function viewResponses(): Promise<Response[]> {
    const network = await openViewNetwork(clinic.classifier);
    const responses: Response[] = [];
    for (const view of clinic.views) responses.push(await network.run(await viewImage(view, configWith(), clinic.classifier.inputSize)));
    await network.release();
    return responses;
  }

  /** Largest value of each map of image i. */
  function maximaOf({ features, height, width }: Response, i: number): number[] {
    const cells = height * width;
    const { units } = clinic.classifier;
    return Array.from({ length: units }, (_, u) => Math.max(...features.subarray((i * units + u) * cells, (i * units + u + 1) * cells)));
  }

  /** The ranking by its definition: images as lists of maxima with the class each is decided for. */
  function rankByDefinition(images: { maxima: number[]; decided: number }[], onlyDecided: boolean) {
    const { weight } = headWeights(clinic.classifier);
    const { units } = clinic.classifier;
    return Array.from({ length: CLASSES }, (_, k) => {
      const taken = new Map<number, { count: number; sum: number }>();
      let places = 0;
      for (const { maxima, decided } of images) {
        if (onlyDecided && decided !== k) continue;
        const influence = maxima.map((a, u) => a * weight[k * units + u]);
        const top = influence.map((_, u) => u).sort((a, b) => influence[b] - influence[a] || a - b);
        for (const u of top.slice(0, 8)) {
          const t = taken.get(u) ?? { count: 0, sum: 0 };
          taken.set(u, { count: t.count + 1, sum: t.sum + influence[u] });
          places++;
        }
      }
      const chosen = [...taken].sort(([a, x], [b, y]) => y.count - x.count || y.sum - x.sum || a - b).slice(0, 5);
      const covered = chosen.reduce((sum, [, t]) => sum + t.count, 0);
      return {
        chosen: chosen.map(([unit, t]) => ({ unit: unitId(unitIndex(unit)), count: t.count })),
        coverage: places ? covered / places : 0,
      };
    });
  }

  async function assertRanking(dir: string, images: { maxima: number[]; decided: number }[], onlyDecided: boolean) {
    const manifest = await readManifest(dir);
    const units = await readMinedUnits(dir);
    const expected = rankByDefinition(images, onlyDecided);
    manifest.classes.forEach((className, k) => {
      assert.ok(Math.abs(manifest.coverage[className] - expected[k].coverage) < 1e-12);
      const ranked = Object.values(units)
        .flatMap((u) =>
          u.ranks.filter((r) => r.className === className).map((r) => ({ unit: u.unit, count: r.topEightCount, rank: r.rank })),
        )
        .sort((a, b) => a.rank - b.rank);
      assert.deepEqual(
        ranked.map(({ unit, count }) => ({ unit, count })),
        expected[k].chosen,
      );
    });
    assert.deepEqual(manifest.units, [...new Set(expected.flatMap((e) => e.chosen.map((c) => c.unit)))]);
    assert.deepEqual(new Set(Object.keys(units)), new Set(manifest.units));
  }

  it('ranks units on full views by influence, as brute force does', async () => {
    const images = (await viewResponses()).map((r) => ({ maxima: maximaOf(r, 0), decided: 0 }));
    await assertRanking(mined, images, false);
  });

  it('ranks on patches, and on only the images decided for a class, when told so', async () => {
    const manifest = await mine(request({ config: configWith({ rankOn: 'patches', images: 'decided' }) }));
    const dir = await latestMining(runDir, 'network-a');
    const response = await patchResponse();
    const images = clinic.store.patches.map((_, i) => {
      const logits = response.logits.subarray(i * CLASSES, (i + 1) * CLASSES);
      return { maxima: maximaOf(response, i), decided: logits.indexOf(Math.max(...logits)) };
    });
    await assertRanking(dir!, images, true);
    assert.equal(
      Object.values(manifest.imagesRanked!).reduce((a, b) => a + b),
      clinic.store.patches.length,
    );
    assert.equal(manifest.options.images, 'decided');
  });

  it('ranks on full views only for the class that each is decided for, as Explain decides it', async () => {
    await mine(request({ config: configWith({ images: 'decided' }) }));
    const dir = await latestMining(runDir, 'network-a');
    const field = receptiveField(clinic.classifier.graph);
    const images: { maxima: number[]; decided: number }[] = [];
    for (const [i, response] of (await viewResponses()).entries()) {
      const image = await viewImage(clinic.views[i], configWith(), clinic.classifier.inputSize);
      const inside = cellsOnBreast(image, field, response.width, response.height, configWith());
      const { classIndex } = decide(probabilityMaps(response.logits, CLASSES), 'max', 0, inside);
      images.push({ maxima: maximaOf(response, 0), decided: classIndex });
    }
    await assertRanking(dir!, images, true);
  });

  it('shows the patches that excite a unit most, at most two per view, with their maps and fields', async () => {
    const dir = mined;
    const response = await patchResponse();
    const cells = response.height * response.width;
    const { patches } = clinic.store;
    for (const unit of Object.values(await readMinedUnits(dir))) {
      const index = parseUnitId(unit.unit);
      const activations = patches.map((_, i) => maximaOf(response, i)[index]);
      const perView = new Map<string, number>();
      const expected = [...patches.keys()]
        .sort((a, b) => activations[b] - activations[a] || a - b)
        .filter((i) => {
          const had = perView.get(patches[i].viewId) ?? 0;
          perView.set(patches[i].viewId, had + 1);
          return had < 2;
        })
        .slice(0, 6);
      assert.equal(unit.maxActivation, Math.max(...activations));
      assert.equal(unit.maskThreshold, 0.2 * unit.maxActivation);
      assert.deepEqual(
        unit.patches.map(({ viewId, x, y, size }) => ({ viewId, x, y, size })),
        expected.map((i) => ({ viewId: patches[i].viewId, x: patches[i].x, y: patches[i].y, size: patches[i].size })),
      );
      unit.patches.forEach((top, place) => {
        const i = expected[place];
        assert.ok(Math.abs(top.activation - activations[i]) < 1e-5);
        const start = (i * clinic.classifier.units + index) * cells;
        const map = response.features.subarray(start, start + cells);
        decodeGrid(top.map).forEach((v, c) => {
          assert.ok(Math.abs(v - map[c]) <= top.map.scale / 2 + 1e-5);
        });
        assert.equal(map.indexOf(Math.max(...map)), top.row * response.width + top.column);
        assert.equal(top.label, ['ambiguous', 'normal', 'benign', 'malignant'][patches[i].label + 1]);
        const centre = top.field.x + top.field.width / 2;
        assert.ok(centre >= top.x && centre <= top.x + top.size && top.field.width > 0);
      });
    }
  });

  it('keeps a table of every maximum that NumPy can open, pictures, and a card for every view shown', async () => {
    const dir = mined;
    const response = await patchResponse();
    const { data, shape } = await readNpy(path.join(dir, 'activations.maxima.npy'));
    const { units } = clinic.classifier;
    assert.deepEqual(shape, [clinic.store.patches.length, units]);
    clinic.store.patches.forEach((_, i) => {
      maximaOf(response, i).forEach((v, u) => {
        assert.ok(Math.abs(v - data[i * units + u]) < 1e-5);
      });
    });
    const cards = await readViewCards(dir);
    const isJpeg = async (file: string) => (await readFile(path.join(dir, file))).subarray(0, 2).equals(Buffer.from([0xff, 0xd8]));
    for (const unit of Object.values(await readMinedUnits(dir)))
      for (const top of unit.patches) {
        assert.ok(await isJpeg(top.thumbnail));
        const card = cards[top.viewId];
        assert.ok(await isJpeg(card.preview));
        assert.equal(card.label, Number(card.caseId.at(-1)) % 2 === 1 ? 'malignant' : 'benign');
        assert.equal(card.outlines[0].className, card.label);
      }
  });

  it('masks at an upper quantile of a unit on the hold-out set when told so', async () => {
    const of = 0.02;
    await mine(request({ config: configWith({ mask: { rule: 'quantile', of } }) }));
    const response = await patchResponse();
    const cells = response.height * response.width;
    for (const unit of Object.values(await readMinedUnits((await latestMining(runDir, 'network-a'))!))) {
      const index = parseUnitId(unit.unit);
      const all = clinic.store.patches.flatMap((_, i) => {
        const start = (i * clinic.classifier.units + index) * cells;
        return [...response.features.subarray(start, start + cells)];
      });
      const exact = all.sort((a, b) => b - a)[Math.ceil(of * all.length) - 1];
      assert.ok(Math.abs(unit.maskThreshold - exact) <= exact / 64 + 2 ** -16, `${unit.maskThreshold} for ${exact}`);
    }
  });

  it('is not done twice for the same network, data and options, and never shows one result for another', async () => {
    const first = await mine(request());
    assert.deepEqual(await mine(request()), first);
    const others = [
      await mine(request({ config: configWith({ topPerImage: 4 }) })),
      await mine(request({ network: { hash: 'network-b', checkpoint: 'x' } })),
      await mine(request({ store: { ...clinic.store, hash: 'other data' } })),
    ];
    assert.equal(new Set([first, ...others].map((m) => m.hash)).size, 4);
    const found = await latestMining(runDir, 'network-b');
    assert.equal((await readManifest(found!)).hash, others[1].hash);
    assert.equal(await latestMining(runDir, 'network-c'), undefined);
  });

  it('is done again when its manifest is damaged', async () => {
    const first = await mine(request());
    const dir = (await latestMining(runDir, 'network-a'))!;
    await truncate(path.join(dir, 'manifest.json'), 20);
    assert.equal(await latestMining(runDir, 'network-a'), undefined);
    const again = await mine(request());
    assert.equal(again.hash, first.hash);
    assert.deepEqual(await readdir(path.join(runDir, 'mining')), [path.basename(dir)]);
    assert.deepEqual(again, first);
  });

  it('leaves out a view that cannot be read, says so, and uses the rest', async () => {
    const lost = { ...clinic.views[0], file: path.join(clinic.dir, 'gone.LJPEG') };
    const messages: string[] = [];
    const task = { ...quietTask(), log: (_: string, message: string) => messages.push(message) };
    const manifest = await mine(request({ views: [lost, ...clinic.views.slice(1)], task }));
    assert.equal(manifest.viewsLeftOut, 1);
    assert.equal(manifest.views, clinic.views.length - 1);
    assert.ok(messages.some((m) => m.includes('gone.LJPEG')));
    const dir = (await latestMining(runDir, 'network-a'))!;
    const cards = await readViewCards(dir);
    for (const unit of Object.values(await readMinedUnits(dir))) for (const top of unit.patches) assert.ok(cards[top.viewId]);
  });

  it('with nothing readable or nothing held out is refused with what to do', async () => {
    const lost = clinic.views.map((v) => ({ ...v, file: path.join(clinic.dir, 'gone.LJPEG') }));
    await assert.rejects(mine(request({ views: lost })), ProblemError);
    await assert.rejects(mine(request({ views: [] })), ProblemError);
    await assert.rejects(mine(request({ store: { ...clinic.store, size: 99 } })), ProblemError);
  });

  it('counts how strongly each unit answers to patches of every label, and its weights and places for every class', async () => {
    const response = await patchResponse();
    const { weight } = headWeights(clinic.classifier);
    const { units } = clinic.classifier;
    const names = ['normal', 'benign', 'malignant', 'ambiguous'];
    const { views } = await readManifest(mined);
    for (const unit of Object.values(await readMinedUnits(mined))) {
      const index = parseUnitId(unit.unit);
      const { edges, counts } = unit.activations!;
      const maxima = clinic.store.patches.map((_, i) => maximaOf(response, i)[index]);
      assert.ok(Math.abs(edges.at(-1)! - Math.max(...maxima)) < 1e-5 && edges[0] === Math.min(0, ...maxima));
      names.forEach((name, label) => {
        const own = maxima.filter((_, i) => clinic.store.patches[i].label === (label === 3 ? -1 : label));
        assert.equal(
          counts[name].reduce((a, b) => a + b, 0),
          own.length,
        );
        // Half of the bins hold what is below their common edge, but for what lies on it.
        const middle = edges[16];
        const below = counts[name].slice(0, 16).reduce((a, b) => a + b, 0);
        assert.ok(below >= own.filter((a) => a < middle - 1e-5).length && below <= own.filter((a) => a < middle + 1e-5).length);
      });
      for (const [k, name] of names.slice(0, 3).entries()) {
        assert.equal(unit.weights![name], weight[k * units + index]);
        assert.equal(unit.influence![name].images, views);
        const rank = unit.ranks.find((r) => r.className === name);
        if (rank) assert.equal(unit.influence![name].topCount, rank.topEightCount);
      }
      assert.ok(names.slice(0, 3).some((name) => unit.influence![name].topCount > 0));
    }
  });

  it('keeps the maxima of the views that units were ranked on, in the order it names', async () => {
    const ranked: string[] = JSON.parse(await readFile(path.join(mined, 'rankedViews.json'), 'utf8'));
    assert.deepEqual(
      ranked,
      clinic.views.map((v) => v.id),
    );
    const { shape, data } = await readNpy(path.join(mined, 'views.maxima.npy'));
    const { units } = clinic.classifier;
    assert.deepEqual(shape, [ranked.length, units]);
    (await viewResponses()).forEach((response, i) => {
      assert.deepEqual([...data.subarray(i * units, (i + 1) * units)], maximaOf(response, 0));
    });
    await mine(request({ config: configWith({ rankOn: 'patches' }) }));
    const onPatches = await readdir((await latestMining(runDir, 'network-a'))!);
    assert.ok(!onPatches.includes('views.maxima.npy') && !onPatches.includes('rankedViews.json'));
  });

  /** The network with one tensor changed. */
  const changed = (name: string, change: (data: Float32Array) => void) => {
    const initializers = new Map(clinic.classifier.graph.initializers);
    const tensor = initializers.get(name)!;
    const data = Float32Array.from(tensor.data as Float32Array);
    change(data);
    initializers.set(name, { ...tensor, data });
    return { ...clinic.classifier, graph: { ...clinic.classifier.graph, initializers } };
  };
  const problem = (pattern: RegExp) => (error: unknown) => error instanceof ProblemError && pattern.test(error.message);

  it('of a network whose units are all silent, or whose weights are no numbers, is refused, saying where', async () => {
    const last = [...clinic.classifier.graph.nodes].reverse().find((node) => node.op === 'BatchNormalization')!;
    const [scale, bias] = [last.inputs[1], last.inputs[2]];
    const silent = changed(bias, (data) => data.fill(-1e6));
    await assert.rejects(mine(request({ classifier: silent })), problem(/none of which any patch/));
    const broken = changed(scale, (data) => {
      data[3] = NaN;
    });
    await assert.rejects(mine(request({ classifier: broken })), problem(new RegExp(`weights in ${scale} that are not finite`)));
  });

  it('of a layer before the last weighs its units image by image, and belongs to that layer alone', async () => {
    for (const rankOn of ['views', 'patches'] as const) {
      const config = configWith({ layer: 'layer2', rankOn });
      const { layer, units } = minedLayer(clinic.classifier, config);
      const manifest = await mine(request({ config }));
      assert.equal(manifest.layer, layer.name);
      assert.equal(await latestMining(runDir, 'network-a'), undefined, 'explanations name the last layer alone');
      const dir = (await latestMining(runDir, 'network-a', 'layer2.0'))!;
      assert.ok(!(manifest.network === 'network-a') && manifest.network.startsWith('network-a'));
      // The ranking by its definition, with the weights of each image.
      const counts = Array.from({ length: CLASSES }, () => new Map<number, number>());
      const add = ({ features, weights, width, height }: Response, image: number) => {
        const cells = width * height;
        for (let k = 0; k < CLASSES; k++) {
          const influence = Array.from({ length: units }, (_, u) => {
            const start = (image * units + u) * cells;
            return Math.max(...features.subarray(start, start + cells)) * weights![(image * CLASSES + k) * units + u];
          });
          const order = influence.map((_, u) => u).sort((a, b) => influence[b] - influence[a] || a - b);
          for (const u of order.slice(0, 8)) counts[k].set(u, (counts[k].get(u) ?? 0) + 1);
        }
      };
      if (rankOn === 'views') {
        const network = await openLayerViewNetwork(clinic.classifier, layer);
        for (const view of clinic.views) add(await network.run(await viewImage(view, config, clinic.classifier.inputSize)), 0);
        await network.release();
      } else {
        const network = await openLayerPatchNetwork(clinic.classifier, layer);
        const { patches } = clinic.store;
        for (let start = 0; start < patches.length; start += 32) {
          const batch = [...patches.keys()].slice(start, start + 32);
          const response = await network.run(await clinic.store.read(batch), batch.length);
          for (const i of batch.keys()) add(response, i);
        }
        await network.release();
      }
      for (const unit of Object.values(await readMinedUnits(dir))) {
        const index = parseUnitId(unit.unit);
        assert.equal(unit.weights, undefined);
        manifest.classes.forEach((name, k) => {
          assert.equal(unit.influence![name].topCount, counts[k].get(index) ?? 0);
        });
        const [first] = unit.patches;
        assert.ok(Math.abs(first.field.width - (layer.field!.size * first.size) / clinic.classifier.inputSize) < 1e-9);
      }
    }
    await assert.rejects(mine(request({ config: configWith({ layer: 'layer9' }) })), problem(/no layer layer9.*layer1.*layer2/));
  });

  it('of the last layer by any of its names is the same result', async () => {
    const { hash } = await mine(request());
    assert.equal((await mine(request({ config: configWith({ layer: 'conv3' }) }))).hash, hash);
    assert.equal((await mine(request({ config: configWith({ layer: 'features' }) }))).hash, hash);
  });

  it('says which class no image was decided for', async () => {
    const sure = changed(clinic.classifier.head.bias, (data) => data.set([0, 100, 0]));
    const messages: string[] = [];
    const task = { ...quietTask(), log: (_: string, message: string) => messages.push(message) };
    const manifest = await mine(request({ classifier: sure, config: configWith({ images: 'decided' }), task }));
    assert.deepEqual(manifest.imagesRanked, { normal: 0, benign: clinic.views.length, malignant: 0 });
    assert.equal(manifest.coverage['malignant'], 0);
    assert.ok(messages.some((m) => m.includes('decided for normal or malignant')));
  });

  it('names the unit that is asked for or says that it was not mined', async () => {
    const { units } = await readManifest(mined);
    assert.equal((await readMinedUnit(mined, units[0])).unit, units[0]);
    await assert.rejects(readMinedUnit(mined, unitId(unitIndex(9000))), ProblemError);
  });
});

describe('decided class of an image', () => {
  const plain = { scoring: 'max' as const, background: -1 };
  // Two cells: class 0 is likely in both, class 1 nearly certain in the second.
  const logits = [2, 0, 0, 4, 0, 0];

  it('is that of the largest probability anywhere on it, or of the largest mean', () => {
    assert.equal(decidedClass(new Float32Array(logits), 3, plain), 1);
    assert.equal(decidedClass(new Float32Array([2, 2, 0, 2.5, 0, 0]), 3, { ...plain, scoring: 'mean' }), 0);
  });

  it('counts only what lies on the breast, and everything when nothing does', () => {
    assert.equal(decidedClass(new Float32Array(logits), 3, plain, new Uint8Array([1, 0])), 0);
    assert.equal(decidedClass(new Float32Array(logits), 3, plain, new Uint8Array([0, 0])), 1);
  });

  it('is the background class only where no other leads anywhere', () => {
    const background = { ...plain, background: 0 };
    // Background is near certain in the first cell, class 2 leads in the second.
    assert.equal(decidedClass(new Float32Array([9, 0, 0, 0, 0, 1]), 3, background), 2);
    assert.equal(decidedClass(new Float32Array([9, 1, 0, 0, 0, 0.5]), 3, background), 0);
  });
});
