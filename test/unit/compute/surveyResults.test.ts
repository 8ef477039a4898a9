/** Results, export and import of a project's survey through the methods that pages and the terminal call. */
import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { decisionsDir } from '../../../src/annotation/projectAnswers';
import { AnnotationStore } from '../../../src/annotation/store';
import { importedText } from '../../../src/cli/survey';
import { surveyResultsText } from '../../../src/cli/surveyResultsText';
import type { MethodContext } from '../../../src/compute/method';
import { methods } from '../../../src/compute/methods';
import { npyHeader } from '../../../src/mining/npy';
import { configSchema } from '../../../src/project/config';
import { writeJson } from '../../../src/project/files';
import { quietTask } from '../../../src/protocol/task';
import { answers, first, manifest, mined, second, third } from '../units/wing';

const warnings: string[] = [];
const context: MethodContext = { ...quietTask(), log: (_, message) => warnings.push(message), cellOutput: () => undefined };

describe('the survey of a project', () => {
  let project: string;
  let store: AnnotationStore;
  beforeEach(async () => {
    warnings.length = 0;
    project = await mkdtemp(path.join(os.tmpdir(), 'survey-project-'));
    await mkdir(path.join(project, 'cases'));
    await writeJson(path.join(project, 'deepminer.json'), { dataset: { root: 'cases' } });
    const dir = path.join(project, 'runs', 'run-001');
    const config = configSchema.parse({ dataset: { root: 'cases' } });
    await writeJson(path.join(dir, 'config.json'), { version: 1, run: 'run-001', config, createdAt: '2031-01-01' });
    const epoch = { type: 'epoch', epoch: 2, checkpoint: 'checkpoints/epoch-02.onnx', network: manifest.network };
    await writeFile(path.join(dir, 'events.jsonl'), `${JSON.stringify(epoch)}\n${JSON.stringify({ type: 'finished' })}\n`);
    const result = path.join(dir, 'mining', manifest.hash.slice(0, 16));
    await writeJson(path.join(result, 'units.json'), mined);
    await writeJson(path.join(result, 'manifest.json'), manifest);
    await writeFile(path.join(result, 'activations.maxima.npy'), npyHeader('float32', [20, 64]));
    store = await AnnotationStore.open(path.join(project, 'annotations'));
  });
  afterEach(() => rm(project, { recursive: true }));

  it('has results from the logs as they are, answers and decisions apart, with damage named', async () => {
    for (const answer of answers) await store.append(answer);
    await (await AnnotationStore.open(decisionsDir(store.dir))).append({ ...answers[0], unit: third });
    await writeFile(path.join(store.dir, 'torn.jsonl'), '0000');
    const found = await methods.surveyResults({ project }, context);
    deepEqual([found.named.units, found.named.of, found.decided.units, found.time.images], [1, 3, 1, 4]);
    deepEqual(
      found.units.map((u) => u.unit),
      [second, first, third],
    );
    match(found.problems.join(), /torn\.jsonl:1: found an answer cut off/);
    const text = surveyResultsText(found);
    match(text, /^1 of 3 units of run-001 named by at least one expert/);
    match(text, /Research use only; not a medical device\.$/);
  });

  it('goes out and comes back in another project by either format', async () => {
    for (const answer of answers) await store.append(answer);
    const before = await methods.surveyResults({ project }, context);
    for (const name of ['answers.csv', 'answers.json']) {
      const file = path.join(project, name);
      const exported = await methods.exportAnswers({ project, file }, context);
      deepEqual([exported.answers, exported.experts], [new Set(answers.map((a) => `${a.expert}${a.unit}`)).size, ['ann', 'bob']]);
      const again = await methods.importAnswers({ project, file }, context);
      deepEqual([again.imported, again.unchanged], [[], exported.answers]);
      await rm(store.dir, { recursive: true });
      const imported = await methods.importAnswers({ project, file }, context);
      equal(imported.imported.length, 2);
      match(importedText(imported), /^\d answers of ann to units of run-001, network [0-9a-f]{12}$/m);
      deepEqual((await methods.surveyResults({ project }, context)).units, before.units);
    }
    const { answers: bobs } = await methods.exportAnswers({ project, file: path.join(project, 'bob.csv'), expert: 'bob' }, context);
    equal(bobs, answers.filter((a) => a.expert === 'bob').length);
  });

  it('takes published labels for units of the run, says that they name no network, and refuses units beyond the layer', async () => {
    const file = path.join(project, 'labels.json');
    await writeFile(file, '{"unit_4": "Mass", "unit_2038": "Normal Breast Tissue"}');
    const imported = await methods.importAnswers({ project, file }, context);
    deepEqual(imported.imported, [{ expert: 'published', units: [first] }]);
    equal(importedText(imported).split('\n').at(-1), 'Left out, line 1: unit_2038 (no unit of this network: its layer has 64)');
    match(warnings.join(), /labels\.json does not say which network its units are of/);
    deepEqual(
      (await store.standing()).map((a) => [a.unit, a.network, a.mining]),
      [[first, manifest.network, manifest.hash]],
    );
  });

  describe('with two trained runs', () => {
    const other = 'd'.repeat(64);
    let file: string;
    beforeEach(async () => {
      // run-002 is the newer one, and it is mined too: without a name it would be taken.
      const [from, to] = ['run-001', 'run-002'].map((run) => path.join(project, 'runs', run));
      await cp(from, to, { recursive: true });
      await writeJson(path.join(to, 'config.json'), {
        ...JSON.parse(await readFile(path.join(to, 'config.json'), 'utf8')),
        run: 'run-002',
        createdAt: '2031-01-02',
      });
      await networkIs(to, other);
      file = path.join(project, 'labels.json');
      await writeFile(file, '{"unit_4": "Mass", "unit_0065": "Vessel"}');
    });
    const networkIs = async (dir: string, network: string) => {
      const replace = async (name: string) => writeFile(name, (await readFile(name, 'utf8')).replaceAll(manifest.network, network));
      await replace(path.join(dir, 'events.jsonl'));
      await replace(path.join(dir, 'mining', manifest.hash.slice(0, 16), 'manifest.json'));
    };

    it('takes labels without a network only for a run that is named, and notes that run’s network in each', async () => {
      await rejects(
        methods.importAnswers({ project, file }, context),
        /which network their units are of; expected the run of that network: run-001, run-002.*--run/,
      );
      await rejects(methods.importAnswers({ project, file, anyNetwork: true }, context), /the run of that network/);
      deepEqual(await store.standing(), []);
      for (const [run, network] of [
        ['run-001', manifest.network],
        ['run-002', other],
      ]) {
        const imported = await methods.importAnswers({ project, run, file }, context);
        deepEqual([imported.run, imported.network, imported.imported], [run, network, [{ expert: 'published', units: [first] }]]);
        deepEqual(imported.leftOut, [{ line: 1, entry: 'unit_0065', reason: 'no unit of this network: its layer has 64' }]);
        equal((await store.standing()).filter((a) => a.network === network).length, 1);
      }
      deepEqual(warnings, []);
    });

    it('asks the same of a table in which one row names no network', async () => {
      const table = path.join(project, 'table.csv');
      await writeFile(table, `unit,expert,description,network\nunit_4,ada,mass,${other}\nunit_5,ada,vessel,\n`);
      await rejects(methods.importAnswers({ project, file: table }, context), /the run of that network/);
      equal((await methods.importAnswers({ project, run: 'run-002', file: table }, context)).found, 2);
    });

    it('needs no name for answers that name their network, nor where both runs have the same one', async () => {
      await store.append({ ...answers[0], network: other });
      const exported = path.join(project, 'answers.json');
      await methods.exportAnswers({ project, file: exported }, context);
      equal((await methods.importAnswers({ project, file: exported }, context)).unchanged, 1);
      await writeFile(
        path.join(project, 'runs', 'run-002', 'events.jsonl'),
        await readFile(path.join(project, 'runs', 'run-001', 'events.jsonl')),
      );
      await networkIs(path.join(project, 'runs', 'run-002'), manifest.network);
      const manifestFile = path.join(project, 'runs', 'run-002', 'mining', manifest.hash.slice(0, 16), 'manifest.json');
      await writeJson(manifestFile, manifest);
      equal((await methods.importAnswers({ project, file }, context)).imported.length, 1);
    });
  });

  it('writes no file where there is no answer, or for a name that is neither', async () => {
    await rejects(methods.exportAnswers({ project, file: path.join(project, 'a.csv') }, context), /no answer to this network/);
    await store.append(answers[0]);
    await rejects(methods.exportAnswers({ project, file: path.join(project, 'a.xlsx') }, context), /ends in ".xlsx".*\.csv or \.json/);
    const request = { project, file: path.join(project, 'a.csv'), expert: 'zoe' };
    await rejects(methods.exportAnswers(request, context), /no answer of zoe; expected an expert who answered: ann/);
    equal((await readdir(project)).includes('a.csv'), false);
  });

  it('is left as it was by a file that cannot be read as answers', async () => {
    for (const [name, content, found] of [
      ['folder', undefined, /found a folder/],
      ['picture.csv', Buffer.from([0xff, 0xd8, 0xff]), /no UTF-8 text/],
      ['text.csv', 'hello', /names no unit/],
    ] as const) {
      const file = path.join(project, name);
      if (content === undefined) await mkdir(file);
      else await writeFile(file, content);
      await rejects(methods.importAnswers({ project, file }, context), found);
    }
    await rejects(methods.importAnswers({ project, file: path.join(project, 'nothing.csv') }, context), /no such file/);
    deepEqual(await readFile(path.join(store.dir, 'published.jsonl'), 'utf8').catch((e) => e.code), 'ENOENT');
  });
});
