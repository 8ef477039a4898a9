import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { View } from '../../../src/dataset/model';
import { type DissectionRequest, dissect } from '../../../src/mining/dissect';
import { openViewNetwork, type Response } from '../../../src/mining/forward';
import { unitMask } from '../../../src/mining/masks';
import { receptiveField } from '../../../src/network/receptiveField';
import { viewImage } from '../../../src/patches/view';
import type { Mask } from '../../../src/pixels/image';
import { quietTask } from '../../../src/protocol/task';
import type { UnitIndex } from '../../../src/protocol/unit';
import { configWith, type Hospital, hospital } from './hospital';

const QUANTILE = 0.1;

describe('network dissection', () => {
  let clinic: Hospital;
  const responses = new Map<string, Response>();
  let speaking: UnitIndex;
  before(async () => {
    clinic = await hospital(2);
    const network = await openViewNetwork(clinic.classifier);
    for (const view of clinic.views)
      responses.set(view.id, await network.run(await viewImage(view, configWith(), clinic.classifier.inputSize)));
    await network.release();
    // A unit that is not silent: its threshold is above zero.
    speaking = Array.from({ length: clinic.classifier.units }, (_, u) => u as UnitIndex).find((u) => threshold(u) > 0.01)!;
  });
  after(() => rm(clinic.dir, { recursive: true }));

  function mapOf(response: Response, unit: number): Float32Array {
    const cells = response.width * response.height;
    return response.features.subarray(unit * cells, (unit + 1) * cells);
  }

  /** The exact upper quantile, by sorting every activation of the unit. */
  function threshold(unit: number): number {
    const all = [...responses.values()].flatMap((r) => [...mapOf(r, unit)]).sort((a, b) => b - a);
    return all[Math.ceil(QUANTILE * all.length) - 1];
  }

  /** Where the unit speaks, at the view's full resolution. */
  function ownMask(view: View, unit: number): Mask {
    const response = responses.get(view.id)!;
    const field = receptiveField(clinic.classifier.graph);
    // A patch of 32 view pixels has 16 network pixels.
    const [x0, stepX] = [field.offset * 2, field.stride * 2];
    const map = { width: response.width, height: response.height, data: mapOf(response, unit) };
    return unitMask({ ...map, placement: { x0, y0: x0, stepX, stepY: stepX } }, threshold(unit), view.width, view.height);
  }

  const dissected = (
    views: readonly View[],
    concepts: (view: View) => { concept: string; mask: Mask }[],
    over: Partial<DissectionRequest> = {},
  ) =>
    dissect({
      classifier: clinic.classifier,
      views,
      config: configWith(),
      quantile: QUANTILE,
      masks: (view) => concepts(view).map(({ concept, mask }) => ({ concept, read: async () => mask })),
      task: quietTask(),
      ...over,
    });

  it('finds the unit whose maps a concept was drawn from, in place to the pixel grid', async () => {
    const { ious } = await dissected(clinic.views, (view) => [{ concept: 'ITS OWN', mask: ownMask(view, speaking) }]);
    assert.equal(ious.length, clinic.classifier.units);
    const own = ious.find((i) => i.unit === speaking)!;
    assert.ok(own.iou > 0.9, `${own.iou}`);
    assert.ok(ious.every((i) => i.iou >= 0 && i.iou <= 1));
  });

  it('gives a concept that lies elsewhere no overlap, and leaves out a view that cannot be read', async () => {
    const lost = { ...clinic.views[0], file: path.join(clinic.dir, 'gone.LJPEG') };
    const { ious, views } = await dissected([lost, ...clinic.views.slice(1)], (view) => {
      assert.notEqual(view.file, lost.file);
      const { width, height, data } = ownMask(view, speaking);
      return [{ concept: 'OUTSIDE', mask: { width, height, data: data.map((v) => 1 - v) } }];
    });
    assert.ok(ious.find((i) => i.unit === speaking)!.iou < 0.02);
    assert.equal(views, clinic.views.length - 1);
  });

  it('without a readable view finds nothing', async () => {
    const lost = { ...clinic.views[0], file: path.join(clinic.dir, 'gone.LJPEG') };
    const { ious, views } = await dissected([lost], () => []);
    assert.deepEqual([ious, views], [[], 0]);
  });

  it('is the same whether the maps of all views, of some or of none fit into memory between the two looks', async () => {
    const own = (view: View) => [{ concept: 'ITS OWN', mask: ownMask(view, speaking) }];
    const whole = await dissected(clinic.views, own);
    const bytes = [...responses.values()][0].features.byteLength;
    for (const keep of [0, bytes + 1]) {
      const stages = new Set<string>();
      const task = { ...quietTask(), progress: ({ stage }: { stage: string }) => stages.add(stage) };
      assert.deepEqual(await dissected(clinic.views, own, { keep, task }), whole);
      assert.equal(stages.has('dissect: other views'), true);
      assert.equal(stages.has('dissect: concepts'), keep > 0);
    }
  });

  it('probes the units asked for, with the thresholds they have among all', async () => {
    const own = (view: View) => [{ concept: 'ITS OWN', mask: ownMask(view, speaking) }];
    const whole = await dissected(clinic.views, own);
    const some = await dissected(clinic.views, own, { units: [speaking] });
    assert.deepEqual(
      some.ious,
      whole.ious.filter((i) => i.unit === speaking),
    );
    assert.deepEqual(some.thresholds, [whole.thresholds[speaking]]);
    // The threshold comes from a histogram, whose bins are 1.6 % wide.
    assert.ok(Math.abs(some.thresholds[0] - threshold(speaking)) <= 0.016 * threshold(speaking));
  });

  it('stops within a view when cancelled', async () => {
    for (const stage of ['dissect: units', 'dissect: concepts', 'dissect: other views']) {
      const controller = new AbortController();
      let after = 0;
      const task = {
        ...quietTask(),
        signal: controller.signal,
        progress: (p: { stage: string }) => {
          if (controller.signal.aborted) after++;
          if (p.stage === stage) controller.abort(new Error('cancelled'));
        },
      };
      const bytes = [...responses.values()][0].features.byteLength;
      await assert.rejects(
        dissected(clinic.views, () => [], { task, keep: 2 * bytes }),
        /cancelled/,
      );
      assert.equal(after, 0);
    }
  });
});
