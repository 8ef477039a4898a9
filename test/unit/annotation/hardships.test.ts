/** Full disks, closed folders, clocks, two windows: what is acknowledged stays, what cannot be kept is said. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AnnotationStore } from '../../../src/annotation/store';
import { ProblemError } from '../../../src/protocol/problem';
import { given, words } from './given';

const root = process.getuid?.() === 0;
const refusal = (code: string) => (error: unknown) => error instanceof ProblemError && error.problem.code === code;

describe('answers in hard times', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-hardships-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('are refused in words on a disk that fills up, and none that was acknowledged is lost; with room again the log goes on', async function () {
    try {
      // Only there can a test fill a disk without harm.
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32k', 'deepminer-test', dir], { stdio: 'ignore' });
    } catch {
      return this.skip();
    }
    try {
      const ballast = path.join(dir, 'ballast');
      writeFileSync(ballast, Buffer.alloc(4096));
      const store = await AnnotationStore.open(dir);
      const acknowledged: number[] = [];
      let refused: unknown;
      for (let unit = 0; !refused; unit++)
        await store.append(given(unit, 'x'.repeat(900))).then(
          () => acknowledged.push(unit),
          (error: unknown) => {
            refused = error;
          },
        );
      assert.ok(refusal('file.diskFull')(refused), String(refused));
      assert.ok(acknowledged.length > 3);
      const full = await AnnotationStore.open(dir);
      assert.equal((await full.answers()).length, acknowledged.length);
      await rm(ballast);
      await store.append(given(500, 'room again'));
      const again = await AnnotationStore.open(dir);
      assert.equal((await again.answers()).length, acknowledged.length + 1);
      assert.deepEqual(
        again.problems.map((p) => p.code).filter((code) => code !== 'annotation.log.torn'),
        [],
      );
    } finally {
      execFileSync('umount', [dir]);
    }
  });

  it('are refused in words where the folder may not be written to', async function () {
    if (process.platform === 'win32') return this.skip();
    // The superuser is stopped by no mode, but makes no file among the kernel's.
    const closed = root ? '/sys/kernel' : dir;
    if (root && !(await stat(closed).catch(() => undefined))) return this.skip();
    if (!root) await chmod(dir, 0o555);
    const store = await AnnotationStore.open(closed);
    await assert.rejects(store.append(given(1, 'x')), refusal('file.readOnly'));
    if (!root) await chmod(dir, 0o755);
  });

  it('are given the rule for merges also where a full disk left an empty file of it, and no rule of the owner’s is touched', async () => {
    const rules = path.join(dir, '.gitattributes');
    await writeFile(rules, '');
    const store = await AnnotationStore.open(dir);
    await store.append(given(1, 'x'));
    assert.match(await readFile(rules, 'utf8'), /^\*\.jsonl merge=union/m);
    await writeFile(rules, '*.jsonl -merge\n');
    await store.append(given(1, 'y'));
    assert.equal(await readFile(rules, 'utf8'), '*.jsonl -merge\n');
  });

  it('of two windows both stand where neither had seen the other, until one is given that saw both', async () => {
    const [one, two] = [await AnnotationStore.open(dir), await AnnotationStore.open(dir)];
    const first = await one.append(given(3, 'first'));
    const seen = [first.id!];
    const [mine, yours] = await Promise.all([
      one.append(given(3, 'mine', { replaces: seen })),
      two.append(given(3, 'yours', { replaces: seen })),
    ]);
    for (const window of [one, two, await AnnotationStore.open(dir)])
      assert.deepEqual(words(await window.standing('ada')).sort(), ['mine', 'yours']);
    await two.append(given(3, 'both', { replaces: [mine.id!, yours.id!] }));
    for (const window of [one, two]) assert.deepEqual(words(await window.standing('ada')), ['both']);
  });

  it('follow one another though the clock went back, also within a chain of replacements', async () => {
    const store = await AnnotationStore.open(dir);
    for (const [words, year] of [
      ['one', 2031],
      ['two', 2029],
      ['three', 1999],
    ] as const)
      await store.append(given(3, words, { at: `${year}-05-01T00:00:00.000Z` }));
    assert.deepEqual(words(await (await AnnotationStore.open(dir)).standing()), ['three']);
  });

  it('are read anew when another process wrote in between, also a line cut in two moments', async () => {
    const store = await AnnotationStore.open(dir);
    await store.append(given(1, 'x'));
    const log = path.join(dir, 'ada.jsonl');
    const other = await mkdtemp(path.join(os.tmpdir(), 'deepminer-hardships-'));
    await (await AnnotationStore.open(other)).append(given(2, 'y'));
    const line = await readFile(path.join(other, 'ada.jsonl'));
    await rm(other, { recursive: true });
    appendFileSync(log, line.subarray(0, 30));
    assert.equal((await store.standing()).length, 1);
    assert.deepEqual(
      store.problems.map((p) => p.code),
      ['annotation.log.torn'],
    );
    appendFileSync(log, line.subarray(30));
    assert.deepEqual(words(await store.standing()), ['x', 'y']);
    assert.deepEqual(store.problems, []);
  });
});
