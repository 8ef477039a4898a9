/** Small views of two cases on the disk, a mining result and a request for their report: for tests of reports. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { View } from '../../../src/dataset/model';
import type { ReportAssets } from '../../../src/explanation/report/folder';
import type { ReportRequest } from '../../../src/explanation/report/write';
import { encodeLosslessJpeg } from '../../../src/images/ljpeg/encode';
import { buildNetwork } from '../../../src/network/build';
import { configSchema } from '../../../src/project/config';
import type { Answer } from '../../../src/protocol/annotation';
import type { ViewPart } from '../../../src/protocol/explanation';
import { quietTask } from '../../../src/protocol/task';
import { unitId, unitIndex } from '../../../src/protocol/unit';
import { seededRandom } from '../../../src/statistics/random';

export const CLASSES = ['normal', 'benign', 'malignant'];
const [WIDTH, HEIGHT] = [240, 360];
const none: ReportAssets = { 'report.js': new Uint8Array(), 'index.js': new Uint8Array(), 'report.css': new Uint8Array() };

/** A request for a report of `count` views, every second one with a finding, whose files lie in `dir`; every unit has a name. */
export async function reportRequest(dir: string, count: number, assets = none): Promise<ReportRequest> {
  const classifier = buildNetwork({ architecture: 'small', classes: CLASSES, inputSize: 64, seed: 5 });
  const mining = path.join(dir, 'mining');
  await mkdir(mining, { recursive: true });
  const manifest = { version: 1, hash: 'fedcba9876543210', network: '0123456789abcdef', options: {}, units: ['unit_0001'] };
  await writeFile(path.join(mining, 'manifest.json'), JSON.stringify(manifest));
  const unit = { unit: 'unit_0001', ranks: [], maxActivation: 2, maskThreshold: 0.4, patches: [] };
  await writeFile(path.join(mining, 'units.json'), JSON.stringify({ unit_0001: unit }));
  const views = await Promise.all(Array.from({ length: count }, (_, i) => writeView(dir, i)));
  const kinds = [
    { words: 'irregular mass with spiculated margins', category: 'mass' as const, terms: ['IRREGULAR', 'SPICULATED'] },
    { words: 'oval mass', category: 'mass' as const, terms: ['OVAL'] },
    { words: 'pleomorphic <calcifications>', category: 'calcification' as const, terms: ['PLEOMORPHIC'] },
  ];
  const answers = Array.from({ length: classifier.units }, (_, u): Answer => {
    const { words, category, terms } = kinds[u % 3];
    return {
      unit: unitId(unitIndex(u)),
      expert: 'ada',
      at: '2020-01-01T00:00:00.000Z',
      seconds: 1,
      network: manifest.network,
      mining: manifest.hash,
      recognizable: true,
      several: false,
      phenomena: [{ description: words, association: 'benign', category, terms }],
    };
  });
  return {
    classifier,
    views,
    parts: new Map<string, ViewPart>(views.map((v) => [v.caseId, 'test'])),
    part: 'test',
    mining,
    answers,
    config: configSchema.parse({ network: { architecture: 'small' }, patches: { size: 64 } }),
    source: { run: 'run-001', checkpoint: path.join(dir, 'runs', 'epoch-01.onnx'), network: manifest.network },
    leftOut: [],
    dir: path.join(dir, 'report'),
    assets,
    task: quietTask(),
  };
}

async function writeView(dir: string, i: number): Promise<View> {
  const random = seededRandom(i + 1);
  const data = Uint16Array.from({ length: WIDTH * HEIGHT }, (_, at) => {
    const depth = 1 - ((at % WIDTH) / 190) ** 2 - ((Math.floor(at / WIDTH) - 180) / 150) ** 2;
    return depth < 0 ? 500 : 2000 + 1200 * depth + (200 + 40 * i) * random();
  });
  const caseId = `C_000${1 + Math.floor(i / 2)}`;
  const id = `${caseId}.${i % 2 === 0 ? 'LEFT' : 'RIGHT'}_CC`;
  const file = path.join(dir, `${id}.LJPEG`);
  await writeFile(file, encodeLosslessJpeg({ width: WIDTH, height: HEIGHT, bits: 12, data }));
  const boundary = [60, 150, 110, 150, 110, 200, 60, 200];
  const finding = { id: 1, lesions: [{ kind: 'mass' as const, shape: ['OVAL'] }], pathology: 'benign' as const, boundary, cores: [] };
  return {
    id,
    caseId,
    laterality: i % 2 === 0 ? 'LEFT' : 'RIGHT',
    projection: 'CC',
    file,
    width: WIDTH,
    height: HEIGHT,
    bits: 12,
    scanner: 'lumisys',
    findings: i % 2 === 0 ? [finding] : [],
  };
}
