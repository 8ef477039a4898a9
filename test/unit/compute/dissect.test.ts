/** Dissection of a trained run: with the sample's own masks, with a folder of masks, in a notebook, and as the reference annotator's eyes. */
import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { MethodContext } from '../../../src/compute/method';
import { methods } from '../../../src/compute/methods';
import type { CellOutput } from '../../../src/protocol/compute';
import type { ConceptReport } from '../../../src/protocol/concepts';
import type { MiningManifest } from '../../../src/protocol/mining';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask } from '../../../src/protocol/task';
import type { UnitId } from '../../../src/protocol/unit';
import { conceptMaskFiles } from '../../../src/sample/concepts';

describe('dissection of a run', function () {
  this.timeout(120_000);
  let project: string;
  let manifest: MiningManifest;
  let masks: string;
  const context = (changes: Partial<MethodContext> = {}): MethodContext => ({ ...quietTask(), cellOutput: () => undefined, ...changes });
  const device = 'cpu' as const;
  const readReport = async (file: string) => JSON.parse(await readFile(file, 'utf8')) as ConceptReport;
  const exists = (file: string) =>
    readFile(file).then(
      () => true,
      () => false,
    );

  before(async () => {
    project = await mkdtemp(path.join(os.tmpdir(), 'deepminer-dissect-'));
    await methods.createSample({ dir: project, cases: 6, seed: 1 }, context());
    const file = path.join(project, 'deepminer.json');
    const config = JSON.parse(await readFile(file, 'utf8')) as Record<'patches' | 'training' | 'dataset' | 'mining', object>;
    Object.assign(config.patches, { size: 32, normalPerView: 2 });
    Object.assign(config.training, { epochs: 1, batch: 8, decay: null });
    Object.assign(config.dataset, { split: { holdout: 0.34, test: 0.16 } });
    Object.assign(config.mining, { unitsPerClass: 4, patchesPerUnit: 4 });
    await writeFile(file, JSON.stringify(config));
    await methods.train({ project, device }, context());
    manifest = await methods.mine({ project, device }, context());
    // The same masks once more, as a folder of another program would hold them, under other names.
    masks = path.join(project, 'masks');
    for (const { viewId, file: view } of await methods.listViews({ project, part: 'holdout' }, context()))
      for (const { concept, file: mask } of await conceptMaskFiles(view)) {
        const folder = path.join(masks, concept.toLowerCase().replaceAll('_', ' '));
        await mkdir(folder, { recursive: true });
        await copyFile(mask, path.join(folder, `${viewId}.png`));
      }
  });
  after(() => rm(project, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));

  it('keeps report, table and chart beside the mined units', async () => {
    const { report, files, svg, text } = await methods.dissect({ project, device }, context());
    assert.deepEqual(await readReport(files.report), report);
    assert.equal(path.dirname(files.report), path.join(project, 'runs', 'run-001', 'mining', manifest.hash.slice(0, 16)));
    assert.equal(await readFile(files.chart, 'utf8'), svg);
    assert.match(text, /units detect a concept/);
    assert.deepEqual([report.network, report.mining, report.masks], [manifest.network, manifest.hash, 'data set']);
    assert.deepEqual(new Set(Object.keys(report.units)), new Set(manifest.units));
    const [header, ...rows] = parse(await readFile(files.table, 'utf8')) as string[][];
    assert.deepEqual(
      header.slice(1),
      report.concepts.map((c) => c.concept),
    );
    assert.ok(!header.includes('BREAST'), 'the whole breast is no phenomenon');
    for (const [unit, ...ious] of rows)
      for (const [i, iou] of ious.entries()) {
        const known = report.units[unit as UnitId].find((c) => c.concept === header[i + 1])!;
        assert.ok(Math.abs(Number(iou) - known.iou) < 1e-6);
      }
  });

  it('finds the same with the same masks in a folder, and names it without saying whose computer this is', async () => {
    const own = (await methods.dissect({ project, device }, context())).report;
    const { report } = await methods.dissect({ project, masks, device }, context());
    assert.equal(report.masks, 'masks');
    assert.equal(
      report.concepts.some((c) => c.concept === 'breast'),
      true,
    );
    for (const [unit, found] of Object.entries(own.units) as [UnitId, ConceptReport['units'][UnitId]][])
      for (const { concept, iou } of found) {
        const same = report.units[unit].find((c) => c.concept === concept.toLowerCase().replaceAll('_', ' '))!;
        assert.equal(same.iou, iou, `${unit}, ${concept}`);
      }
    const outside = await mkdtemp(path.join(os.tmpdir(), 'masks-outside-'));
    await mkdir(path.join(outside, 'OVAL'));
    const [concept] = await readdir(masks);
    const [name] = await readdir(path.join(masks, concept));
    await copyFile(path.join(masks, concept, name), path.join(outside, 'OVAL', name));
    assert.equal((await methods.dissect({ project, masks: outside, device }, context())).report.masks, path.basename(outside));
    await rm(outside, { recursive: true });
  });

  it('probes all units of the network when told so, each with the same IoU as among the mined ones', async () => {
    const mined = (await methods.dissect({ project, device }, context())).report;
    const all = (await methods.dissect({ project, allUnits: true, device }, context())).report;
    assert.equal(Object.keys(all.units).length, 128);
    for (const unit of manifest.units) assert.deepEqual(all.units[unit], mined.units[unit]);
  });

  it('is what the reference annotator names units by; a report that is there already stays', async () => {
    const files = (await methods.dissect({ project, allUnits: true, device }, context())).files;
    const before = await readFile(files.report, 'utf8');
    const named = await methods.annotateByReference({ project, device }, context());
    assert.equal(await readFile(files.report, 'utf8'), before);
    const { units } = await readReport(files.report);
    for (const { unit, concept, iou } of named.units) assert.deepEqual({ concept, iou }, units[unit][0]);
    await rm(files.report);
    const again = await methods.annotateByReference({ project, masks, device }, context());
    assert.equal((await readReport(files.report)).masks, 'masks');
    // Written as the lexicon writes them; the breast, which the folder has too, is a concept like any other here.
    for (const [i, { unit, concept, iou }] of again.units.entries()) {
      const { concept: own, iou: ownIou } = named.units[i];
      if (concept !== 'breast') assert.deepEqual({ unit, concept, iou }, { unit, concept: own, iou: ownIou });
    }
  });

  it('in a notebook shows its chart', async () => {
    const outputs: CellOutput[] = [];
    const code = "const report = await deepminer.dissect({ masks: 'masks' });\nreport";
    const result = await methods.runCell(
      { session: 's', cell: '1', project, code, language: 'typescript' },
      context({ cellOutput: (_s, _c, output) => outputs.push(output) }),
    );
    await methods.endSession({ session: 's' }, context());
    assert.ok(result.ok, JSON.stringify(result));
    assert.match(result.items?.['image/svg+xml'] ?? '', /^<svg /);
    assert.match(result.items?.['text/plain'] ?? '', /units detect a concept/);
  });

  it('is refused with what to do where masks, quantile or mined units are wanting, and writes nothing', async () => {
    const refused = (code: string) => (error: unknown) => error instanceof ProblemError && error.problem.code === code;
    const { files } = await methods.dissect({ project, device }, context());
    for (const file of Object.values(files)) await rm(file);
    await assert.rejects(methods.dissect({ project, masks: 'nowhere', device }, context()), refused('concepts.folder'));
    await assert.rejects(methods.dissect({ project, quantile: 1, device }, context()), refused('dissect.quantile'));
    await assert.rejects(methods.dissect({ project, quantile: Number.NaN, device }, context()), refused('dissect.quantile'));
    const cancelled = new AbortController();
    const stop = context({
      signal: cancelled.signal,
      progress: (p) => p.stage === 'dissect: concepts' && cancelled.abort(new Error('cancelled')),
    });
    await assert.rejects(methods.dissect({ project, device }, stop), /cancelled/);
    for (const file of Object.values(files)) assert.equal(await exists(file), false);
    await rm(path.join(project, 'runs', 'run-001', 'mining'), { recursive: true });
    await assert.rejects(methods.dissect({ project, device }, context()), refused('mining.missing'));
  });
});
