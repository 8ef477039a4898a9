import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { View } from '../../../src/dataset/model';
import { conceptIou } from '../../../src/mining/dissect';
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

  const dissect = (views: readonly View[], concepts: (view: View) => { concept: string; mask: Mask }[]) =>
    conceptIou({
      classifier: clinic.classifier,
      views,
      config: configWith(),
      quantile: QUANTILE,
      concepts: async (view) => concepts(view),
      task: quietTask(),
    });

  it('finds the unit whose maps a concept was drawn from, in place to the pixel grid', async () => {
    const ious = await dissect(clinic.views, (view) => [{ concept: 'ITS OWN', mask: ownMask(view, speaking) }]);
    assert.equal(ious.length, clinic.classifier.units);
    const own = ious.find((i) => i.unit === speaking)!;
    assert.ok(own.iou > 0.9, `${own.iou}`);
    assert.ok(ious.every((i) => i.iou >= 0 && i.iou <= 1));
  });

  it('gives a concept that lies elsewhere no overlap, and leaves out a view that cannot be read', async () => {
    const lost = { ...clinic.views[0], file: path.join(clinic.dir, 'gone.LJPEG') };
    const ious = await dissect([lost, ...clinic.views.slice(1)], (view) => {
      assert.notEqual(view.file, lost.file);
      const { width, height, data } = ownMask(view, speaking);
      return [{ concept: 'OUTSIDE', mask: { width, height, data: data.map((v) => 1 - v) } }];
    });
    assert.ok(ious.find((i) => i.unit === speaking)!.iou < 0.02);
  });

  it('without a readable view finds nothing', async () => {
    const lost = { ...clinic.views[0], file: path.join(clinic.dir, 'gone.LJPEG') };
    assert.deepEqual(await dissect([lost], () => []), []);
  });
});
