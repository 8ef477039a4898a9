/** The networks, mammograms and concepts of test/golden/mining.py: by the same formulas, on disk as this project reads them. */
import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { View } from '../../../src/dataset/model';
import { encodeLosslessJpeg } from '../../../src/images/ljpeg/encode';
import { loadWeights, parameterNames } from '../../../src/network/classifier';
import type { Classifier, Tensor } from '../../../src/network/graph';
import { buildResNet } from '../../../src/network/resnet';
import { buildSmall } from '../../../src/network/small';
import type { Patch, PatchStore } from '../../../src/patches/patch';
import { tile } from '../../../src/patches/tiling';
import { readGrey } from '../../../src/patches/view';
import { crop } from '../../../src/pixels/crop';
import type { GreyImage, Mask } from '../../../src/pixels/image';
import { type Config, type ConfigInput, configSchema } from '../../../src/project/config';
import { formulaTensor, numbers } from '../network/formula';

export const CLASSES = ['normal', 'benign', 'malignant'];

export interface GoldenRanking {
  images: number;
  chosen: number[];
  places: number[];
  influence: number[];
  coverage: number;
}

export interface GoldenUnit {
  largest: number;
  /** The neighbours between which the activation lies that 0.5 % of all exceed. */
  quantile: [number, number];
  /** Indices of the top patches, at most two from a view, and without a limit. */
  two: number[];
  all: number[];
  masks: { patch: number; bits: string; near: number[]; map: number[] }[];
}

export interface GoldenExplanation {
  view: number;
  decided: string;
  cell: number;
  scores: number[];
  logit: number;
  units: number[];
  influence: number[];
  share: number[];
  cam: number[];
}

export interface GoldenMining {
  seed: string;
  bias: { views: number[]; patches: number[] };
  views: number;
  width: number;
  height: number;
  chosen: number;
  rankings: Record<string, Record<string, GoldenRanking>>;
  units: Record<string, GoldenUnit>;
  explained: GoldenExplanation[];
  maximaStep: number;
  maxima: number[];
}

interface Dissected {
  thresholds: number[];
  iou: Record<string, number[]>;
}

export const golden = JSON.parse(readFileSync(path.join(__dirname, '../../golden/mining.json'), 'utf8')) as {
  small: GoldenMining & { dissection: { share: number; view: Dissected; tissue: Dissected } };
  resnet18: GoldenMining;
};

/** Units that are one and the same, and units that never speak. */
const SAME = [20, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39];
const SILENT = [9, 11];
/** Speak for the second class; all others speak against it. */
const FOR_BENIGN = [2, 12, 22, 42];

export function smallClassifier(bias: readonly number[]): Classifier {
  const plain = buildSmall(CLASSES, 32, 1, [8, 16, 32, 48]);
  const tensors = formulaTensors(plain);
  for (const name of ['conv3.weight', 'bn3.weight', 'bn3.bias', 'bn3.running_mean', 'bn3.running_var']) {
    const { data, dims } = tensors.get(name)!;
    const row = data.length / dims[0];
    for (const unit of SAME) data.set((data as Float32Array).subarray(SAME[0] * row, (SAME[0] + 1) * row) as never, unit * row);
  }
  for (const unit of SILENT) tensors.get('bn3.bias')!.data[unit] = -1000;
  const head = tensors.get('fc.weight')!.data as Float32Array;
  const units = plain.units;
  for (let u = 0; u < units; u++) {
    head[units + u] = (FOR_BENIGN.includes(u) ? 1 : -1) * Math.abs(head[units + u]);
    if (!SAME.includes(u)) continue;
    for (let k = 0; k < 3; k++) head[k * units + u] = head[k * units + SAME[0]];
    head[2 * units + u] = 0.08;
  }
  return withBias(plain, tensors, bias);
}

export function resnet18Classifier(bias: readonly number[]): Classifier {
  const plain = buildResNet('resnet18', CLASSES, 64, 1);
  return withBias(plain, formulaTensors(plain), bias);
}

function formulaTensors({ graph }: Classifier): Map<string, Tensor> {
  return new Map(parameterNames(graph).map((name) => [name, formulaTensor(name, graph.initializers.get(name)!.dims)]));
}

function withBias(plain: Classifier, tensors: Map<string, Tensor>, bias: readonly number[]): Classifier {
  tensors.get('fc.bias')!.data.set(bias as never);
  return loadWeights(plain, tensors);
}

/** The breast fills a view up to this column; beside it the film is black. */
export function edge(index: number, width: number): number {
  return Math.floor(((index % 4 === 0 ? 3 : 3.5) * width) / 4);
}

/** 12-bit values of the lumisys scanner: squares of 8 pixels with noise, every ninth view noise alone. */
function rawImage(name: string, index: number, width: number, height: number): Uint16Array {
  const across = Math.floor(width / 8);
  const squares = numbers(`${name}.squares`, across * Math.floor(height / 8));
  const noise = numbers(`${name}.noise`, width * height);
  return Uint16Array.from(noise, (grain, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    if (x >= edge(index, width)) return 300;
    const square = index % 9 === 4 ? 0 : Math.floor(2400 * squares[Math.floor(y / 8) * across + Math.floor(x / 8)]);
    return 2400 + square + Math.floor(400 * grain);
  });
}

function rawImages({ seed, views, width, height }: GoldenMining): Uint16Array[] {
  const raw = Array.from({ length: views }, (_, i) => rawImage(`${seed}.${i}`, i, width, height));
  if (views <= 7) return raw;
  // A view that is another one's copy, and a patch that is there twice.
  raw[7] = raw[3].slice();
  const side = width / 4;
  for (let y = 0; y < side; y++) raw[5].copyWithin((3 * side + y) * width + 2 * side, y * width + side, y * width + 2 * side);
  return raw;
}

export interface GoldenClinic {
  dir: string;
  views: View[];
  /** [views] raw values */
  raw: Uint16Array[];
  store: PatchStore;
}

export function goldenConfig({ width, chosen }: GoldenMining, mining: ConfigInput['mining'] = {}): Config {
  return configSchema.parse({ patches: { stride: 1, size: width / 4 }, mining: { unitsPerClass: chosen, ...mining } });
}

/** Writes the views into a temporary folder and cuts them into patches that do not overlap. */
export async function goldenClinic(mining: GoldenMining): Promise<GoldenClinic> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'golden-clinic-'));
  const { width, height } = mining;
  const raw = rawImages(mining);
  const views: View[] = [];
  for (const [i, data] of raw.entries()) {
    const projection = i % 2 === 0 ? ('CC' as const) : ('MLO' as const);
    const caseId = `case${String(i >> 1).padStart(2, '0')}`;
    const file = path.join(dir, `${caseId}.LEFT_${projection}.LJPEG`);
    await writeFile(file, encodeLosslessJpeg({ width, height, bits: 12, data }));
    const id = `${caseId}.LEFT_${projection}`;
    views.push({ id, caseId, laterality: 'LEFT', projection, file, width, height, bits: 12, scanner: 'lumisys', findings: [] });
  }
  return { dir, views, raw, store: await storeOf(views, goldenConfig(mining)) };
}

async function storeOf(views: readonly View[], { patches: { side, stride, size } }: Config): Promise<PatchStore> {
  const patches: Patch[] = [];
  const pixels: GreyImage[] = [];
  for (const view of views) {
    const image = await readGrey(view);
    for (const square of tile(view.width, view.height, { side, stride })) {
      patches.push({ viewId: view.id, ...square, label: 0, tissue: 1 });
      pixels.push(crop(image, { x: square.x, y: square.y, width: square.size, height: square.size }));
    }
  }
  return {
    hash: `golden store of ${patches.length}`,
    size,
    patches,
    async read(indices) {
      const block = new Float32Array(indices.length * size * size);
      for (const [k, index] of indices.entries()) block.set(pixels[index].data, k * size * size);
      return block;
    },
    close: async () => undefined,
  };
}

/** Masks of a view by concept, at their own resolutions. */
export function goldenConcepts(raw: Uint16Array, index: number, width: number, height: number): Record<string, Mask> {
  const full = (inside: (value: number, x: number) => boolean): Mask => ({
    width,
    height,
    data: Uint8Array.from(raw, (value, i) => (inside(value, i % width) ? 1 : 0)),
  });
  const masks: Record<string, Mask> = {
    BRIGHT: full((value) => value > 3200),
    DARK: full((value) => value > 300 && value < 1500),
    BESIDE: full((_, x) => x >= edge(index, width)),
  };
  if (index % 3 !== 0) return masks;
  const [across, down] = [width / 2, height / 2];
  const data = Uint8Array.from({ length: across * down }, (_, i) => {
    const [x, y] = [i % across, Math.floor(i / across)];
    return x >= 8 && x < 28 && y >= 4 + (index % 20) && y < 24 + (index % 20) ? 1 : 0;
  });
  return { ...masks, SQUARE: { width: across, height: down, data } };
}
