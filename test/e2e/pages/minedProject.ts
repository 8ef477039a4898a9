/** A project on the disk with a run whose units are mined: the drawn units of the stage, in the files that mining would write. */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { networkHash, writeClassifier } from '../../../src/network/classifier';
import { buildSmall } from '../../../src/network/small';
import { configSchema } from '../../../src/project/config';
import type { MiningManifest, ViewCard } from '../../../src/protocol/mining';
import { type FakeMining, fakeMining } from './fakeMining';

/** What deepminer.json says of it. */
const settings = { dataset: { root: 'cases' }, patches: { size: 32 } };
const HASH = 'b'.repeat(64);

export interface MinedProject {
  dir: string;
  mining: FakeMining;
}

export async function minedProject(): Promise<MinedProject> {
  const mining = await fakeMining();
  const dir = await mkdtemp(path.join(os.tmpdir(), "deepminer project [1] #ö & 100%20 (L's) "));
  const run = path.join(dir, 'runs', 'run-001');
  const result = path.join(run, 'mining', HASH.slice(0, 16));
  for (const folder of ['cases', 'runs/run-001/checkpoints']) await mkdir(path.join(dir, folder), { recursive: true });
  for (const folder of ['thumbnails', 'previews']) await mkdir(path.join(result, folder), { recursive: true });
  const json = (file: string, value: unknown) => writeFile(file, JSON.stringify(value));

  const { units, classes } = mining.state;
  const classifier = buildSmall(classes, settings.patches.size, 1, [4, 4, 4, 8]);
  const network = networkHash(classifier);
  const checkpoint = 'checkpoints/epoch-02.onnx';
  await writeClassifier(classifier, path.join(run, checkpoint));
  await json(path.join(dir, 'deepminer.json'), settings);
  const config = configSchema.parse(settings);
  await json(path.join(run, 'config.json'), { version: 1, run: 'run-001', config, createdAt: '2031-01-01' });
  const epoch = { type: 'epoch', epoch: 2, checkpoint, network };
  await writeFile(path.join(run, 'events.jsonl'), `${JSON.stringify(epoch)}\n${JSON.stringify({ type: 'finished' })}\n`);

  const cards: Record<string, ViewCard> = {};
  for (const [number, card] of Object.values(mining.units[units[0].unit].views).entries()) {
    const preview = `previews/${String(number + 1).padStart(4, '0')}.jpg`;
    await writeFile(path.join(result, preview), mining.files.get(card.preview)!);
    cards[card.viewId] = { ...card, preview };
  }
  for (const [file, bytes] of mining.files) if (file.startsWith('thumbnails/')) await writeFile(path.join(result, file), bytes);
  const manifest: MiningManifest = {
    version: 1,
    hash: HASH,
    network,
    checkpoint: 'epoch-02.onnx',
    classes,
    options: {},
    coverage: Object.fromEntries(classes.map((name) => [name, 0.6])),
    views: 8,
    patches: 200,
    units: units.map(({ unit }) => unit),
  };
  await json(path.join(result, 'units.json'), Object.fromEntries(Object.entries(mining.units).map(([id, { unit }]) => [id, unit])));
  await json(path.join(result, 'views.json'), cards);
  await json(path.join(result, 'made.json'), { createdAt: '2031-01-01' });
  await json(path.join(result, 'manifest.json'), manifest);
  return { dir, mining };
}
