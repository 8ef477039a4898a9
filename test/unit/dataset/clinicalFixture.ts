/** Copies of the tiny clinical data sets that a test may break, and what reading them gives. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Case, Dataset, View } from '../../../src/dataset/model';
import { readDataset } from '../../../src/dataset/read';
import type { DatasetOptions } from '../../../src/dataset/reader';
import { type ConfigInput, configSchema } from '../../../src/project/config';
import type { Problem } from '../../../src/protocol/problem';
import { quietTask } from '../../../src/protocol/task';

export type FixtureName = 'cbis' | 'inbreast' | 'vindr';

export const fixtureFolder = (name: string) => path.resolve(import.meta.dirname, '../../fixtures', name);

/** What readers are told of a deepminer.json. */
export function optionsOf(config: ConfigInput = {}): DatasetOptions {
  const { dataset, classes } = configSchema.parse(config);
  return { ...dataset, classes };
}

/** A copy of its own of a fixture, removed after each test. */
export function fixtureCopy(name: FixtureName): { root: string; read(dataset?: object, cacheDir?: string): Promise<Dataset> } {
  const copy = {
    root: '',
    read: (dataset: object = {}, cacheDir?: string) => readDataset(copy.root, optionsOf({ dataset }), quietTask(), cacheDir),
  };
  beforeEach(async () => {
    copy.root = await mkdtemp(path.join(os.tmpdir(), `${name}-`));
    await cp(fixtureFolder(name), copy.root, { recursive: true });
  });
  afterEach(() => rm(copy.root, { recursive: true, force: true }));
  return copy;
}

/** Replaces text in a file; a text that does not occur is a mistake of the test. */
export async function edit(file: string, from: string | RegExp, to: string): Promise<void> {
  const before = await readFile(file, 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`Nothing of ${from} in ${file}.`);
  await writeFile(file, after);
}

export const viewsOf = (dataset: Dataset): View[] => dataset.cases.flatMap((c) => c.views);
export const idsOf = (dataset: Dataset): string[] => viewsOf(dataset).map((view) => view.id);

export function caseOf(dataset: Dataset, id: string): Case {
  const found = dataset.cases.find((c) => c.id === id);
  if (!found) throw new Error(`No case ${id} among ${dataset.cases.map((c) => c.id)}.`);
  return found;
}

export function viewOf(dataset: Dataset, id: string): View {
  const found = viewsOf(dataset).find((view) => view.id === id);
  if (!found) throw new Error(`No view ${id} among ${idsOf(dataset)}.`);
  return found;
}

/** `severity code file:line` of problems, for comparison, those that `except` names left out. */
export function told(dataset: Dataset, ...except: string[]): string[] {
  const where = (p: Problem) => `${p.file ? path.basename(p.file) : ''}${p.line ? `:${p.line}` : ''}`;
  return dataset.problems.filter((p) => !except.includes(p.code)).map((p) => `${p.severity} ${p.code} ${where(p)}`);
}

/** An uncompressed DICOM image (explicit VR, little endian) of 8 or 16 bits. */
export async function writeDicom(
  file: string,
  image: { width: number; height: number; values: ArrayLike<number>; bits?: number; photometric?: string },
): Promise<void> {
  const { width, height, values, bits = 16, photometric = 'MONOCHROME2' } = image;
  const pixels = Buffer.alloc(values.length * (bits > 8 ? 2 : 1));
  for (let i = 0; i < values.length; i++) {
    if (bits > 8) pixels.writeUInt16LE(values[i], 2 * i);
    else pixels[i] = values[i];
  }
  const syntax = element(2, 0x10, 'UI', text('1.2.840.10008.1.2.1'));
  const chunks = [
    Buffer.alloc(128),
    Buffer.from('DICM'),
    element(2, 0, 'UL', long(syntax.length)),
    syntax,
    element(8, 0x60, 'CS', text('MG')),
    element(0x28, 2, 'US', short(1)),
    element(0x28, 4, 'CS', text(photometric)),
    element(0x28, 0x10, 'US', short(height)),
    element(0x28, 0x11, 'US', short(width)),
    element(0x28, 0x100, 'US', short(bits > 8 ? 16 : 8)),
    element(0x28, 0x101, 'US', short(bits)),
    element(0x28, 0x102, 'US', short(bits - 1)),
    element(0x28, 0x103, 'US', short(0)),
    element(0x7fe0, 0x10, bits > 8 ? 'OW' : 'OB', pixels),
  ];
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, Buffer.concat(chunks));
}

function element(group: number, number: number, vr: string, value: Buffer): Buffer {
  const tag = Buffer.concat([short(group), short(number), Buffer.from(vr)]);
  const length = vr.startsWith('O') ? Buffer.concat([short(0), long(value.length)]) : short(value.length);
  return Buffer.concat([tag, length, value]);
}

const text = (value: string) => Buffer.from(value.length % 2 ? `${value}${value.startsWith('1.') ? '\0' : ' '}` : value);

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
