/** Answers kept without a process: every program reads them as its own, and none that was kept before is touched. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AnnotationStore } from '../../../src/annotation/store';
import { answersInFiles, type WrittenFiles } from '../../../src/host/web/answerFiles';
import { ProblemError } from '../../../src/protocol/problem';
import { given, words } from '../annotation/given';

describe('answers where no process can append to a log', () => {
  let project: string;
  let dir: string;
  const files: WrittenFiles = {
    text: (file) => readFile(file, 'utf8'),
    bytes: (file) => readFile(file),
    names: (folder) => readdir(folder).catch(() => []),
    join: path.join,
    create: async (file, text) => {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text, { flag: 'wx' });
    },
  };
  const store = () => AnnotationStore.open(dir);

  beforeEach(async () => {
    project = await mkdtemp(path.join(os.tmpdir(), 'deepminer-answers-'));
    dir = path.join(project, 'annotations');
  });
  afterEach(() => rm(project, { recursive: true, force: true }));

  it('are read by the store, stand in the place of those in sight, and leave every log as it was', async () => {
    await (await store()).append(given(1, 'before'));
    const [log] = (await readdir(dir)).filter((name) => name.endsWith('.jsonl'));
    const text = await readFile(path.join(dir, log), 'utf8');
    const save = answersInFiles(files);
    const first = await save({ project, answer: given(1, 'first') });
    assert.deepEqual(words(first.standing), ['first']);
    await save({ project, answer: given(2, 'second') });
    const read = await store();
    assert.deepEqual(read.problems, []);
    assert.deepEqual(words(await read.standing()), ['first', 'second']);
    assert.equal(await readFile(path.join(dir, log), 'utf8'), text);
    await read.append(given(1, 'after'));
    assert.deepEqual(words(await (await store()).standing()), ['after', 'second']);
  });

  it('given in two windows at once both stand', async () => {
    const inSight = { replaces: [] };
    await Promise.all(['here', 'there'].map((word) => answersInFiles(files)({ project, answer: { ...given(1, word), ...inSight } })));
    assert.deepEqual(words(await (await store()).standing()).sort(), ['here', 'there']);
  });

  it('are not acknowledged where the file was refused, or holds something else', async () => {
    for (const create of [() => Promise.reject(new Error('no room')), (file: string) => files.create(file, 'half')])
      await assert.rejects(
        answersInFiles({ ...files, create })({ project, answer: given(1, 'lost') }),
        (error: unknown) => error instanceof ProblemError && error.problem.code === 'annotation.notKept',
      );
    const save = answersInFiles(files);
    await assert.rejects(save({ project, answer: { ...given(1, 'x'), seconds: -1 } }), RangeError);
    assert.deepEqual(words((await save({ project, answer: given(1, 'kept') })).standing), ['kept']);
  });
});
