/** What `input` reads: a patch store of noise, and views of a film's size in DDSM's form with the same views as PNG. */
import { randomFillSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { readDdsm } from '../src/dataset/ddsm/reader';
import { readFrame } from '../src/dataset/frame';
import type { Dataset, View } from '../src/dataset/model';
import type { Frame } from '../src/images/frame';
import { encodeLosslessJpeg } from '../src/images/ljpeg/encode';
import { preparePatches } from '../src/patches/store';
import { createStore, storeFiles } from '../src/patches/storeFile';
import { readGrey } from '../src/patches/view';
import { type Config, configSchema } from '../src/project/config';
import { quietTask } from '../src/protocol/task';
import { sampleConfig } from '../src/sample/config';
import { CASES_FOLDER, writeSample } from '../src/sample/write';
import type { InputTask } from './own/input';

/** A store of `count` patches of noise; what they show costs no time. */
export async function noiseStore(dir: string, count: number, size: number): Promise<InputTask['store']> {
  const hash = `noise ${count} ${size}`.padEnd(16);
  const files = storeFiles(dir, 'train', hash);
  const writer = await createStore(files, hash, size);
  const bytes = new Uint8Array(size * size);
  for (let i = 0; i < count; i++) {
    randomFillSync(bytes);
    const patch = { viewId: `view-${i}`, x: 0, y: 0, size, label: i % 3, tissue: 1 };
    await writer.append(
      [patch],
      Uint16Array.from(bytes, (value) => value * 257),
    );
  }
  await writer.finish([]);
  return { ...files, hash };
}

export interface ColdData {
  dataset: Dataset;
  config: Config;
  /** The views as 16-bit grey PNG files, in the data set's order. */
  pictures: string[];
  /** View, x, y and side of every patch, in the order of the views. */
  squares: [number, number, number, number][];
}

/** Films have about 2400 x 3600 pixels and more, the sample's views a quarter of it. */
const ENLARGED = 4;

/** Writes one case of the sample with its views enlarged, and finds out which patches it has. */
export async function coldData(dir: string, size: number): Promise<ColdData> {
  await writeSample({ dir, cases: 1, seed: 1 }, quietTask());
  const config = configSchema.parse({ ...sampleConfig, patches: { ...sampleConfig.patches, size } });
  const read = await readDdsm(path.join(dir, CASES_FOLDER), quietTask());
  const cases = await Promise.all(read.cases.map(async (c) => ({ ...c, views: await Promise.all(c.views.map((v) => enlarge(v, dir))) })));
  const dataset: Dataset = { ...read, cases };
  const views = cases.flatMap((c) => c.views);
  const pictures = await Promise.all(views.map((view) => writePng(view, dir)));
  const parts = new Map(cases.map((c) => [c.id, 'holdout' as const]));
  const { store } = await preparePatches({ dataset, parts, part: 'holdout', config, cacheDir: dir, task: quietTask() });
  await store.close();
  const number = new Map(views.map((view, i) => [view.id, i]));
  return { dataset, config, pictures, squares: store.patches.map((p) => [number.get(p.viewId)!, p.x, p.y, p.size]) };
}

async function enlarge(view: View, dir: string): Promise<View> {
  const { data, width, height, bits } = await readFrame(view);
  const large: Frame = { width: width * ENLARGED, height: height * ENLARGED, bits, data: new Uint16Array(data.length * ENLARGED ** 2) };
  for (let i = 0; i < large.data.length; i++) {
    const [x, y] = [Math.floor((i % large.width) / ENLARGED), Math.floor(i / large.width / ENLARGED)];
    // Grain: without it, the codecs of both sides had an easy time.
    large.data[i] = Math.min(2 ** bits - 1, data[y * width + x] + ((i * 7919) % 5));
  }
  const file = path.join(dir, `${view.id}.LJPEG`);
  await writeFile(file, encodeLosslessJpeg(large));
  return { ...view, file, width: large.width, height: large.height, findings: [] };
}

async function writePng(view: View, dir: string): Promise<string> {
  const { width, height, data } = await readGrey(view);
  const file = path.join(dir, `${view.id}.png`);
  const pixels = Uint16Array.from(data, (value) => Math.round(value * 65535));
  await sharp(pixels, { raw: { width, height, channels: 1 } })
    .toColourspace('grey16')
    .png({ compressionLevel: 6 })
    .toFile(file);
  return file;
}
