/** What `mine` mines: a hold-out part of noise on disk, patches and the views they are of, as preparing patches leaves it. */

import { randomFillSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { View } from '../src/dataset/model';
import { WHITE } from '../src/patches/normalise';
import type { Patch } from '../src/patches/patch';
import { createStore, storeFiles } from '../src/patches/storeFile';
import { createViewStore, resizedViews } from '../src/patches/viewStore';
import { rowsOf } from '../src/pixels/rows';
import { type Config, configSchema } from '../src/project/config';
import type { MineTask } from './own/mine';

/** What a contestant reads beside the stores. */
export interface NoisePart {
  views: View[];
  config: Config;
}

export const PART_FILE = 'part.json';

/** Patches of a mammogram of usual shape that lie on the breast, about. */
const PATCHES_PER_VIEW = 40;
/** The patches are a quarter of the view's width; height by width of a film. */
const VIEW_IN_PATCHES = { width: 4, height: 6 };

/** Writes a part of `count` patches of noise into `dir`; what they show costs no time. */
export async function noisePart(dir: string, count: number, size: number): Promise<Pick<MineTask, 'dir' | 'hash'>> {
  const hash = `noise ${count} ${size}`.padEnd(16);
  const config: Config = configSchema.parse({ patches: { size } });
  const [width, height] = [VIEW_IN_PATCHES.width * size, VIEW_IN_PATCHES.height * size];
  const views = Array.from({ length: Math.ceil(count / PATCHES_PER_VIEW) }, (_, i) => viewNamed(`case${i >> 2}.view${i}`, width, height));
  const viewWriter = await createViewStore(dir, 'holdout', hash);
  for (const view of views) {
    const image = { width, height, data: Float32Array.from(noise(width * height), (value) => value / WHITE) };
    await viewWriter.append(view.id, resizedViews(rowsOf(image), config));
  }
  await viewWriter.finish();
  const writer = await createStore(storeFiles(dir, 'holdout', hash), hash, size);
  for (const [i, view] of views.entries()) {
    const patches = Array.from({ length: Math.min(PATCHES_PER_VIEW, count - i * PATCHES_PER_VIEW) }, (_, k): Patch => {
      const [x, y] = [(k % 7) * 0.5 * size, Math.floor(k / 7) * 0.5 * size];
      return { viewId: view.id, x, y, size, label: k % 3, tissue: 1 };
    });
    await writer.append(patches, noise(patches.length * size * size));
  }
  await writer.finish([]);
  // Too long for a command line.
  await writeFile(path.join(dir, PART_FILE), JSON.stringify({ views, config } satisfies NoisePart));
  return { dir, hash };
}

function viewNamed(id: string, width: number, height: number): View {
  const place = { laterality: 'LEFT', projection: 'CC' } as const;
  return { id, caseId: id.split('.')[0], ...place, file: `${id}.LJPEG`, width, height, bits: 12, findings: [] };
}

/** 16-bit grey. */
function noise(length: number): Uint16Array {
  return Uint16Array.from(randomFillSync(new Uint8Array(length)), (value) => value * 257);
}
