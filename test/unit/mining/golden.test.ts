/** Mining, explanation and dissection against the definitions written out in NumPy and PyTorch (test/golden/mining.py), ties included. */
import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { maskFolder } from '../../../src/concepts/maskFolder';
import { explainWith } from '../../../src/explanation/explain';
import { classActivationMap } from '../../../src/explanation/maps';
import { cellsOnBreast } from '../../../src/mining/breastCells';
import { dissect } from '../../../src/mining/dissect';
import { latestMining, readMinedUnits } from '../../../src/mining/folder';
import { openPatchNetwork, openViewNetwork } from '../../../src/mining/forward';
import { unitMask } from '../../../src/mining/masks';
import { mine } from '../../../src/mining/mine';
import { placementOverPatch } from '../../../src/mining/minedUnits';
import { readNpy } from '../../../src/mining/npy';
import { headWeights } from '../../../src/network/classifier';
import type { Classifier } from '../../../src/network/graph';
import { receptiveField } from '../../../src/network/receptiveField';
import { viewImage } from '../../../src/patches/view';
import type { ConfigInput } from '../../../src/project/config';
import { decodeGrid } from '../../../src/protocol/grid';
import type { MinedUnit, MiningManifest } from '../../../src/protocol/mining';
import { quietTask } from '../../../src/protocol/task';
import { parseUnitId, type UnitId, unitId, unitIndex } from '../../../src/protocol/unit';
import {
  CLASSES,
  edge,
  type GoldenClinic,
  type GoldenMining,
  golden,
  goldenClinic,
  goldenConcepts,
  goldenConfig,
  resnet18Classifier,
  smallClassifier,
} from './goldenClinic';

/** Float32 on this side, float64 on the other. */
const RELATIVE = 2e-5;

function assertClose(found: number, expected: number, what: string, scale = Math.abs(expected)): void {
  assert.ok(Math.abs(found - expected) <= RELATIVE * Math.max(scale, 1e-3), `${what}: ${found} for ${expected}`);
}

const id = (unit: number): UnitId => unitId(unitIndex(unit));

const networks: [string, GoldenMining, (bias: readonly number[]) => Classifier][] = [
  ['a small network with ties', golden.small, smallClassifier],
  ['ResNet-18', golden.resnet18, resnet18Classifier],
];

for (const [name, expected, build] of networks)
  describe(`mining of ${name}, beside its definition in PyTorch`, function () {
    this.timeout(120_000);
    let clinic: GoldenClinic;
    const classifiers = { views: build(expected.bias.views), patches: build(expected.bias.patches) };
    let counter = 0;
    /** The published form but for the limit of two patches a view; and one on the breast, with quantiles and without the limit. */
    let manifest: MiningManifest;
    let units: Record<UnitId, MinedUnit>;
    let dir: string;
    let other: { manifest: MiningManifest; units: Record<UnitId, MinedUnit> };

    const mined = async (mining: ConfigInput['mining'], on: 'views' | 'patches' = 'views') => {
      const root = path.join(clinic.dir, `run-${counter++}`);
      const result = await mine({
        classifier: classifiers[on],
        network: { hash: 'golden', checkpoint: 'golden.onnx' },
        views: clinic.views,
        store: clinic.store,
        config: goldenConfig(expected, mining),
        dir: path.join(root, 'mining'),
        task: quietTask(),
      });
      const folder = (await latestMining(root, 'golden'))!;
      return { manifest: result, dir: folder, units: await readMinedUnits(folder) };
    };

    before(async () => {
      clinic = await goldenClinic(expected);
      ({ manifest, dir, units } = await mined({}));
      other = await mined({ region: 'tissue', mask: { rule: 'quantile', of: 0.005 }, patchesPerView: 0 });
    });
    after(() => rm(clinic.dir, { recursive: true }));

    /** Units that both results chose: nearly all. */
    function inBoth(): UnitId[] {
      const both = manifest.units.filter((unit) => other.manifest.units.includes(unit));
      assert.ok(both.length >= 0.8 * manifest.units.length);
      return both;
    }

    function assertRanking(key: string, found: { manifest: MiningManifest; units: Record<UnitId, MinedUnit> }) {
      for (const className of CLASSES) {
        const { images, chosen, places, influence, coverage } = expected.rankings[key][className];
        const ranked = Object.values(found.units)
          .flatMap((u) => u.ranks.filter((r) => r.className === className).map((r) => ({ unit: u.unit, ...r })))
          .sort((a, b) => a.rank - b.rank);
        assert.deepEqual([ranked.map((r) => r.unit), ranked.map((r) => r.topEightCount)], [chosen.map(id), places], `${key}, ${className}`);
        for (const [i, r] of ranked.entries()) assertClose(r.summedInfluence, influence[i], `${key}, ${className}, ${r.unit}`);
        assert.equal(found.manifest.imagesRanked?.[className], images);
        assert.ok(Math.abs(found.manifest.coverage[className] - coverage) < 1e-12);
      }
      const order = CLASSES.flatMap((className) => expected.rankings[key][className].chosen);
      assert.deepEqual(found.manifest.units, [...new Set(order)].map(id));
    }

    it('finds the breast where it was drawn, so that both sides count the same cells', async () => {
      const field = receptiveField(classifiers.views.graph);
      for (const [i, view] of clinic.views.entries()) {
        const image = await viewImage(view, goldenConfig(expected));
        assert.deepEqual([image.width, image.height], [view.width, view.height]);
        const [columns, rows] = [view.width / field.stride, view.height / field.stride];
        const cells = cellsOnBreast(image, field, columns, rows, goldenConfig(expected));
        const drawn = Uint8Array.from(cells, (_, c) => (Math.floor(0.5 + (c % columns) * field.stride) < edge(i, view.width) ? 1 : 0));
        assert.deepEqual(cells, drawn);
      }
    });

    it('ranks the same units by influence, with the same places, sums and coverage, on whole views', async () => {
      assertRanking('views, all', { manifest, units });
      assertRanking('views, all, tissue', other);
    });

    if (expected === golden.small) {
      // The deep network is proved on one ranking of each kind: its passes take long.
      it('ranks the same units on the views decided for each class alone', async () => {
        assertRanking('views, decided', await mined({ images: 'decided' }));
      });

      it('ranks the same units on all patches', async () => {
        assertRanking('patches, all', await mined({ rankOn: 'patches' }, 'patches'));
      });
    }

    it('ranks the same units on the patches decided for each class alone', async () => {
      assertRanking('patches, decided', await mined({ rankOn: 'patches', images: 'decided' }, 'patches'));
    });

    it('keeps the same top patches in the same order, two from a view and without a limit', async () => {
      const { patches } = clinic.store;
      const places = (unit: MinedUnit) => unit.patches.map(({ viewId, x, y }) => `${viewId} ${x} ${y}`);
      const wanted = (list: number[]) => list.map((i) => `${patches[i].viewId} ${patches[i].x} ${patches[i].y}`);
      assert.equal(Object.keys(units).length, Object.keys(expected.units).length);
      for (const unit of Object.values(units))
        assert.deepEqual(places(unit), wanted(expected.units[parseUnitId(unit.unit)].two), unit.unit);
      for (const unit of inBoth()) assert.deepEqual(places(other.units[unit]), wanted(expected.units[parseUnitId(unit)].all), unit);
    });

    it('has the same largest activations, in the table of all patches and of each unit', async () => {
      const { data } = await readNpy(path.join(dir, 'activations.maxima.npy'));
      const largest = Math.max(...expected.maxima);
      for (const [i, value] of expected.maxima.entries()) assertClose(data[i * expected.maximaStep], value, `maximum ${i}`, largest);
      for (const unit of Object.values(units)) assertClose(unit.maxActivation, expected.units[parseUnitId(unit.unit)].largest, unit.unit);
    });

    it('takes the published threshold exactly, and the quantile to within a bin of its histogram', async () => {
      for (const unit of Object.values(units)) assert.equal(unit.maskThreshold, 0.2 * unit.maxActivation);
      for (const unit of inBoth()) {
        const [high, low] = expected.units[parseUnitId(unit)].quantile;
        const found = other.units[unit].maskThreshold;
        assert.ok(found <= high * 1.016 && found >= low * 0.984, `${unit}: ${found} for ${low} to ${high}`);
      }
    });

    it('has the same maps and masks on the top patches, but for pixels that rounding puts on either side of the threshold', async () => {
      const { patches, size } = clinic.store;
      const field = receptiveField(classifiers.views.graph);
      const [offset, step] = [placementOverPatch(field, size).x0 * size, placementOverPatch(field, size).stepX * size];
      const placement = { x0: offset, y0: offset, stepX: step, stepY: step };
      const network = await openPatchNetwork(classifiers.views);
      let compared = 0;
      let spoken = 0;
      for (const [key, { masks }] of Object.entries(expected.units))
        for (const { patch, bits, near, map } of masks) {
          const unit = units[id(Number(key))];
          const { viewId, x, y } = patches[patch];
          // Kept in 8 bits: off by half a step.
          const kept = unit.patches.find((p) => p.viewId === viewId && p.x === x && p.y === y)!;
          for (const [i, v] of decodeGrid(kept.map).entries())
            assert.ok(Math.abs(v - map[i]) <= kept.map.scale * 0.5001 + 1e-5 * Math.max(...map));
          const { features, width, height } = await network.run(await clinic.store.read([patch]), 1);
          const data = features.subarray(Number(key) * width * height, (Number(key) + 1) * width * height);
          const mask = unitMask({ width, height, data, placement }, unit.maskThreshold, size, size);
          const wanted = Buffer.from(bits, 'base64');
          for (let i = 0; i < mask.data.length; i++) {
            if (near.includes(i)) continue;
            assert.equal(mask.data[i], (wanted[i >> 3] >> (7 - (i & 7))) & 1, `${unit.unit}, patch ${patch}, pixel ${i}`);
            compared++;
            spoken += mask.data[i];
          }
        }
      await network.release();
      assert.ok(spoken > 0 && spoken < compared);
    });

    it('explains views by the same class, position, scores, shares and class activation map', async () => {
      const network = await openViewNetwork(classifiers.views);
      const { weight } = headWeights(classifiers.views);
      // Every unit has a name, so that the most influential ones are all evidence.
      const answers = Array.from({ length: classifiers.views.units }, (_, u) => ({
        unit: id(u),
        expert: 'golden',
        at: '2020-01-01T00:00:00.000Z',
        seconds: 0,
        network: 'golden',
        mining: '',
        recognizable: true,
        several: false,
        phenomena: [{ description: `what unit ${u} shows`, association: 'unsure' as const, terms: [] }],
      }));
      const config = goldenConfig(expected);
      for (const wanted of expected.explained) {
        const { explanation } = await explainWith(network, {
          classifier: classifiers.views,
          view: clinic.views[wanted.view],
          mining: dir,
          answers,
          config: { ...config, explanation: { ...config.explanation, units: 8 } },
          source: { run: 'run', checkpoint: 'golden.onnx', network: 'golden' },
          task: quietTask(),
        });
        const what = `view ${wanted.view}`;
        assert.equal(explanation.decidedClass, wanted.decided, what);
        const { column, row } = explanation.decidingPosition;
        assert.equal(row * explanation.cam.width + column, wanted.cell, what);
        for (const [k, className] of CLASSES.entries()) assertClose(explanation.scores[className], wanted.scores[k], what, 1);
        const most = Math.max(...wanted.influence.map(Math.abs));
        assertClose(explanation.logit.value, wanted.logit, what, Math.max(most, 1));
        assert.deepEqual(
          explanation.evidence.map((e) => e.unit),
          wanted.units.map(id),
          what,
        );
        for (const [i, { influence, share }] of explanation.evidence.entries()) {
          assertClose(influence, wanted.influence[i], what, most);
          assertClose(share, wanted.share[i], what, most);
        }
        const { features, width, height } = await network.run(await viewImage(clinic.views[wanted.view], config));
        const cam = classActivationMap(features, weight, classifiers.views.units, CLASSES.indexOf(wanted.decided));
        assert.equal(wanted.cam.length, width * height);
        const shown = decodeGrid(explanation.cam);
        for (const [i, value] of wanted.cam.entries()) {
          assert.ok(Math.abs(cam[i] - value) <= 1e-4, `${what}, CAM ${cam[i]} for ${value}`);
          assert.ok(Math.abs(shown[i] - value) <= explanation.cam.scale * 0.5001 + 1e-4);
        }
      }
      await network.release();
    });
  });

describe('dissection of a small network, beside its definition in NumPy', function () {
  this.timeout(120_000);
  const { dissection, ...expected } = golden.small;
  let clinic: GoldenClinic;
  let masks: string;
  before(async () => {
    clinic = await goldenClinic(expected);
    masks = path.join(clinic.dir, 'masks');
    for (const [i, view] of clinic.views.entries())
      for (const [concept, { width, height, data }] of Object.entries(goldenConcepts(clinic.raw[i], i, expected.width, expected.height))) {
        await mkdir(path.join(masks, concept), { recursive: true });
        await sharp(data, { raw: { width, height, channels: 1 } })
          .png()
          .toFile(path.join(masks, concept, `${view.id}.png`));
      }
  });
  after(() => rm(clinic.dir, { recursive: true }));

  for (const region of ['view', 'tissue'] as const)
    it(`finds the same IoU of every unit and concept from a folder of masks, mining.region "${region}"`, async () => {
      const { views } = clinic;
      const source = await maskFolder(masks, { name: 'masks', probed: views, known: views, task: quietTask() });
      const found = await dissect({
        classifier: smallClassifier(expected.bias.views),
        views,
        config: goldenConfig(expected, { region }),
        masks: source.masks,
        quantile: dissection.share,
        task: quietTask(),
      });
      const wanted = dissection[region];
      for (const [u, threshold] of wanted.thresholds.entries())
        assert.ok(Math.abs(found.thresholds[u] - threshold) <= 0.016 * threshold + 2 ** -16, `${found.thresholds[u]} for ${threshold}`);
      assert.deepEqual(new Set(found.ious.map(({ concept }) => concept)), new Set(Object.keys(wanted.iou)));
      // The thresholds may be 1.6 % off, and with them the edge of what is counted.
      let furthest = 0;
      for (const { unit, concept, iou } of found.ious) furthest = Math.max(furthest, Math.abs(iou - wanted.iou[concept][unit]));

      assert.ok(furthest < 0.006, `an IoU is ${furthest} off`);
      assert.deepEqual(Object.fromEntries(found.occurrences), { BRIGHT: 32, DARK: 32, BESIDE: 36, SQUARE: 12 });
    });
});
