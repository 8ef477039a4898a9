/** A project on a disk that cannot be written to, and on a full one: what looks works, what writes says what to do, and nothing half-written stays. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { refusedByDisk, writeProblem } from '../../../src/project/files';
import { ProblemError } from '../../../src/protocol/problem';
import { canMount, type Ended, onFullDisk, onReadOnly } from './mounted';

/** What people run, where it is built. */
const BUILT = existsSync('dist/cli.cjs');
const DEEPMINER = [
  process.execPath,
  ...(BUILT ? [path.resolve('dist/cli.cjs')] : ['--import', 'tsx', path.resolve('src/cli/main.ts')]),
  '--quiet',
];

const codeOf = (error: unknown): string | undefined => (error instanceof ProblemError ? error.problem.code : undefined);
const refusal = (code: string, syscall: string): Error => Object.assign(new Error(code), { code, syscall, path: '/p/file' });

describe('what the file system refuses', () => {
  it('is told by kind, with the file and what to do', () => {
    const kinds = ['EROFS', 'EACCES', 'EPERM', 'ENOSPC', 'EDQUOT', 'ENOTDIR'].map((code) =>
      codeOf(writeProblem('/p/file', refusal(code, 'open'))),
    );
    assert.deepEqual(kinds, ['file.readOnly', 'file.readOnly', 'file.readOnly', 'file.diskFull', 'file.diskFull', 'file.notFolder']);
    assert.equal(codeOf(writeProblem('/p/file', refusal('ENOENT', 'mkdir'))), 'file.readOnly');
    assert.equal(codeOf(writeProblem('/p/file', refusal('ENOENT', 'open'))), undefined);
  });

  it('is told also where nobody near it did, and reading is not called writing', () => {
    assert.equal(codeOf(refusedByDisk(refusal('EROFS', 'open'))), 'file.readOnly');
    assert.equal(codeOf(refusedByDisk(refusal('ENOSPC', 'copyfile'))), 'file.diskFull');
    assert.equal(codeOf(refusedByDisk(refusal('EACCES', 'mkdir'))), 'file.readOnly');
    assert.equal(codeOf(refusedByDisk(refusal('EACCES', 'scandir'))), 'file.denied');
    assert.equal(codeOf(refusedByDisk(refusal('ENOENT', 'open'))), undefined);
    const told = new ProblemError({ code: 'a.b', found: 'x', expected: 'y', remedy: 'z' });
    assert.equal(refusedByDisk(told), told);
    assert.equal(refusedByDisk(undefined), undefined);
  });
});

describe('a project', function () {
  this.timeout(180_000);
  let project: string;
  let view: string;
  before(async function () {
    if (!canMount) this.skip();
    project = await mkdtemp(path.join(os.tmpdir(), 'deepminer-disk-'));
    const [node, ...args] = DEEPMINER;
    const deepminer = (...step: string[]) =>
      execFileSync(node, [...args, ...step], { cwd: project, env: { ...process.env, DEEPMINER_DEVICE: 'cpu' } });
    deepminer('sample', project, '--cases', '6');
    const settings = path.join(project, 'deepminer.json');
    const config = JSON.parse(readFileSync(settings, 'utf8')) as { training: object };
    await writeFile(settings, JSON.stringify({ ...config, training: { ...config.training, epochs: 1, decay: null } }));
    for (const step of [['train'], ['mine'], ['annotate', '--reference']]) deepminer(...step);
    const cases = path.join(project, 'cases');
    view = path.join(cases, (await readdir(cases, { recursive: true })).find((file) => file.endsWith('.LJPEG'))!);
  });
  after(() => project && rm(project, { recursive: true, force: true }));

  const inProject = (step: string[]): string[] => [...DEEPMINER, ...step, ...(step[0] === 'sample' ? [] : ['--project', project])];

  const assertTold = ({ code, stderr }: Ended, step: string[], words: RegExp): void => {
    assert.equal(code, 1, `${step.join(' ')}: ${stderr}`);
    assert.match(stderr, words, step.join(' '));
    assert.ok(stderr.includes(project), stderr);
    assert.doesNotMatch(stderr, /^ {4}at /m, step.join(' '));
  };

  it('that cannot be written to is looked at, and whatever would write names the place and the remedy', async () => {
    const before = (await readdir(project, { recursive: true })).sort();
    for (const step of [['units'], ['survey', 'results'], ['similar', view]]) {
      const { code, stderr } = await onReadOnly(project, inProject(step));
      assert.equal(code, 0, `${step.join(' ')}: ${stderr}`);
    }
    const writing = [
      ['train'],
      ['evaluate'],
      ['check'],
      ['annotate', '--reference'],
      ['explain', view],
      ['dissect'],
      ['export', '--format', 'onnx', path.join(project, 'out.onnx')],
      ['survey', 'export', path.join(project, 'answers.csv')],
      ['study', 'create'],
      ['sample', path.join(project, 'another'), '--cases', '4'],
    ];
    for (const step of writing)
      assertTold(
        await onReadOnly(project, inProject(step)),
        step,
        /found a folder that may not be written to; .*Change its permissions or copy the project/,
      );
    assert.deepEqual((await readdir(project, { recursive: true })).sort(), before);
  });

  it('on a full disk keeps what it had, and holds nothing half-written', async () => {
    const before = (await readdir(project, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => `.${path.join(entry.parentPath, entry.name).slice(project.length)}`);
    for (const step of [['train'], ['check'], ['explain', view]]) {
      const ended = await onFullDisk(project, 4, inProject(step));
      assertTold(ended, step, /found no space left on the disk; .*Free some space/);
      assert.deepEqual(
        before.filter((file) => !ended.left.includes(file)),
        [],
        step.join(' '),
      );
      assert.deepEqual(
        ended.left.filter((file) => /\.tmp$|partial|^torn/.test(file)),
        [],
        step.join(' '),
      );
    }
  });
});
