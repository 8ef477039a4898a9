/** A reader study of a project through the methods that pages and the terminal call: made from real views, read, and listed. */
import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AnnotationStore } from '../../../src/annotation/store';
import { createdText, studiesText } from '../../../src/cli/studyText';
import type { MethodContext } from '../../../src/compute/method';
import { methods } from '../../../src/compute/methods';
import { buildNetwork } from '../../../src/network/build';
import { networkHash, writeClassifier } from '../../../src/network/classifier';
import { writeJson } from '../../../src/project/files';
import { CONFIG_FILE, openProject } from '../../../src/project/project';
import { appendEvent, createRun } from '../../../src/project/runs';
import type { CreatedStudy } from '../../../src/protocol/compute';
import type { StudyAnswer, StudyKey } from '../../../src/protocol/study';
import { type Progress, quietTask } from '../../../src/protocol/task';
import { unitId, unitIndex } from '../../../src/protocol/unit';
import { planHash } from '../../../src/study/hash';
import { StudyStore } from '../../../src/study/store';
import { minedUnit } from '../units/wing';

describe('a reader study of a project', function () {
  this.timeout(120_000);
  let project: string;
  let made: CreatedStudy;
  let said: string[] = [];
  const progress: Progress[] = [];
  /** The last report of the draw. */
  let told: Progress | undefined;
  const context = (signal = new AbortController().signal): MethodContext => ({
    ...quietTask(),
    signal,
    log: (_, message) => said.push(message),
    progress: (p) => progress.push(p),
    cellOutput: () => undefined,
  });
  const create = (change: Partial<Parameters<typeof methods.createStudy>[0]> = {}, signal?: AbortSignal) =>
    methods.createStudy({ project, device: 'cpu', ...change }, context(signal));

  before(async () => {
    project = path.join(await mkdtemp(path.join(os.tmpdir(), 'study-')), 'project');
    await methods.createSample({ dir: project, cases: 10, seed: 3 }, context());
    const file = path.join(project, CONFIG_FILE);
    const config = JSON.parse(await readFile(file, 'utf8'));
    await writeJson(file, { ...config, dataset: { ...config.dataset, split: { holdout: 0.15, test: 0.6 } } });
    const opened = await openProject(project);
    const { dir } = await createRun(opened, opened.config);
    const classifier = buildNetwork({
      architecture: 'small',
      classes: opened.config.classes,
      inputSize: opened.config.patches.size,
      seed: 2,
    });
    const network = networkHash(classifier);
    await writeClassifier(classifier, path.join(dir, 'checkpoints', 'epoch-01.onnx'));
    const part = { loss: 1, accuracy: 0.5, auc: {} };
    const metrics = { epoch: 1, learningRate: 0.1, seconds: 1, patchesPerSecond: 1, train: part, holdout: part };
    await appendEvent(dir, { type: 'epoch', checkpoint: 'checkpoints/epoch-01.onnx', network, ...metrics });
    const units = Array.from({ length: classifier.units }, (_, u) => unitId(unitIndex(u)));
    const mining = path.join(dir, 'mining', 'b'.repeat(16));
    await writeJson(path.join(mining, 'units.json'), { [units[0]]: minedUnit(units[0], 'malignant', 1) });
    const manifest = {
      version: 1,
      hash: 'b'.repeat(64),
      network,
      checkpoint: 'epoch-01.onnx',
      classes: opened.config.classes,
      options: {},
    };
    await writeJson(path.join(mining, 'manifest.json'), { ...manifest, coverage: {}, views: 4, patches: 20, units: [units[0]] });
    const store = await AnnotationStore.open(opened.annotationsDir);
    for (const unit of units)
      await store.append({
        unit,
        expert: 'ada',
        seconds: 1,
        network,
        mining: manifest.hash,
        recognizable: true,
        several: false,
        phenomena: [{ description: `what ${unit.slice(5)} shows`, association: 'unsure', terms: [] }],
      });
    made = await create({ name: 'first', choices: { conditions: ['words', 'picture'], goBack: true } });
    told = progress.at(-1);
  });
  after(() => rm(path.dirname(project), { recursive: true, force: true }));
  beforeEach(() => {
    said = [];
  });

  const answer = (change: Partial<StudyAnswer> = {}): Parameters<typeof methods.saveStudyAnswer>[0] => ({
    project,
    study: made.plan.name,
    answer: {
      study: made.plan.hash,
      case: made.plan.cases[0].id,
      condition: 'words',
      reader: 'Zoe',
      call: 'benign',
      confidence: 2,
      seconds: 4,
      ...change,
    },
  });

  it('is drawn from the test part in equal numbers, with its key apart', async () => {
    const { plan, dir, keyFile, power } = made;
    const views = new Map((await methods.listViews({ project, part: 'test' }, context())).map((v) => [v.viewId, v]));
    const key = JSON.parse(await readFile(keyFile, 'utf8')) as StudyKey;
    const truths = Object.values(key.cases);
    ok(plan.cases.length >= 2 && plan.cases.length % 2 === 0);
    equal(truths.filter((t) => t.truth === 'benign').length, plan.cases.length / 2);
    for (const t of truths) {
      equal(views.get(t.viewId)?.label, t.truth);
      ok(t.findingTypes.length > 0);
      ok(Math.abs(Object.values(t.scores)[0]) <= 1);
    }
    deepEqual([plan.source.experts, plan.source.checkpoint, planHash(plan)], [['ada'], 'epoch-01.onnx', plan.hash]);
    ok(!keyFile.startsWith(dir));
    equal(power.rows[0].n, plan.cases.length);
    deepEqual([told?.stage, told?.done, told?.total], ['study', plan.cases.length, plan.cases.length]);
    match(
      createdText(made),
      /^first: \d+ cases[\s\S]*words alone, then words with the picture[\s\S]*found at 55 %[\s\S]*Do not give the key to a reader/,
    );
  });

  it('tells the most influential named units of the view, as its explanation has them', async () => {
    const key = JSON.parse(await readFile(made.keyFile, 'utf8')) as StudyKey;
    const [{ id, units }] = made.plan.cases;
    const { explanation } = await methods.explain({ project, view: key.cases[id].viewId, device: 'cpu' }, context());
    deepEqual(
      units.map((u) => u.unit),
      explanation.evidence.slice(0, 3).map((u) => u.unit),
    );
    deepEqual(units[0].words, [`what ${units[0].unit.slice(5)} shows`]);
    const picture = await methods.studyPicture({ project, study: 'first', case: id }, context());
    equal(picture.view.picture, explanation.view.picture);
    deepEqual(
      picture.units.map((u) => u.maskThreshold),
      explanation.evidence.slice(0, 3).map((u) => u.maskThreshold),
    );
  });

  it('is the same again for the same seed, and never overwrites one', async () => {
    const { plan } = await create({ choices: { conditions: ['words', 'picture'], goBack: true } });
    deepEqual({ ...plan, name: 'first', created: made.plan.created, hash: made.plan.hash, key: made.plan.key }, made.plan);
    equal(plan.name, 'study-001');
    await rejects(create({ name: 'first' }), /never overwritten/);
    await rejects(create({ choices: { cases: 100 } }), /50 of each/);
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const abort = new AbortController();
    const before = await readdir(path.join(project, 'studies'));
    const running = methods.createStudy(
      { project, device: 'cpu', name: 'cancelled' },
      { ...context(abort.signal), progress: (p) => p.stage === 'study' && p.done === 1 && abort.abort(new Error('cancelled')) },
    );
    await rejects(running, /cancelled/);
    deepEqual(await readdir(path.join(project, 'studies')), before);
    ok(!(await readdir(path.join(project, 'study-keys'))).includes('cancelled.json'));
  });

  it('is read without its key, its answers on the disk before they are acknowledged, and listed', async () => {
    const key = await readFile(made.keyFile);
    await rm(made.keyFile);
    const fresh = await methods.studyState({ project, study: 'first', reader: ' Zoe ' }, context());
    deepEqual([fresh.reader, fresh.answers, fresh.items.length], ['Zoe', [], 2 * made.plan.cases.length]);
    ok(!/unit_|"truth"/.test(JSON.stringify(fresh)));
    const saved = await methods.saveStudyAnswer(answer(), context());
    const again = await methods.saveStudyAnswer(answer(), context());
    deepEqual(again, saved);
    const changed = await methods.saveStudyAnswer(answer({ call: 'malignant' }), context());
    deepEqual([changed.answer.replaces, changed.standing.map((a) => a.call)], [[saved.answer.id], ['malignant']]);
    deepEqual((await methods.studyState({ project, study: 'first', reader: 'Zoe' }, context())).answers, changed.standing);
    deepEqual((await methods.studyState({ project, study: 'first', reader: 'Yan' }, context())).answers, []);
    const [listing] = await methods.listStudies({ project }, context());
    deepEqual(
      [listing.name, listing.key, listing.readers],
      ['first', false, [{ reader: 'Zoe', answered: 1, of: 2 * made.plan.cases.length }]],
    );
    match(studiesText([listing]), /its key is not here[\s\S]*Zoe: 1 of \d+ answered/);
    await writeFile(made.keyFile, key);
    equal((await methods.listStudies({ project }, context()))[0].key, true);
  });

  it('refuses an answer to another plan, and one to a study that is not there', async () => {
    await rejects(methods.saveStudyAnswer(answer({ study: 'f'.repeat(64) }), context()), /another plan/);
    await rejects(methods.saveStudyAnswer({ ...answer(), study: 'nothing' }, context()), /no study nothing/);
  });

  it('tells a reader of damage to the reader’s own log alone', async () => {
    await methods.saveStudyAnswer(answer({ reader: 'xi' }), context());
    await writeFile(path.join(made.dir, 'answers', 'xi.jsonl'), '0000');
    match(
      (await methods.studyState({ project, study: 'first', reader: 'xi' }, context())).problems.join(),
      /xi\.jsonl:1: found an answer cut off/,
    );
    deepEqual((await methods.studyState({ project, study: 'first', reader: 'Yan' }, context())).problems, []);
    equal((await StudyStore.open(made.dir)).problems.length, 1);
  });

  it('is left out of the list, which is said, and opened by nobody once its plan was edited', async () => {
    const file = path.join(made.dir, 'plan.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"goBack": true', '"goBack": false'));
    said = [];
    ok(!(await methods.listStudies({ project }, context())).some((s) => s.name === 'first'));
    match(said.join(), /The study first is left out: .*plan\.json: found a plan that was changed/);
    await rejects(methods.studyState({ project, study: 'first', reader: 'Zoe' }, context()), /changed after it was made/);
    await rejects(methods.saveStudyAnswer(answer({ confidence: 5 }), context()), /changed after it was made/);
    await writeFile(file, text);
  });
});
