/** Answers, once acknowledged, are on the disk and stay. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFile, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expertFile } from '../../../src/annotation/expertFile';
import { AnnotationStore } from '../../../src/annotation/store';
import { crc32 } from '../../../src/log/crc32';
import type { Answer } from '../../../src/protocol/annotation';
import { ProblemError } from '../../../src/protocol/problem';
import { unitId, unitIndex } from '../../../src/protocol/unit';

const answer = (unit: number, description = 'dense tissue', more: Partial<Answer> = {}): Omit<Answer, 'at'> & { at?: string } => ({
  unit: unitId(unitIndex(unit)),
  expert: 'ada',
  seconds: 12.5,
  network: 'net',
  mining: 'mined',
  recognizable: true,
  several: false,
  phenomena: [{ description, association: 'normal', terms: ['DENSE_TISSUE'] }],
  ...more,
});
const words = (answers: Answer[]) => answers.map((a) => a.phenomena[0]?.description);

describe('the store of answers', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-annotations-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('checks lines with the CRC-32 of zip and PNG', () => {
    assert.equal(crc32(Buffer.from('123456789')), 'cbf43926');
  });

  it('gives back what was appended, in a new process too', async () => {
    const kept = await (await AnnotationStore.open(dir)).append(answer(3));
    assert.match(kept.at, /^\d{4}-\d\d-\d\dT.*Z$/);
    assert.deepEqual(await (await AnnotationStore.open(dir)).answers('ada'), [kept]);
  });

  it('lets the latest answer to a unit of a network count, and keeps the earlier ones in the log', async () => {
    const store = await AnnotationStore.open(dir);
    await store.append(answer(3, 'first thought'));
    await store.append(answer(3, 'other network', { network: 'net2' }));
    await store.append(answer(3, 'second thought'));
    assert.deepEqual(words(await store.answers()), ['second thought', 'other network']);
    assert.equal((await readFile(path.join(dir, 'ada.jsonl'), 'utf8')).split('\n').length, 4);
  });

  it('takes the later answer though the clock jumped back', async () => {
    const store = await AnnotationStore.open(dir);
    await store.append(answer(3, 'before', { at: '2031-05-01T00:00:00.000Z' }));
    await store.append(answer(3, 'after', { at: '1999-05-01T00:00:00.000Z' }));
    assert.deepEqual(words(await (await AnnotationStore.open(dir)).answers()), ['after']);
  });

  it('takes the larger sequence though a merge changed the order of lines', async () => {
    const store = await AnnotationStore.open(dir);
    await store.append(answer(3, 'before'));
    await store.append(answer(3, 'after'));
    const file = path.join(dir, 'ada.jsonl');
    const [one, two] = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, `${two}\n${one}\n`);
    assert.deepEqual(words(await (await AnnotationStore.open(dir)).answers()), ['after']);
  });

  it('seals a torn last line with a notice and loses nothing else', async () => {
    const store = await AnnotationStore.open(dir);
    for (const unit of [1, 2, 3]) await store.append(answer(unit));
    const file = path.join(dir, 'ada.jsonl');
    const whole = await readFile(file);
    const torn = whole.length - 40;
    await truncate(file, torn);
    const reopened = await AnnotationStore.open(dir);
    assert.deepEqual(
      reopened.problems.map((p) => [p.severity, p.code, p.file, p.line]),
      [['warning', 'annotation.log.torn', file, 3]],
    );
    await reopened.append(answer(4));
    const again = await AnnotationStore.open(dir);
    assert.deepEqual(
      (await again.answers()).map((a) => a.unit),
      ['unit_0002', 'unit_0003', 'unit_0005'],
    );
    assert.deepEqual(
      again.problems.map((p) => [p.severity, p.code, p.line]),
      [['warning', 'annotation.log.torn', 3]],
    );
  });

  it('is cut off at any byte and still gives every whole line', async () => {
    const store = await AnnotationStore.open(dir);
    for (const unit of [1, 2]) await store.append(answer(unit, 'ß µm „quoted“'));
    const file = path.join(dir, 'ada.jsonl');
    const bytes = await readFile(file);
    const firstLine = bytes.indexOf(10) + 1;
    for (let length = 0; length <= bytes.length; length += 7) {
      await writeFile(file, bytes.subarray(0, length));
      const cut = await AnnotationStore.open(dir);
      const kept = await cut.append(answer(9));
      const units = (await (await AnnotationStore.open(dir)).answers()).map((a) => a.unit);
      // A line that lacks nothing but its newline is whole.
      const wholeLines = (length >= firstLine - 1 ? 1 : 0) + (length >= bytes.length - 1 ? 1 : 0);
      assert.deepEqual(units, ['unit_0002', 'unit_0003'].slice(0, wholeLines).concat(kept.unit));
    }
  });

  it('reports a damaged line by file and line and uses the others', async () => {
    const store = await AnnotationStore.open(dir);
    for (const unit of [1, 2, 3]) await store.append(answer(unit));
    const file = path.join(dir, 'ada.jsonl');
    await writeFile(file, (await readFile(file, 'utf8')).replace('unit_0003', 'unit_0007'));
    const damaged = await AnnotationStore.open(dir);
    assert.deepEqual(
      damaged.problems.map((p) => [p.severity, p.code, p.file, p.line]),
      [['error', 'annotation.log.damaged', file, 2]],
    );
    assert.deepEqual(
      (await damaged.answers()).map((a) => a.unit),
      ['unit_0002', 'unit_0004'],
    );
  });

  it('reports foreign text in the folder instead of failing on it', async () => {
    await appendFile(path.join(dir, 'ada.jsonl'), 'hello\n\n{"a": 1}\n');
    const store = await AnnotationStore.open(dir);
    assert.equal(store.problems.length, 2);
    await store.append(answer(1));
    assert.equal((await store.answers()).length, 1);
  });

  it('acknowledges nothing on a full disk, and says so', async function () {
    if (process.platform !== 'linux') return this.skip();
    await symlink('/dev/full', path.join(dir, 'ada.jsonl'));
    const store = await AnnotationStore.open(dir);
    await assert.rejects(store.append(answer(1)), (e) => e instanceof ProblemError && e.problem.code === 'file.diskFull');
    assert.deepEqual(await store.answers(), []);
  });

  it('goes on after an append that failed', async () => {
    const store = await AnnotationStore.open(dir);
    const failed = store.append(answer(1, 'x', { seconds: -1 }));
    const kept = store.append(answer(2));
    await assert.rejects(failed, (e) => e instanceof ProblemError && e.problem.code === 'annotation.answer');
    assert.equal((await kept).unit, 'unit_0003');
  });

  it('refuses a folder that is a file', async () => {
    const file = path.join(dir, 'taken');
    await writeFile(file, '');
    await assert.rejects(AnnotationStore.open(file), (e) => e instanceof ProblemError && e.problem.file === file);
  });

  it('refuses units, times and associations that are none', async () => {
    const store = await AnnotationStore.open(dir);
    for (const wrong of [{ unit: 'unit_0000' }, { unit: 'unit4' }, { at: 'yesterday' }, { expert: ' ' }, { seconds: Number.NaN }])
      await assert.rejects(store.append({ ...answer(1), ...wrong } as Answer), ProblemError, JSON.stringify(wrong));
    assert.deepEqual(await readdir(dir), []);
  });

  it('keeps every answer of two processes that append at once', async () => {
    const [one, two] = [await AnnotationStore.open(dir), await AnnotationStore.open(dir)];
    const units = Array.from({ length: 40 }, (_, i) => i);
    await Promise.all(units.map((u) => (u % 2 ? one : two).append(answer(u, 'x'.repeat(u * 50)))));
    const third = await AnnotationStore.open(dir);
    assert.equal((await third.answers()).length, 40);
    assert.deepEqual(third.problems, []);
    assert.equal((await one.answers()).length, 40);
  });

  it('loses no acknowledged answer to kill -9', async function () {
    this.timeout(30000);
    const acknowledged = new Set<number>();
    const appender = new URL('./appender.ts', import.meta.url).pathname;
    for (let round = 0; round < 4; round++) {
      const next = Math.max(-1, ...acknowledged) + 2;
      const child = spawn(process.execPath, ['--import', 'tsx', appender, dir, String(next)], { stdio: ['ignore', 'pipe', 'inherit'] });
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => {
        // The clock starts at the first answer, not while the process loads.
        if (text === '') setTimeout(() => child.kill('SIGKILL'), 20 + Math.random() * 150);
        text += chunk.toString();
      });
      await new Promise((resolve) => child.on('close', resolve));
      for (const line of text.split('\n').slice(0, -1)) acknowledged.add(Number(line));
    }
    const units = new Set((await (await AnnotationStore.open(dir)).answers('Dr. Wu')).map((a) => a.seconds));
    assert.ok(acknowledged.size > 4, 'the child appended');
    assert.deepEqual(
      [...acknowledged].filter((number) => !units.has(number)),
      [],
    );
  });
});

describe('the file of an expert', () => {
  it('stays in the folder and is a plain file name, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }), (name) => {
        if (name.trim() === '' || /\p{Cc}/u.test(name)) return;
        assert.match(expertFile(name), /^[a-z0-9][a-z0-9_~-]*\.jsonl$/);
      }),
    );
    assert.match(expertFile('../../etc/passwd'), /^etc-passwd~[0-9a-f]{16}\.jsonl$/);
  });

  it('is never shared by two names, also where the file system does not tell case', () => {
    const names = [
      'ada',
      'Ada',
      'ADA',
      'a da',
      'a-da',
      'a/da',
      'con',
      'nul',
      'ada.',
      'ádá',
      'reference',
      'Reference',
      'x'.repeat(48),
      'x'.repeat(49),
    ];
    const files = names.map((name) => expertFile(name).toLowerCase());
    assert.equal(new Set(files).size, names.length);
    assert.ok(!files.includes('con.jsonl'));
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (a, b) => {
        fc.pre(a.trim() !== '' && b.trim() !== '' && a.trim().normalize() !== b.trim().normalize());
        return expertFile(a) !== expertFile(b);
      }),
    );
  });

  it('is the same for one name in two Unicode forms', () => {
    assert.equal(expertFile('Jose\u0301'), expertFile('José'));
  });
});
