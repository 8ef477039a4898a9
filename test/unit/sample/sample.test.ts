import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readDdsm } from '../../../src/dataset/ddsm/reader';
import { readFrame } from '../../../src/dataset/frame';
import type { Dataset } from '../../../src/dataset/model';
import { rasterise } from '../../../src/pixels/polygon';
import { configSchema } from '../../../src/project/config';
import { type Finding, findingKeywords } from '../../../src/protocol/finding';
import { quietTask } from '../../../src/protocol/task';
import { conceptMaskFiles, conceptOf, readMask } from '../../../src/sample/concepts';
import { planCase } from '../../../src/sample/plan';
import { writeSample } from '../../../src/sample/write';

/** SHA-256 of every file below a folder. */
async function fingerprint(dir: string): Promise<Record<string, string>> {
  const entries = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((e) => e.isFile());
  const hashes: Record<string, string> = {};
  for (const entry of entries) {
    const file = path.join(entry.parentPath, entry.name);
    hashes[path.relative(dir, file)] = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  }
  return hashes;
}

describe('the sample project', function () {
  this.timeout(60_000);
  const CASES = 3;
  // Of the first three cases of this seed one is normal, one benign, one malignant.
  const SEED = Array.from({ length: 200 }, (_, i) => i).find(
    (seed) => new Set([0, 1, 2].map((i) => planCase(i, seed).group.slice(0, 6))).size === 3,
  )!;
  let dir: string;
  let dataset: Dataset;

  before(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'sample-'));
    const summary = await writeSample({ dir: path.join(dir, 'a'), cases: CASES, seed: SEED }, quietTask());
    assert.deepEqual([summary.cases, summary.views], [CASES, 12]);
    dataset = await readDdsm(path.join(dir, 'a', 'cases'), quietTask());
    assert.equal(
      dataset.cases.flatMap((c) => c.views).reduce((n, v) => n + v.findings.length, 0),
      summary.findings,
    );
  });
  after(() => rm(dir, { recursive: true, force: true }));

  it('reads back as DDSM without a problem: four views a case, scanner, density and age known', () => {
    assert.deepEqual(dataset.problems, []);
    assert.equal(dataset.cases.length, CASES);
    for (const [i, c] of [...dataset.cases].sort((a, b) => a.id.slice(2).localeCompare(b.id.slice(2))).entries()) {
      const plan = planCase(i, SEED);
      assert.deepEqual([c.id, c.density, c.age], [plan.id, plan.density, plan.age]);
      assert.deepEqual(c.views.map((v) => `${v.laterality} ${v.projection}`).sort(), ['LEFT CC', 'LEFT MLO', 'RIGHT CC', 'RIGHT MLO']);
      assert.ok(c.views.every((v) => v.scanner === 'lumisys' && v.bits === 12 && v.microns === 250));
    }
  });

  it('shows every planned finding in both views of its breast, with the plan in its report', () => {
    for (let i = 0; i < CASES; i++) {
      const plan = planCase(i, SEED);
      const { views } = dataset.cases.find((c) => c.id === plan.id)!;
      for (const view of views) {
        const planned = plan.findings.filter((f) => f.laterality === view.laterality);
        assert.deepEqual(
          view.findings.map((f) => [f.pathology, f.assessment, f.subtlety]),
          planned.map((f) => [f.pathology, f.assessment, f.subtlety]),
        );
      }
    }
  });

  it('stores pixels that the reader takes without complaint', async () => {
    for (const view of dataset.cases[0].views) {
      const frame = await readFrame(view);
      assert.deepEqual([frame.width, frame.height, frame.bits], [view.width, view.height, 12]);
    }
  });

  it('lays beside each view a mask for every keyword of its findings and for its tissues, and no other keyword', async () => {
    for (const view of dataset.cases.flatMap((c) => c.views)) {
      const present = (await conceptMaskFiles(view.file)).map((m) => m.concept);
      const tissues = ['BREAST', 'DENSE_TISSUE', 'FATTY_TISSUE', 'SKIN_LINE', ...(view.projection === 'MLO' ? ['PECTORAL_MUSCLE'] : [])];
      const keywords = view.findings.flatMap((f) => findingKeywords(f));
      assert.deepEqual(present, [...new Set([...tissues, ...keywords])].sort());
      for (const concept of present) conceptOf(concept);
    }
  });

  it('has masks of findings that lie inside the outlines of findings with that keyword, and reach into each', async () => {
    for (const view of dataset.cases.flatMap((c) => c.views)) {
      for (const { concept, file } of await conceptMaskFiles(view.file)) {
        if (conceptOf(concept).group === 'TISSUE') continue;
        const mask = await readMask(file);
        const outlines = view.findings
          .filter((f: Finding) => findingKeywords(f).includes(concept))
          .map((f) => rasterise(f.boundary, view.width, view.height).data);
        const touched = outlines.map(() => 0);
        for (let i = 0; i < mask.data.length; i++) {
          if (!mask.data[i]) continue;
          assert.ok(
            outlines.some((o) => o[i]),
            `${concept} of ${view.id} outside its outline at ${i % view.width}, ${Math.floor(i / view.width)}`,
          );
          for (const [k, o] of outlines.entries()) touched[k] += o[i];
        }
        assert.ok(touched.every((count) => count > 20));
      }
    }
  });

  it('divides the breast into skin, muscle, gland and fat without overlap', async () => {
    const view = dataset.cases[0].views.find((v) => v.projection === 'MLO')!;
    const masks = new Map<string, Uint8Array>();
    for (const { concept, file } of await conceptMaskFiles(view.file))
      if (conceptOf(concept).group === 'TISSUE') masks.set(concept, (await readMask(file)).data);
    const parts = ['SKIN_LINE', 'PECTORAL_MUSCLE', 'DENSE_TISSUE', 'FATTY_TISSUE'].map((name) => masks.get(name)!);
    const breast = masks.get('BREAST')!;
    for (let i = 0; i < breast.length; i++)
      assert.equal(
        parts.reduce((n, p) => n + p[i], 0),
        breast[i],
      );
  });

  it('gives the same bytes for the same seed, and a smaller sample is the beginning of a larger one', async () => {
    await writeSample({ dir: path.join(dir, 'b'), cases: 1, seed: SEED }, quietTask());
    const large = await fingerprint(path.join(dir, 'a'));
    const small = await fingerprint(path.join(dir, 'b'));
    assert.ok(Object.keys(small).length > 20);
    // The table of features has a line a case; every other file is a case's own.
    const table = async (name: string) => readFile(path.join(dir, name, 'features.csv'), 'utf8');
    assert.ok((await table('a')).startsWith(await table('b')));
    for (const [file, hash] of Object.entries(small)) if (file !== 'features.csv') assert.equal(large[file], hash, file);
  });

  it('writes a deepminer.json that the project accepts', async () => {
    const config = configSchema.parse(JSON.parse(await readFile(path.join(dir, 'a', 'deepminer.json'), 'utf8')));
    assert.equal(config.network.architecture, 'small');
    assert.equal(config.dataset.root, 'cases');
  });

  it('refuses a folder that holds a project, and a number of cases that is none', async () => {
    await assert.rejects(writeSample({ dir: path.join(dir, 'a'), cases: 1, seed: 1 }, quietTask()), /project that is already there/);
    await assert.rejects(writeSample({ dir: path.join(dir, 'c'), cases: 0, seed: 1 }, quietTask()), /0 cases/);
  });

  it('stops within a view when cancelled, and leaves nothing of an unfinished sample', async () => {
    const stop = new AbortController();
    stop.abort();
    const task = { ...quietTask(), signal: stop.signal };
    await assert.rejects(writeSample({ dir: path.join(dir, 'd'), cases: 50, seed: 1 }, task), { name: 'AbortError' });
    assert.deepEqual(await readdir(path.join(dir, 'd')), []);
  });

  it('says which mask cannot be read', async () => {
    const file = path.join(dir, 'broken.png');
    await writeFile(file, 'no picture');
    await assert.rejects(readMask(file), (error: Error) => error.message.includes(file));
    assert.deepEqual(await conceptMaskFiles(path.join(dir, 'elsewhere', 'X.LEFT_CC.LJPEG')), []);
  });
});

describe('the plan of the sample', () => {
  const plans = Array.from({ length: 200 }, (_, i) => planCase(i, 9));

  it('mixes 30 % normal, 35 % benign and 35 % malignant cases in every twenty', () => {
    for (let start = 0; start < 200; start += 20) {
      const groups = plans.slice(start, start + 20).map((p) => p.group);
      const count = (group: string) => groups.filter((g) => g === group).length;
      assert.deepEqual([count('normals'), count('benigns') + count('benign_without_callbacks'), count('cancers')], [6, 7, 7]);
    }
  });

  it('lets pathology follow from the words, and the assessment from pathology', () => {
    for (const { group, findings } of plans) {
      assert.equal(findings.length === 0, group === 'normals');
      for (const f of findings) {
        assert.equal(f.form.malignant, f.pathology === 'malignant');
        assert.ok(f.pathology === 'malignant' ? f.assessment >= 4 : f.assessment <= 4);
      }
    }
  });

  it('draws the breast before it knows of findings: density does not tell the class', () => {
    const mean = (group: (g: string) => boolean) => {
      const densities = Array.from({ length: 2000 }, (_, i) => planCase(i, 4)).filter((p) => group(p.group));
      return densities.reduce((sum, p) => sum + p.density, 0) / densities.length;
    };
    assert.ok(Math.abs(mean((g) => g === 'cancers') - mean((g) => g === 'normals')) < 0.15);
  });
});
