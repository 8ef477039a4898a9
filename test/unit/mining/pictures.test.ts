/** Facts of the pictures that mining leaves. */
import { deepEqual, equal } from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import type { View } from '../../../src/dataset/model';
import { drawPictures } from '../../../src/mining/pictures';
import type { Patch } from '../../../src/patches/patch';
import { quietTask } from '../../../src/protocol/task';
import { configWith } from './hospital';

describe('pictures of a mining result', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'pictures-'));
  });
  after(() => rm(dir, { recursive: true }));

  /** Size of the preview of a view that is read in this size. */
  async function previewOf(width: number, height: number): Promise<{ width: number; height: number }> {
    const view = {
      id: 'A_1.LEFT_CC',
      caseId: 'A_1',
      laterality: 'LEFT',
      projection: 'CC',
      width: 3000,
      height: 4800,
      findings: [],
    } as unknown as View;
    const patch = { viewId: view.id, x: 0, y: 0, size: 750 } as Patch;
    const read = async () => ({ width, height, data: new Float32Array(width * height).fill(0.4) });
    const request = { dir, views: [view], patches: [patch], indices: [0], config: configWith(), task: quietTask(), read };
    const { cards, thumbnails } = await drawPictures(request);
    equal(thumbnails.size, 1);
    const size = await sharp(path.join(dir, cards[view.id].preview)).metadata();
    return { width: size.width, height: size.height };
  }

  it('are fine enough to zoom into: a preview is 1400 pixels high', async () =>
    deepEqual(await previewOf(1000, 1600), { width: 875, height: 1400 }));

  it('are never enlarged', async () => deepEqual(await previewOf(600, 904), { width: 600, height: 904 }));
});
