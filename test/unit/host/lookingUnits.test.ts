/** Mined units looked at without a process: what the compute process finds, field by field, from the same files. */
import assert from 'node:assert/strict';
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AnnotationStore } from '../../../src/annotation/store';
import type { MethodContext } from '../../../src/compute/method';
import { methods } from '../../../src/compute/methods';
import type { LookedAtFiles } from '../../../src/host/looking/lookedAtFiles';
import { lookingMethods } from '../../../src/host/looking/lookingMethods';
import { configSchema } from '../../../src/project/config';
import { writeJson } from '../../../src/project/files';
import { ProblemError } from '../../../src/protocol/problem';
import { quietTask } from '../../../src/protocol/task';
import { answers, concepts, first, manifest, mined, miningFolder, second, third } from '../units/wing';

const context: MethodContext = { ...quietTask(), cellOutput: () => undefined };
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const read: string[] = [];
const noted = <T>(file: string, content: Promise<T>): Promise<T> => {
  read.push(file);
  return content;
};
const onDisk: LookedAtFiles = {
  text: (file) => noted(file, readFile(file, 'utf8')),
  bytes: (file) => noted(file, readFile(file)),
  names: (folder) => readdir(folder).catch(() => []),
  join: path.join,
};

describe('mined units, looked at without computing', () => {
  let project: string;
  let mining: string;

  beforeEach(async () => {
    project = await mkdtemp(path.join(os.tmpdir(), 'deepminer-looking-units-'));
    await mkdir(path.join(project, 'cases'));
    await writeJson(path.join(project, 'deepminer.json'), { dataset: { root: 'cases' } });
    for (const [run, createdAt] of [
      ['old', '2031-01-01'],
      ['new', '2031-02-01'],
      ['unmined', '2031-03-01'],
    ]) {
      const dir = path.join(project, 'runs', run);
      await writeJson(path.join(dir, 'config.json'), {
        version: 1,
        run,
        config: configSchema.parse({ dataset: { root: 'cases' } }),
        createdAt,
      });
      const network = run === 'unmined' ? 'other' : manifest.network;
      const epoch = { type: 'epoch', epoch: 2, checkpoint: 'checkpoints/epoch-02.onnx', network };
      await writeFile(path.join(dir, 'events.jsonl'), `${JSON.stringify(epoch)}\n`);
      if (run === 'unmined') continue;
      mining = path.join(dir, 'mining', run === 'old' ? 'a'.repeat(16) : 'b'.repeat(16));
      const pictures = await miningFolder();
      await cp(pictures, mining, { recursive: true });
      await rm(pictures, { recursive: true });
      await writeJson(path.join(mining, 'units.json'), mined);
      const views = [0, 1, 2].map((p) => [`case${p}.LEFT_CC`, { viewId: `case${p}.LEFT_CC`, label: 'malignant' }]);
      await writeJson(path.join(mining, 'views.json'), Object.fromEntries(views));
      await writeJson(path.join(mining, 'made.json'), { createdAt });
      await writeJson(path.join(mining, 'manifest.json'), { ...manifest, hash: run });
    }
    await writeJson(path.join(mining, 'concepts.json'), { ...concepts, mining: 'new' });
    const experts = await AnnotationStore.open(path.join(project, 'annotations'));
    for (const answer of answers) await experts.append(answer);
    await experts.append({ ...answers[0], unit: second, network: 'of another network' });
    await (await AnnotationStore.open(path.join(project, 'annotations', 'consensus'))).append({
      ...answers[0],
      unit: third,
      expert: 'owner',
    });
  });
  afterEach(() => rm(project, { recursive: true }));

  it('are listed, shown and displayed as the compute process does', async () => {
    const looking = lookingMethods(onDisk);
    for (const run of [undefined, 'old']) {
      const listed = await methods.listUnits({ project, run }, context);
      assert.equal(listed.run, run ?? 'new');
      assert.ok(listed.units.some((unit) => unit.annotations.length > 0));
      assert.deepEqual(plain(await looking.listUnits({ project, run })), plain(listed));
      const unit = { project, run, unit: first };
      assert.deepEqual(plain(await looking.showUnit(unit)), plain(await methods.showUnit(unit, context)));
      const display = { ...unit, network: manifest.network, patches: 2 };
      assert.deepEqual(plain(await looking.displayUnit(display)), plain(await methods.displayUnit(display, context)));
    }
    await assert.rejects(looking.displayUnit({ project, unit: first, network: 'x', patches: 1 }), /trained or mined again/);
    for (const wanted of [{ project, run: 'unmined' }, { project, run: '../old' }, { project: path.join(project, 'cases') }])
      await assert.rejects(looking.listUnits(wanted), (error: unknown) => (error as ProblemError).problem?.code === 'mining.missing');
    await assert.rejects(looking.showUnit({ project, unit: 'unit_9999' as typeof first }), ProblemError);
  });

  it('have their damaged answers told by file and line, and the others used', async () => {
    const log = path.join(project, 'annotations', 'ann.jsonl');
    await appendFile(log, '0123abcd {"sequence":9,"answer":{}}\n');
    const { problems } = await methods.listUnits({ project }, context);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['annotation.log.damaged'],
    );
    assert.deepEqual((await lookingMethods(onDisk).listUnits({ project })).problems, problems);
  });

  it('are in the survey with everybody’s answers for nobody, and with their own for an expert', async () => {
    const looking = lookingMethods(onDisk);
    const forNobody = await looking.surveyState({ project, expert: '' });
    assert.deepEqual([...new Set(forNobody.othersAnswers.map((a) => a.expert))], ['ann', 'bob']);
    assert.deepEqual(forNobody.answers, []);
    const forAnn = await looking.surveyState({ project, expert: ' ann ' });
    assert.deepEqual([...new Set(forAnn.answers.map((a) => a.expert))], ['ann']);
    assert.deepEqual(forAnn.othersAnswers, []);
    const standing = await (await AnnotationStore.open(path.join(project, 'annotations'))).standing('ann');
    assert.deepEqual(plain(forAnn.answers), plain(standing.filter((a) => a.network === manifest.network)));
    assert.deepEqual(
      forAnn.units.map((u) => u.unit),
      manifest.units,
    );
    assert.equal((await looking.surveyUnit({ project, unit: first })).mining, 'new');
  });

  it('lead to no picture out of their folder', async () => {
    const units = structuredClone(mined);
    await writeFile(path.join(project, 'secret'), 'x');
    units[first].patches[0].thumbnail = '../../../../secret';
    await writeJson(path.join(mining, 'units.json'), units);
    await writeJson(path.join(mining, 'manifest.json'), { ...manifest, hash: 'changed' });
    read.length = 0;
    const { thumbnails } = await lookingMethods(onDisk).displayUnit({ project, unit: first, network: manifest.network, patches: 2 });
    assert.equal(Object.hasOwn(thumbnails, '../../../../secret'), false);
    assert.deepEqual(
      read.filter((file) => file.endsWith('secret')),
      [],
    );
  });
});
