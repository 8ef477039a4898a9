/** Lists and tables of units from a project's files alone: which run and result they are of, and what is never shown for it. */
import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { access, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AnnotationStore } from '../../../src/annotation/store';
import type { MethodContext } from '../../../src/compute/method';
import { methods } from '../../../src/compute/methods';
import { unitDisplayItems } from '../../../src/compute/unitDisplay';
import { configSchema } from '../../../src/project/config';
import { writeJson } from '../../../src/project/files';
import { UNIT_MIME, type UnitDisplay } from '../../../src/protocol/mining';
import { quietTask } from '../../../src/protocol/task';
import { answers, concepts, first, manifest, mined, miningFolder, second, third } from '../units/wing';

const context: MethodContext = { ...quietTask(), cellOutput: () => undefined };
const views = Object.fromEntries([0, 1, 2].map((p) => [`case${p}.LEFT_CC`, { viewId: `case${p}.LEFT_CC`, label: 'malignant' }]));

describe('mined units of a project', () => {
  let project: string;
  let pictures: string;
  before(async () => {
    pictures = await miningFolder();
  });
  after(() => rm(pictures, { recursive: true }));
  beforeEach(async () => {
    project = await mkdtemp(path.join(os.tmpdir(), 'unit-project-'));
    await mkdir(path.join(project, 'cases'));
    await writeJson(path.join(project, 'deepminer.json'), { dataset: { root: 'cases' } });
  });
  afterEach(() => rm(project, { recursive: true }));

  /** A run whose last epoch saved `network`. */
  async function run(name: string, createdAt: string, network: string): Promise<string> {
    const dir = path.join(project, 'runs', name);
    const config = configSchema.parse({ dataset: { root: 'cases' } });
    await writeJson(path.join(dir, 'config.json'), { version: 1, run: name, config, createdAt });
    const epoch = { type: 'epoch', epoch: 2, checkpoint: 'checkpoints/epoch-02.onnx', network };
    await writeFile(path.join(dir, 'events.jsonl'), `${JSON.stringify(epoch)}\n${JSON.stringify({ type: 'finished' })}\n`);
    return dir;
  }

  async function result(runDir: string, name: string, change: Partial<typeof manifest> = {}): Promise<string> {
    const dir = path.join(runDir, 'mining', name.padEnd(16, '0'));
    await cp(pictures, dir, { recursive: true });
    await writeJson(path.join(dir, 'units.json'), mined);
    await writeJson(path.join(dir, 'views.json'), views);
    await writeJson(path.join(dir, 'made.json'), { createdAt: '2031-01-01' });
    await writeJson(path.join(dir, 'manifest.json'), { ...manifest, ...change });
    return dir;
  }

  it('are looked at where the images are not; what reads images says that they are missing', async () => {
    await result(await run('old', '2031-01-01', manifest.network), 'a');
    await rm(path.join(project, 'cases'), { recursive: true });
    equal((await methods.listUnits({ project }, context)).run, 'old');
    deepEqual(
      (await methods.listRuns({ project }, context)).map((r) => r.run),
      ['old'],
    );
    for (const needing of [methods.openProject({ project }, context), methods.startTraining({ project }, context)])
      await rejects(needing, /dataset\.root "cases", which is no folder/);
  });

  it('are those of the newest mined run, in survey order, with names and concepts', async () => {
    await result(await run('old', '2031-01-01', manifest.network), 'a');
    const dir = await result(await run('new', '2031-02-01', manifest.network), 'b');
    await run('unmined', '2031-03-01', 'other');
    await writeJson(path.join(dir, 'concepts.json'), concepts);
    const store = await AnnotationStore.open(path.join(project, 'annotations'));
    for (const answer of answers) await store.append(answer);
    await store.append({ ...answers[0], unit: second, network: 'of another network' });
    const listing = await methods.listUnits({ project }, context);
    deepEqual([listing.run, listing.miningDir, listing.problems], ['new', dir, []]);
    deepEqual(
      listing.units.map((u) => [u.unit, u.annotations.map((a) => a.expert), u.unrecognized, u.concepts?.found[0]?.concept]),
      [
        [second, [], [], 'SPICULATED'],
        [first, ['ann', 'bob'], [], undefined],
        [third, [], ['bob'], 'ROUND'],
      ],
    );
    equal((await methods.listUnits({ project, run: 'old' }, context)).run, 'old');
  });

  it('of an earlier epoch are never shown as those of the run', async () => {
    await result(await run('resumed', '2031-01-01', 'a later network'), 'a');
    await rejects(methods.listUnits({ project }, context), /earlier networks alone \(epoch-02\.onnx of resumed\).*deepminer mine/);
  });

  it('are said to be missing, with what to do, where nothing was trained or mined', async () => {
    await rejects(methods.listUnits({ project }, context), /found no run.*deepminer mine/);
    await run('new', '2031-02-01', manifest.network);
    await rejects(methods.listUnits({ project }, context), /no mining result of any run/);
    await rejects(methods.listUnits({ project, run: '../..' }, context), /the run name/);
  });

  it('are shown without a concept report that is not theirs, which is told', async () => {
    const dir = await result(await run('new', '2031-02-01', manifest.network), 'b');
    await writeJson(path.join(dir, 'concepts.json'), { ...concepts, mining: 'another' });
    const { units, problems } = await methods.listUnits({ project }, context);
    equal(units[0].concepts, undefined);
    deepEqual(
      problems.map((p) => p.code),
      ['concepts.unusable'],
    );
  });

  it('come one by one with the views of their patches that have a picture', async () => {
    await result(await run('new', '2031-02-01', manifest.network), 'b');
    const detail = await methods.showUnit({ project, unit: first }, context);
    deepEqual(Object.keys(detail.views), Object.keys(views));
    deepEqual([detail.unit.unit, detail.classes, detail.concepts], [first, manifest.classes, undefined]);
    await rejects(methods.showUnit({ project, unit: 'unit_0999' as typeof first }, context), /no unit unit_0999/);
  });

  it('are written as a table in the forms asked for, whole, with every picture', async () => {
    await result(await run('new', '2031-02-01', manifest.network), 'b');
    const out = path.join(project, 'figures');
    const { rows, files } = await methods.exportUnitTable({ project, out, formats: ['md', 'svg'], units: 'all', patches: 2 }, context);
    deepEqual([rows.length, Object.keys(files)], [3, ['md', 'svg']]);
    const text = await readFile(files.md!, 'utf8');
    const links = [...text.matchAll(/\]\((units\/[^)]+)\)/g)].map((m) => m[1]);
    equal(links.length, 6);
    for (const link of links) await access(path.join(out, link));
    await rejects(access(path.join(out, 'units.html')));
    await rejects(methods.exportUnitTable({ project, out: files.md!, units: 'all' }, context), /found a file; expected a folder/);
  });

  it('are shown in a notebook with what is there: a picture that is missing costs itself alone', async () => {
    const dir = await result(await run('new', '2031-02-01', manifest.network), 'b');
    await rm(path.join(dir, 'thumbnails', '1.jpg'));
    const items = await unitDisplayItems(await methods.showUnit({ project, unit: first }, context), dir, 3);
    const display = JSON.parse(items[UNIT_MIME]) as UnitDisplay;
    deepEqual(Object.keys(display.thumbnails), ['thumbnails/0.jpg', 'thumbnails/2.jpg']);
    equal(display.unit.patches.length, 3);
    ok(items['text/plain'].includes('not annotated'));
  });

  it('are displayed with their pictures for the network that an explanation is of, and for no other', async () => {
    await result(await run('new', '2031-02-01', manifest.network), 'b');
    const shown = (network: string) => methods.displayUnit({ project, run: 'new', unit: first, network, patches: 2 }, context);
    const display = await shown(manifest.network);
    equal(display.unit.unit, first);
    equal(display.unit.patches.length, Math.min(2, mined[first].patches.length));
    for (const { thumbnail } of display.unit.patches) ok(display.thumbnails[thumbnail].startsWith('data:image/jpeg;base64,'));
    await rejects(shown('another network'), /explanation is of[\s\S]*explain the view again/);
  });
});
