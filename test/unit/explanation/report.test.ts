/** A report goes on where it stopped, tells of what it could not explain, and says nothing of the machine it was made on. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { reasonOf } from '../../../src/explanation/report/failure';
import { type ReportRequest, writeReport } from '../../../src/explanation/report/write';
import { ProblemError } from '../../../src/protocol/problem';
import { type Progress, quietTask } from '../../../src/protocol/task';
import { matches } from '../../../webview/report/filter';
import { reportRequest } from './reportViews';

describe('a report of explanations', function () {
  // Whole reports are made again and again.
  this.timeout(60_000);

  let dir: string;
  let request: ReportRequest;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-report-'));
    request = await reportRequest(dir, 4);
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const written = async (...names: string[]) => (await stat(path.join(request.dir, ...names))).mtimeMs;
  const text = (...names: string[]) => readFile(path.join(request.dir, ...names), 'utf8');

  it('has an index, a page a view with its explanation, its still and its thumbnail, and no folder of this machine', async () => {
    const result = await writeReport(request);
    assert.deepEqual([result.views, result.kept, result.failed], [4, 0, []]);
    assert.equal(result.agreement.rows[0].views, 2);
    const index = await text('index.html');
    for (const { id } of request.views) {
      assert.ok(index.includes(`href="views/${id}.html"`), id);
      const page = await text('views', `${id}.html`);
      const [, json] = /<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(page)!;
      assert.equal(JSON.parse(json).viewId, id);
      for (const file of [`views/${id}.jpg`, `thumbnails/${id}.jpg`]) assert.ok((await stat(path.join(request.dir, file))).size > 1000);
    }
    const all = await readdir(request.dir, { recursive: true });
    for (const name of all.filter((n) => /\.(html|json|csv)$/.test(n))) {
      const content = await text(name);
      assert.ok(!content.includes(os.tmpdir()) && !content.includes(dir), name);
      if (name.endsWith('.html'))
        assert.doesNotMatch(content.replace(/<script type="application\/json"[\s\S]*?<\/script>/, ''), /https?:|<script>|style=/, name);
    }
  });

  it('links every view with those before and after it', async () => {
    await writeReport(request);
    const [first, second, third] = request.views.map((v) => v.id);
    const page = await text('views', `${second}.html`);
    assert.match(page, new RegExp(`rel="prev" href="${first}.html"[\\s\\S]*rel="next" href="${third}.html"`));
  });

  it('keeps finished pages of the same content, and makes those anew that depend on what changed', async () => {
    await writeReport(request);
    const [first, second] = request.views;
    const before = await written('views', `${first.id}.html`);
    await utimes(second.file, new Date(), new Date(Date.now() + 5000));
    const again = await writeReport(request);
    assert.equal(again.kept, 3);
    assert.equal(await written('views', `${first.id}.html`), before);
    assert.equal((await writeReport({ ...request, answers: request.answers.slice(1) })).kept, 0);
    assert.equal((await writeReport({ ...request, answers: request.answers.slice(1), className: 'benign' })).kept, 0);
    await writeFile(path.join(request.dir, 'cards', `${first.id}.json`), '{"of": "');
    assert.equal((await writeReport({ ...request, answers: request.answers.slice(1), className: 'benign' })).kept, 3);
  });

  it('stops within a view when it is cancelled: finished pages stay, no index tells of a whole report', async () => {
    const abort = new AbortController();
    const seen: Progress[] = [];
    const progress = (p: Progress) => {
      seen.push(p);
      if (p.done === 2) abort.abort(new DOMException('Cancelled.', 'AbortError'));
    };
    await assert.rejects(writeReport({ ...request, task: { ...quietTask(), signal: abort.signal, progress } }), { name: 'AbortError' });
    assert.equal(existsSync(path.join(request.dir, 'index.html')), false);
    assert.deepEqual((await readdir(path.join(request.dir, 'cards'))).length, 2);
    assert.deepEqual([...new Set(seen.map((p) => `${p.stage} ${p.total}`))], ['explain 4']);
    assert.equal((await readdir(request.dir, { recursive: true })).filter((n) => n.endsWith('.tmp')).length, 0);
    assert.equal((await writeReport(request)).kept, 2);
  });

  it('lists a view that cannot be read with its reason, explains the rest, and tries it again the next time', async () => {
    const [, broken] = request.views;
    const whole = await readFile(broken.file);
    await writeFile(broken.file, whole.subarray(0, 300));
    const warned: string[] = [];
    const task = { ...quietTask(), log: (level: string, message: string) => void (level === 'warn' && warned.push(message)) };
    const result = await writeReport({ ...request, task });
    assert.equal(result.views, 3);
    assert.deepEqual(
      result.failed.map((f) => f.viewId),
      [broken.id],
    );
    assert.ok(result.failed[0].reason.startsWith(`${path.basename(broken.file)}: found `) && !result.failed[0].reason.includes(dir));
    assert.match(warned.join(), new RegExp(broken.id));
    assert.match(await text('index.html'), new RegExp(`id="failed"[\\s\\S]*<b>${broken.id}</b>`));
    assert.match(await text('views', `${broken.id}.html`), /This view could not be explained/);
    await writeFile(broken.file, whole);
    const again = await writeReport(request);
    assert.deepEqual([again.views, again.kept, again.failed], [4, 3, []]);
  });

  it('ends at once on what concerns all views: an unknown class', async () => {
    await assert.rejects(
      writeReport({ ...request, className: 'odd' }),
      (e) => e instanceof ProblemError && e.problem.code === 'explanation.noClass',
    );
  });
});

describe('reasons in a report', () => {
  it('name files without their folders', () => {
    const reason = reasonOf({
      severity: 'error',
      code: 'x',
      file: '/home/ada/data/A.LJPEG',
      found: 'a copy of "/home/ada/data/B.LJPEG" and C:\\Users\\ada\\D.LJPEG',
      expected: 'one image and/or another',
      remedy: 'Copy it again.',
    });
    assert.equal(reason, 'A.LJPEG: found a copy of "B.LJPEG" and D.LJPEG; expected one image and/or another. Copy it again.');
  });

  it('name files without folders whose names hold blanks and brackets', () => {
    const data = path.resolve("/home/ada/Röntgen & Brüste (L's) [1]");
    const reason = reasonOf(
      {
        severity: 'error',
        code: 'x',
        file: path.join(data, 'case 1', 'A.LJPEG'),
        found: `a copy of ${path.join(data, 'case 1', 'B.LJPEG')}, with a mask ${path.join(data, 'm.png')} in ${data}`,
        expected: 'another',
        remedy: 'Copy it again.',
      },
      [data],
    );
    assert.equal(reason, `A.LJPEG: found a copy of B.LJPEG, with a mask m.png in ${path.basename(data)}; expected another. Copy it again.`);
  });
});

describe("the index's filter", () => {
  const card = {
    truth: 'malignant',
    decided: 'benign',
    kinds: 'mass calcification',
    units: 'unit_0004 unit_0009',
    text: 'c_1.left_cc oval mass',
  };

  it('knows right and wrong, and the four outcomes for a class', () => {
    const outcomes = ['right', 'wrong', 'tp malignant', 'fp benign', 'fn malignant', 'tn normal', 'tp benign', 'tn malignant'];
    assert.deepEqual(
      outcomes.filter((outcome) => matches(card, { outcome })),
      ['wrong', 'fp benign', 'fn malignant', 'tn normal'],
    );
    assert.ok(outcomes.every((outcome) => !matches({ ...card, truth: '' }, { outcome })));
  });

  it('wants every word, the kind among the findings, the unit among the shown ones', () => {
    assert.ok(matches(card, { text: ' OVAL c_1', kind: 'mass', unit: 'unit_0009', truth: 'malignant', decided: 'benign' }));
    for (const wanted of [
      { text: 'oval round' },
      { kind: 'other' },
      { kind: 'none' },
      { unit: 'unit_0001' },
      { truth: 'benign' },
      { decided: 'normal' },
    ])
      assert.ok(!matches(card, wanted), JSON.stringify(wanted));
    assert.ok(matches({ ...card, kinds: '' }, { kind: 'none' }));
  });
});
