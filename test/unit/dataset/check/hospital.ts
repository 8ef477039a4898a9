/** A data set in memory and on disk for the checks: breasts drawn as half discs into 16-bit PNG files, as many views as a test wants. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { lookedAt } from '../../../../src/dataset/check/keptLooks';
import { look } from '../../../../src/dataset/check/look';
import { reportOf } from '../../../../src/dataset/check/report';
import type { Case, Dataset, Part, View } from '../../../../src/dataset/model';
import { labelOrder } from '../../../../src/dataset/viewLabel';
import type { CheckedProblem, DataCheck } from '../../../../src/protocol/dataCheck';
import type { Finding, Pathology } from '../../../../src/protocol/finding';
import type { Problem } from '../../../../src/protocol/problem';

export const [WIDTH, HEIGHT] = [120, 180];
export const CLASSES = ['normal', 'benign', 'malignant'];

export interface Drawing {
  edge?: 'left' | 'right';
  width?: number;
  height?: number;
  /** Another one, another texture. */
  seed?: number;
  /** Value of the brightest tenth of the breast's columns, in place of texture. */
  cutOff?: number;
}

/** Values [height, width] of 12 bits: a dark outside with noise, and a breast with texture at one edge. */
export function drawn({ edge = 'left', width = WIDTH, height = HEIGHT, seed = 1, cutOff }: Drawing = {}): Uint16Array {
  const data = new Uint16Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const across = edge === 'left' ? x : width - 1 - x;
      const inside = (across / (0.6 * width)) ** 2 + ((y - height / 2) / (0.42 * height)) ** 2 < 1;
      const texture = (Math.imul(x * 7919 + y * 104729 + seed * 15485863, 2654435761) >>> 20) % 60;
      data[y * width + x] = inside ? 1800 + 4 * seed + texture + 3 * y : 20 + texture / 6;
      if (inside && cutOff !== undefined && across < 0.2 * width) data[y * width + x] = cutOff;
    }
  return data;
}

export async function writePng(file: string, data: Uint16Array, width = WIDTH, height = HEIGHT): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await sharp(data, { raw: { width, height, channels: 1 } })
    .toColourspace('grey16')
    .png()
    .toFile(file);
}

export function finding(boundary: number[], pathology: Pathology = 'malignant'): Finding {
  return { id: 1, lesions: [{ kind: 'mass' }], pathology, boundary, cores: [] };
}

/** In the middle of the breast at the left edge. */
export const IN_BREAST = [20, 80, 40, 80, 40, 100, 20, 100];

/** A folder that is removed after the tests of the block that calls this. */
export function hospital() {
  const here = { root: '' };
  beforeEach(async () => {
    here.root = await mkdtemp(path.join(os.tmpdir(), 'deepminer-check-'));
  });
  afterEach(() => rm(here.root, { recursive: true, force: true }));

  /** A view whose file holds the drawing. */
  const view = async (name: string, drawing: Drawing = {}, facts: Partial<View> = {}): Promise<View> => {
    const [caseId] = name.split('.');
    const file = path.join(here.root, caseId, `${name}.png`);
    const { width = WIDTH, height = HEIGHT } = drawing;
    await writePng(file, drawn(drawing), width, height);
    return { id: name, caseId, file, width, height, bits: 16, findings: [], ...facts };
  };
  return { here, view };
}

/** Cases of views, by the case ids of the views. */
export function casesOf(views: readonly View[], dir = '/'): Case[] {
  const ids = [...new Set(views.map((v) => v.caseId))];
  return ids.map((id) => ({ id, dir, views: views.filter((v) => v.caseId === id) }));
}

/** The report of views that are looked at one by one; cases take turns in the parts unless `parts` says them. */
export async function checked(
  views: readonly View[],
  { problems = [], parts, root = '/' }: { problems?: Problem[]; parts?: Map<string, Part>; root?: string } = {},
): Promise<DataCheck> {
  const cases = casesOf(views);
  const dataset: Dataset = { format: 'folder', root, cases, problems };
  const looks = new Map(await Promise.all(views.map(async (v) => [v.id, { look: (await look(lookedAt(v))).look }] as const)));
  return reportOf({
    project: '/p',
    configFile: '/p/deepminer.json',
    format: 'Folder',
    classes: CLASSES,
    order: labelOrder(CLASSES, 'normal'),
    dataset,
    parts: parts ?? new Map(cases.map((c) => [c.id, 'train'])),
    looks,
    reading: { read: views.length, kept: 0, failed: 0, seconds: 1 },
    pictures: '/p/.deepminer/check/x',
    createdAt: '2020-01-01T00:00:00.000Z',
  });
}

/** Problems but those of classes that a small data set lacks. */
export const wrong = ({ problems }: DataCheck): CheckedProblem[] => problems.filter((p) => !p.code.startsWith('class.absent'));
