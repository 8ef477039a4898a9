/** Readers' answers are on the disk before they are acknowledged, and stay; two to one case are told, none is lost. */
import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFile, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { crc32 } from '../../../src/log/crc32';
import { ProblemError } from '../../../src/protocol/problem';
import type { StudyAnswer, StudyPlan } from '../../../src/protocol/study';
import { conflictsOf, conflictWords } from '../../../src/study/state';
import { StudyStore } from '../../../src/study/store';
import { takeAnswer } from '../../../src/study/take';
import { examplePlan, given } from './wing';

const code = (wanted: string) => (error: unknown) => error instanceof ProblemError && error.problem.code === wanted;

describe('the answers of readers', () => {
  let dir: string;
  let plan: StudyPlan;
  before(async () => {
    plan = await examplePlan();
  });
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-study-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const log = (name = 'ada') => path.join(dir, 'answers', `${name}.jsonl`);
  const standing = async (reader?: string) => (await StudyStore.open(dir)).standing(reader);

  it('are kept a log a reader, and given back in a new process', async () => {
    const store = await StudyStore.open(dir);
    const kept = await store.append(given(plan));
    const bobs = await store.append(given(plan, { reader: 'bob', call: 'benign' }));
    match(kept.at, /^\d{4}-\d\d-\d\dT.*Z$/);
    deepEqual(await standing('ada'), [kept]);
    deepEqual(await standing(), [kept, bobs]);
    deepEqual((await readdir(path.join(dir, 'answers'))).sort(), ['.gitattributes', 'ada.jsonl', 'bob.jsonl']);
  });

  it('tell of torn and damaged lines by file and line, and lose no other', async () => {
    const store = await StudyStore.open(dir);
    for (const { id } of plan.cases.slice(0, 3)) await store.append(given(plan, { case: id }));
    await writeFile(log(), (await readFile(log(), 'utf8')).replace('"malignant"', '"benign"'));
    await truncate(log(), (await readFile(log())).length - 20);
    const reopened = await StudyStore.open(dir);
    deepEqual(
      reopened.problems.map((p) => [p.severity, p.code, p.file, p.line]),
      [
        ['error', 'study.log.damaged', log(), 1],
        ['warning', 'study.log.torn', log(), 3],
      ],
    );
    match(reopened.problems[1].remedy, /answer that case again/);
    await reopened.append(given(plan, { case: plan.cases[3].id }));
    deepEqual(
      (await standing()).map((a) => a.case),
      [plan.cases[1].id, plan.cases[3].id],
    );
  });

  it('are not taken from a line that holds something else, whatever its checksum', async () => {
    await (await StudyStore.open(dir)).append(given(plan));
    const json = '{"sequence":1,"answer":{"unit":"unit_0001"}}';
    await appendFile(log(), `${crc32(Buffer.from(json))} ${json}\n`);
    const store = await StudyStore.open(dir);
    deepEqual([store.problems.length, (await store.standing()).length], [1, 1]);
    match(store.problems[0].found, /holds no answer/);
  });

  it('acknowledge nothing on a full disk', async function () {
    if (process.platform !== 'linux') return this.skip();
    const store = await StudyStore.open(dir);
    await store.append(given(plan, { reader: 'bob' }));
    await symlink('/dev/full', log());
    await rejects(store.append(given(plan)), code('file.diskFull'));
    deepEqual(await standing('ada'), []);
  });

  it('are refused where they are malformed, and nothing is written', async () => {
    const store = await StudyStore.open(dir);
    const wrong: object[] = [
      { call: 'normal' },
      { confidence: 6 },
      { confidence: 2.5 },
      { seconds: -1 },
      { seconds: Number.NaN },
      { study: 'x' },
    ];
    for (const change of wrong) await rejects(store.append(given(plan, change)), code('study.answer'), JSON.stringify(change));
    await rejects(store.append(given(plan, { reader: ' ' })), code('annotation.expert'));
    deepEqual(await readdir(dir), []);
  });

  it('survive kill -9 once acknowledged', async function () {
    this.timeout(30000);
    const acknowledged = new Set<number>();
    const appender = new URL('./appender.ts', import.meta.url).pathname;
    for (let round = 0; round < 3; round++) {
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
    const kept = new Set((await standing('Dr. Wu')).map((a) => a.seconds));
    ok(acknowledged.size > 3, 'the child appended');
    deepEqual(
      [...acknowledged].filter((seconds) => !kept.has(seconds)),
      [],
    );
  });

  describe('taken one after another', () => {
    const take = async (change: Partial<StudyAnswer> = {}, of = plan) => {
      const store = await StudyStore.open(dir);
      return store.appendAfter('ada', (before) => takeAnswer(of, given(of, change), before));
    };
    const lines = async () => (await readFile(log(), 'utf8')).split('\n').length - 1;

    it('keep the first call of a case where going back is not allowed', async () => {
      const first = await take();
      await rejects(
        take({ call: 'benign' }),
        (e) => code('study.answered')(e) && /malignant with confidence 4, stays/.test((e as Error).message),
      );
      deepEqual(await standing(), [first]);
    });

    it('are acknowledged again when they are sent again, and not doubled', async () => {
      const first = await take();
      deepEqual(await take(), first);
      deepEqual(await Promise.all([take(), take()]), [first, first]);
      equal(await lines(), 1);
    });

    it('are one where two are sent at once, through stores of their own', async () => {
      const both = await Promise.allSettled([take({ call: 'benign' }), take({ call: 'malignant' })]);
      deepEqual(both.map((r) => r.status).sort(), ['fulfilled', 'rejected']);
      equal((await standing()).length, 1);
    });

    it('replace the call before where going back is allowed, which stays in the log', async () => {
      const back = await examplePlan({ goBack: true });
      const first = await take({}, back);
      const second = await take({ call: 'benign' }, back);
      deepEqual(second.replaces, [first.id]);
      deepEqual(await standing(), [second]);
      equal(await lines(), 2);
      deepEqual(await take({ call: 'malignant' }, back).then((a) => a.replaces), [second.id]);
    });

    it('are refused for another plan, a case or a condition that the plan does not have', async () => {
      await rejects(take({ study: 'f'.repeat(64) }), code('study.otherPlan'));
      await rejects(take({ case: 'case_999' }), code('study.unknownCase'));
      await rejects(take({ condition: 'picture' }), code('study.unknownCondition'));
      await rejects(take({ confidence: 0 as 1 }), code('study.answer'));
      deepEqual(await readdir(dir), []);
    });
  });

  it('of two machines to one case both stand, and are told as a conflict, in whatever order a merge put them', async () => {
    const other = await mkdtemp(path.join(os.tmpdir(), 'deepminer-study-'));
    const here = await (await StudyStore.open(dir)).append(given(plan, { at: '2031-01-01T10:00:00.000Z' }));
    const there = await (await StudyStore.open(other)).append(given(plan, { call: 'benign', at: '2031-01-01T09:00:00.000Z' }));
    const [a, b] = [await readFile(log(), 'utf8'), await readFile(path.join(other, 'answers', 'ada.jsonl'), 'utf8')];
    await rm(other, { recursive: true });
    for (const merged of [a + b, b + a, a + b + a]) {
      await writeFile(log(), merged);
      const found = await standing();
      deepEqual(found, [there, here]);
      deepEqual(conflictsOf(found), [[there, here]]);
      match(conflictWords(found), /^case_001 \(words\) has 2 answers of ada.*: benign \(confidence 4\), malignant \(confidence 4\)\.$/);
    }
  });
});
