/** Logs of two machines brought together by git: every line is kept, and what was said twice is shown as a conflict. */
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { AnnotationStore } from '../../../src/annotation/store';
import { given, words } from './given';

const run = promisify(execFile);

function gitIsHere(): boolean {
  try {
    execFileSync('git', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('answers in version control', function () {
  this.timeout(30_000);
  let dir: string;
  let log: string;
  /** No settings of this machine have a say. */
  const git = async (...args: string[]): Promise<string> => {
    const env = { PATH: process.env.PATH, HOME: dir, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: path.join(dir, 'no-settings') };
    const own = ['-c', 'user.name=t', '-c', 'user.email=t@localhost', '-c', 'core.autocrlf=false'];
    return (await run('git', [...own, ...args], { cwd: dir, env })).stdout;
  };
  const commit = async (what: string) => {
    await git('add', '-A');
    await git('commit', '-qm', what);
  };
  const append = async (...answers: ReturnType<typeof given>[]) => {
    const store = await AnnotationStore.open(dir);
    for (const answer of answers) await store.append(answer);
  };
  /** Machine `a` and machine `b` go apart from one answer, and each answers two units, one of them the same. */
  const goApart = async () => {
    await git('init', '-q', '-b', 'a');
    await append(given(1, 'common'));
    await commit('common');
    await git('checkout', '-q', '-b', 'b');
    await append(given(1, 'common, seen by b'), given(2, 'b alone'));
    await commit('b');
    await git('checkout', '-q', 'a');
    await append(given(1, 'common, seen by a'), given(3, 'a alone'));
    await commit('a');
  };
  const standing = async () => (await AnnotationStore.open(dir)).standing('ada');

  before(function () {
    if (!gitIsHere()) this.skip();
  });
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-merging-'));
    log = path.join(dir, 'ada.jsonl');
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('are merged line by line without a question: both sides stand, and the next answer that saw them ends the conflict', async () => {
    await goApart();
    await git('merge', '-q', '--no-edit', 'b');
    const merged = await AnnotationStore.open(dir);
    assert.deepEqual(merged.problems, []);
    assert.equal((await readFile(log, 'utf8')).trim().split('\n').length, 5);
    assert.deepEqual(words(await merged.standing()).sort(), ['a alone', 'b alone', 'common, seen by a', 'common, seen by b']);
    await append(given(1, 'decided'));
    assert.deepEqual(words(await standing()).sort(), ['a alone', 'b alone', 'decided']);
  });

  it('give the same on either machine', async () => {
    await goApart();
    await git('merge', '-q', '--no-edit', 'b');
    const atA = await standing();
    await git('checkout', '-q', 'b');
    await git('merge', '-q', '--no-edit', '-s', 'recursive', 'a~1');
    assert.deepEqual(await standing(), atA);
  });

  it('are all read where the rule was taken away and a merge left its marks, each told by its line', async () => {
    await goApart();
    for (const branch of ['b', 'a']) {
      await git('checkout', '-q', branch);
      await git('rm', '-q', '.gitattributes');
      await commit('no rule');
    }
    await assert.rejects(git('-c', 'merge.conflictStyle=diff3', 'merge', '-q', '--no-edit', 'b'));
    assert.match(await readFile(log, 'utf8'), /^<<<<<<< /m);
    const unfinished = await AnnotationStore.open(dir);
    assert.deepEqual(
      unfinished.problems.map((p) => [p.severity, p.code, p.found.match(/"(.)/)?.[1]]),
      ['<', '|', '=', '>'].map((sign) => ['warning', 'annotation.log.merge', sign]),
    );
    assert.deepEqual(words(await unfinished.standing()).sort(), ['a alone', 'b alone', 'common, seen by a', 'common, seen by b']);
  });

  it('survive line ends of Windows, also in a log that was cut off once', async () => {
    await append(given(1, 'first'));
    await writeFile(log, `${await readFile(log, 'utf8')}0123abcd {"sequ`);
    await append(given(2, 'second'));
    const before = await AnnotationStore.open(dir);
    const codes = before.problems.map((p) => p.code);
    assert.deepEqual(codes, ['annotation.log.torn']);
    await writeFile(log, (await readFile(log, 'utf8')).replaceAll('\n', '\r\n'));
    const after = await AnnotationStore.open(dir);
    assert.deepEqual(await after.standing(), await before.standing());
    assert.deepEqual(
      after.problems.map((p) => p.code),
      codes,
    );
    await append(given(2, 'third'));
    assert.deepEqual(words(await standing()), ['first', 'third']);
  });

  it('keep the line ends they were written with where git would change them', async () => {
    await git('init', '-q', '-b', 'a');
    await append(given(1, 'first'), given(2, 'second'));
    await commit('answers');
    const written = await readFile(log);
    await rm(log);
    await git('-c', 'core.autocrlf=true', 'checkout', '-q', '--', 'ada.jsonl');
    assert.deepEqual(await readFile(log), written);
  });

  it('are the same after a folder was copied over itself and its lines doubled', async () => {
    await append(given(1, 'first'), given(2, 'second'), given(1, 'third'));
    const before = await standing();
    const copy = `${dir}-copy`;
    await cp(dir, copy, { recursive: true });
    await writeFile(log, Buffer.concat([await readFile(path.join(copy, 'ada.jsonl')), await readFile(log)]));
    await rm(copy, { recursive: true });
    assert.deepEqual(await standing(), before);
  });
});
