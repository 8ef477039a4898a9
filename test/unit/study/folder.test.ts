/** Plan and key on the disk: apart, whole, and never taken for others or for unedited. */
import { deepEqual, equal, ok, rejects, throws } from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { ProblemError } from '../../../src/protocol/problem';
import type { StudyPlan } from '../../../src/protocol/study';
import { type MadeStudy, makeStudy } from '../../../src/study/draw/create';
import { nextStudyName, writeStudy } from '../../../src/study/draw/write';
import { keyFile, openKey, openPicture, openPlan, planFile, studiesDir, studyDir, studyNames } from '../../../src/study/folder';
import { planHash } from '../../../src/study/hash';
import { request } from './wing';

const code =
  (wanted: string, found = /./) =>
  (error: unknown) =>
    error instanceof ProblemError && error.problem.code === wanted && found.test(error.message);

describe('the files of a study', () => {
  let project: string;
  let made: MadeStudy;
  before(async () => {
    made = await makeStudy(request({ choices: { cases: 6, conditions: ['words', 'picture'] } }));
  });
  beforeEach(async () => {
    project = await mkdtemp(path.join(os.tmpdir(), 'deepminer-study-project-'));
  });
  afterEach(() => rm(project, { recursive: true, force: true }));

  it('are a folder for readers with plan and pictures, and a key outside of it', async () => {
    const files = await writeStudy(project, made);
    deepEqual(files, { dir: path.join(project, 'studies', 'study-001'), keyFile: path.join(project, 'study-keys', 'study-001.json') });
    deepEqual(await openPlan(project, 'study-001'), made.plan);
    deepEqual(await openKey(project, made.plan), JSON.parse(made.key));
    deepEqual(await openPicture(project, made.plan, 'case_002'), JSON.parse(JSON.stringify(made.pictures.get('case_002'))));
    deepEqual((await readdir(files.dir)).sort(), ['pictures', 'plan.json']);
    deepEqual(await studyNames(project), ['study-001']);
  });

  it('tell readers nothing of the truth: the folder without its choices names no class, view or patient', async () => {
    const { dir } = await writeStudy(project, made);
    const key = await openKey(project, made.plan);
    for (const name of await readdir(dir, { recursive: true })) {
      if (!name.endsWith('.json')) continue;
      const text = await readFile(path.join(dir, name), 'utf8');
      for (const { viewId, caseId } of Object.values(key.cases)) ok(!text.includes(viewId) && !text.includes(caseId), name);
    }
  });

  it('are never overwritten', async () => {
    await writeStudy(project, made);
    await rejects(writeStudy(project, made), code('study.exists', /study-001/));
    await rm(studiesDir(project), { recursive: true });
    await rejects(writeStudy(project, made), code('study.exists', /study-keys/));
    deepEqual(await openKey(project, made.plan), JSON.parse(made.key));
  });

  it('say so where the making of one was broken off, or a file stands in the way of its key', async () => {
    await mkdir(path.join(studiesDir(project), 'study-001'), { recursive: true });
    await rejects(writeStudy(project, made), code('study.exists', /study-001/));
    await rejects(writeStudy(project, made), (e) => e instanceof ProblemError && /broken off/.test(e.problem.found));
    await rm(studiesDir(project), { recursive: true });
    await writeFile(path.join(project, 'study-keys'), '');
    await rejects(writeStudy(project, made), code('file.notFolder', /study-keys/));
    deepEqual(await readdir(studiesDir(project)), []);
  });

  it('are one study where two of a name are written at once', async () => {
    const other = await makeStudy(request({ choices: { cases: 6, seed: 9 } }));
    const both = await Promise.allSettled([writeStudy(project, made), writeStudy(project, other)]);
    deepEqual(both.map((r) => r.status).sort(), ['fulfilled', 'rejected']);
    await openKey(project, await openPlan(project, 'study-001'));
  });

  it('leave nothing behind when the disk refuses', async () => {
    const file = path.join(project, 'study-keys');
    await writeFile(file, 'a file where the folder of keys should be');
    await rejects(writeStudy(project, made));
    deepEqual(await readdir(studiesDir(project)), []);
    await rm(file);
    await writeStudy(project, made);
  });

  it('have names that count on, past folders and keys that are there', async () => {
    equal(await nextStudyName(project), 'study-001');
    await writeStudy(project, made);
    await rm(studiesDir(project), { recursive: true });
    equal(await nextStudyName(project), 'study-002');
    await mkdir(path.join(project, 'studies', 'study-0041'), { recursive: true });
    equal(await nextStudyName(project), 'study-042');
    deepEqual(await studyNames(project), []);
  });

  it('have names that leave no folder', () => {
    for (const name of ['..', '../x', 'a/b', '', '.hidden', 'a b', 'x'.repeat(65), '-a'])
      throws(() => studyDir(project, name), code('study.name'), name);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        try {
          equal(path.dirname(studyDir(project, name)), studiesDir(project));
          equal(path.dirname(keyFile(project, name)), path.join(project, 'study-keys'));
        } catch (error) {
          ok(code('study.name')(error), String(error));
        }
      }),
    );
  });

  it('whose plan was edited anywhere are not opened', async () => {
    await writeStudy(project, made);
    const file = planFile(studyDir(project, 'study-001'));
    const edits: ((plan: StudyPlan) => object)[] = [
      (p) => ({ ...p, choices: { ...p.choices, goBack: true } }),
      (p) => ({ ...p, cases: p.cases.slice(1) }),
      (p) => ({ ...p, cases: p.cases.map((c, i) => (i === 2 ? { ...c, units: [{ ...c.units[0], words: ['another'] }] } : c)) }),
      (p) => ({ ...p, key: 'f'.repeat(64) }),
      (p) => ({ ...p, more: 1 }),
    ];
    for (const edit of edits) {
      await writeFile(file, JSON.stringify(edit(made.plan)));
      await rejects(openPlan(project, 'study-001'), code('study.edited', /plan\.json.*changed/), edit.toString());
    }
    // The same content written otherwise is the same plan.
    const { hash, ...rest } = made.plan;
    await writeFile(file, JSON.stringify({ ...rest, hash }, null, 7));
    deepEqual(await openPlan(project, 'study-001'), made.plan);
    await writeFile(file, '{"version": 1');
    await rejects(openPlan(project, 'study-001'), code('file.json'));
    await writeFile(file, '[]');
    await rejects(openPlan(project, 'study-001'), code('study.damaged'));
    const wrong = { ...made.plan, cases: 'none' } as object as StudyPlan;
    await writeFile(file, JSON.stringify({ ...wrong, hash: planHash(wrong) }));
    await rejects(openPlan(project, 'study-001'), code('study.damaged', /cases/));
  });

  it('are told from those of a study that was renamed, and named where one is not there', async () => {
    await writeStudy(project, made);
    await mkdir(studyDir(project, 'copy'));
    await writeFile(planFile(studyDir(project, 'copy')), JSON.stringify(made.plan));
    await rejects(openPlan(project, 'copy'), code('study.edited', /the plan of the study study-001/));
    await rejects(openPlan(project, 'study-007'), code('study.missing', /one of copy, study-001/));
  });

  it('whose key is another study’s, was edited or is missing are not scored', async () => {
    await writeStudy(project, made);
    const other = await makeStudy(request({ name: 'other', choices: { cases: 6 } }));
    const file = keyFile(project, 'study-001');
    await writeFile(file, other.key);
    await rejects(openKey(project, made.plan), code('study.otherKey', /another study \(other\)/));
    await writeFile(file, made.key.replace('"benign"', '"malignant"'));
    await rejects(openKey(project, made.plan), code('study.otherKey'));
    await writeFile(file, 'no key');
    await rejects(openKey(project, made.plan), code('study.otherKey'));
    await rm(file);
    await rejects(openKey(project, made.plan), code('study.noKey'));
  });

  it('have no picture of a case that is none, or in a study of words', async () => {
    await writeStudy(project, made);
    await rejects(openPicture(project, made.plan, '../plan'), code('study.unknownCase'));
    const words = await makeStudy(request({ choices: { cases: 6 } }));
    await rejects(openPicture(project, words.plan, 'case_001'), code('study.noPicture'));
  });
});
