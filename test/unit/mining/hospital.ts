/** A tiny hold-out part for mining tests: views on disk as lossless JPEG, patches in memory, a small random network. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { View } from '../../../src/dataset/model';
import { encodeLosslessJpeg } from '../../../src/images/ljpeg/encode';
import { buildNetwork } from '../../../src/network/build';
import type { Classifier } from '../../../src/network/graph';
import type { Patch, PatchStore } from '../../../src/patches/patch';
import { readGrey } from '../../../src/patches/view';
import { crop } from '../../../src/pixels/crop';
import { resizeArea } from '../../../src/pixels/resize';
import { type Config, type ConfigInput, configSchema } from '../../../src/project/config';
import { seededRandom } from '../../../src/statistics/random';

export const SIZE = 16;
const WIDTH = 128;
const HEIGHT = 160;
const SIDE = 32;

export interface Hospital {
  dir: string;
  views: View[];
  store: PatchStore;
  classifier: Classifier;
}

export function configWith(mining: ConfigInput['mining'] = {}): Config {
  return configSchema.parse({ patches: { size: SIZE }, mining: { unitsPerClass: 5, patchesPerUnit: 6, ...mining } });
}

/** `cases` cases of two views each; every view is noise with one bright square that is its finding (malignant in odd cases). */
export async function hospital(cases: number): Promise<Hospital> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'mining-'));
  const random = seededRandom(4);
  const views: View[] = [];
  for (let c = 0; c < cases; c++)
    for (const projection of ['CC', 'MLO'] as const) {
      const data = Uint16Array.from({ length: WIDTH * HEIGHT }, () => 1200 + Math.floor(random() * 900));
      const [x, y] = [Math.floor(random() * 90), Math.floor(random() * 120)];
      for (let row = y; row < y + 20; row++) for (let column = x; column < x + 20; column++) data[row * WIDTH + column] = 300 + 40 * c;
      const id = `case${c}.LEFT_${projection}`;
      const file = path.join(dir, `${id}.LJPEG`);
      await writeFile(file, encodeLosslessJpeg({ width: WIDTH, height: HEIGHT, bits: 12, data }));
      const boundary = [x, y, x + 20, y, x + 20, y + 20, x, y + 20];
      const pathology = c % 2 === 1 ? ('malignant' as const) : ('benign' as const);
      const finding = { id: 1, lesions: [{ kind: 'mass' as const }], pathology, boundary, cores: [] };
      const base = { id, caseId: `case${c}`, laterality: 'LEFT' as const, projection, file, width: WIDTH, height: HEIGHT };
      views.push({ ...base, bits: 12, microns: 50, scanner: 'lumisys', findings: [finding] });
    }
  const classifier = buildNetwork({ architecture: 'small', classes: ['normal', 'benign', 'malignant'], inputSize: SIZE, seed: 2 });
  return { dir, views, store: await storeOf(views), classifier };
}

async function storeOf(views: readonly View[]): Promise<PatchStore> {
  const patches: Patch[] = [];
  const pixels: Float32Array[] = [];
  for (const view of views) {
    const image = await readGrey(view);
    for (let y = 0; y + SIDE <= HEIGHT; y += SIDE)
      for (let x = 0; x + SIDE <= WIDTH; x += SIDE) {
        patches.push({ viewId: view.id, x, y, size: SIDE, label: (patches.length % 4) - 1, tissue: 1 });
        pixels.push(resizeArea(crop(image, { x, y, width: SIDE, height: SIDE }), SIZE, SIZE).data);
      }
  }
  return {
    hash: `store of ${patches.length}`,
    size: SIZE,
    patches,
    async read(indices) {
      const block = new Float32Array(indices.length * SIZE * SIZE);
      indices.forEach((index, k) => {
        block.set(pixels[index], k * SIZE * SIZE);
      });
      return block;
    },
    close: async () => undefined,
  };
}
