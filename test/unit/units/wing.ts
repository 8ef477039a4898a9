/** A mining result of three units on disk, drawn rather than mined: one named by two experts, one by measurement alone, one by nobody. */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import type { Answer } from '../../../src/protocol/annotation';
import type { ConceptReport } from '../../../src/protocol/concepts';
import { encodeGrid } from '../../../src/protocol/grid';
import type { MinedUnit, MiningManifest } from '../../../src/protocol/mining';
import { type UnitId, unitId, unitIndex } from '../../../src/protocol/unit';

export const [first, second, third] = [3, 41, 7].map((i) => unitId(unitIndex(i)));
/** Grey value of every thumbnail, and of what lies outside a mask. */
export const GREY = 200;
export const THUMBNAIL = 40;

export const manifest: MiningManifest = {
  version: 1,
  hash: 'b'.repeat(64),
  network: 'a'.repeat(64),
  checkpoint: 'epoch-02.onnx',
  classes: ['normal', 'benign', 'malignant'],
  options: { rankOn: 'views' },
  coverage: { normal: 0.5, benign: 0.6, malignant: 0.7 },
  views: 4,
  patches: 20,
  units: [second, first, third],
};

export function minedUnit(unit: UnitId, className: string, rank: number): MinedUnit {
  // The left column of cells is active, the others are silent.
  const map = encodeGrid([4, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0], 4, 4);
  const patches = [0, 1, 2, 3, 4].map((p) => ({
    viewId: `case${p}.LEFT_CC`,
    x: 10 * p,
    y: 0,
    size: 32,
    label: 'malignant',
    activation: 4 - p / 10,
    column: 0,
    row: 0,
    field: { x: 0, y: 0, width: 9, height: 9 },
    map,
    thumbnail: `thumbnails/${p}.jpg`,
  }));
  return {
    unit,
    ranks: [{ className, rank, topEightCount: 3, summedInfluence: 5 }],
    maxActivation: 4,
    maskThreshold: 0.8,
    placement: { x0: 0, y0: 0, stepX: 0.25, stepY: 0.25 },
    patches,
  };
}

export const mined: Record<UnitId, MinedUnit> = {
  [second]: minedUnit(second, 'normal', 1),
  [first]: minedUnit(first, 'malignant', 1),
  [third]: minedUnit(third, 'malignant', 2),
};

/** The folder of the result, thumbnails of an even grey included. */
export async function miningFolder(): Promise<string> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'units-'));
  await mkdir(path.join(dir, 'thumbnails'));
  const picture = await sharp({ create: { width: THUMBNAIL, height: THUMBNAIL, channels: 3, background: { r: GREY, g: GREY, b: GREY } } })
    .jpeg({ quality: 100 })
    .toBuffer();
  for (let p = 0; p < 5; p++) await writeFile(path.join(dir, `thumbnails/${p}.jpg`), picture);
  return dir;
}

export function answer(unit: UnitId, expert: string, description: string | undefined, of: Partial<Answer['phenomena'][0]> = {}): Answer {
  const phenomena = description === undefined ? [] : [{ description, association: 'malignant' as const, terms: [], ...of }];
  return {
    unit,
    expert,
    at: '2031-01-02T00:00:00Z',
    seconds: 20,
    network: manifest.network,
    mining: manifest.hash,
    recognizable: description !== undefined,
    several: false,
    phenomena,
  };
}

export const answers: Answer[] = [
  answer(first, 'ann', 'edge of mass with spiculated margins', { category: 'mass' }),
  answer(first, 'bob', 'edge of mass with spiculated margins', { category: 'mass' }),
  answer(third, 'bob', undefined),
];

export const concepts: ConceptReport = {
  version: 1,
  network: manifest.network,
  mining: manifest.hash,
  masks: 'data set',
  viewsLeftOut: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
  quantile: 0.005,
  bar: 0.04,
  views: 4,
  units: {
    [second]: [
      { concept: 'ROUND', iou: 0.02 },
      { concept: 'SPICULATED', iou: 0.07 },
    ],
    [third]: [{ concept: 'ROUND', iou: 0.03 }],
  },
  concepts: [],
};
