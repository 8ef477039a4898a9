/** Kills the extension host's arrangement of processes while a survey is answered: no acknowledged answer is missing afterwards. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { checkAnswer } from '../../../src/annotation/answer';
import { AnnotationStore } from '../../../src/annotation/store';
import { decodeLine } from '../../../src/log/line';

const root = new URL('../../../', import.meta.url).pathname;
/** Kills; each process lives for some answers, and its start takes most of the time. */
const LIVES = process.env.LONG_TESTS ? 100 : 5;
/** Lives at once, as several windows on one project. */
const WINDOWS = 2;

describe('answers given in the extension host', function () {
  this.timeout(600_000);
  let dir: string;
  /** Beside the packages that the bundles load. */
  const bundles = path.join(root, '.cache', `never-lost-${process.pid}`);

  before(async () => {
    await build({
      absWorkingDir: root,
      entryPoints: { host: 'test/unit/host/answeringHost.ts', compute: 'test/unit/host/answeringCompute.ts' },
      outdir: bundles,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      outExtension: { '.js': '.mjs' },
      packages: 'external',
      // The client loads its channel when the first process starts.
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      treeShaking: true,
      logLevel: 'error',
    });
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-never-lost-'));
    await mkdir(path.join(dir, 'cases'));
    await writeFile(path.join(dir, 'deepminer.json'), JSON.stringify({ dataset: { root: 'cases' } }));
  });
  after(async () => {
    for (const folder of [dir, bundles]) if (folder) await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  /** Answers from `first` on until it is killed at a random moment; the numbers that were acknowledged. */
  async function life(first: number, alsoCompute: boolean): Promise<number[]> {
    const argv = [path.join(bundles, 'host.mjs'), dir, path.join(bundles, 'compute.mjs'), String(first)];
    const host = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    let wrong = '';
    let compute: number | undefined;
    let dying: NodeJS.Timeout | undefined;
    const answers = 2 + Math.floor(Math.random() * 5);
    host.stderr.on('data', (chunk: Buffer) => {
      wrong += chunk.toString();
    });
    host.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      // A slow machine, too, gives some answers before the moment comes.
      if (!dying && text.split('\n').length > answers) dying = setTimeout(kill, Math.random() * 40);
      compute ??= Number(/^compute (\d+)$/m.exec(text)?.[1]);
    });
    const kill = () => {
      // In the middle of its write too: otherwise compute ends by itself when its channel closes.
      if (alsoCompute && compute) process.kill(compute, 'SIGKILL');
      host.kill('SIGKILL');
    };
    await new Promise((resolve) => host.on('close', resolve));
    assert.equal(host.signalCode, 'SIGKILL', wrong);
    return text.split('\n').slice(1, -1).map(Number);
  }

  it(`are all in the log after ${LIVES} kills, and no other line of it is damaged`, async () => {
    const acknowledged: number[] = [];
    let lives = 0;
    const window = async () => {
      while (lives < LIVES) {
        const number = lives++;
        acknowledged.push(...(await life(number * 10_000, number % 2 === 1)));
      }
    };
    await Promise.all(Array.from({ length: WINDOWS }, window));

    const annotations = path.join(dir, 'annotations');
    const [log, ...others] = (await readdir(annotations)).filter((name) => name.endsWith('.jsonl'));
    assert.deepEqual(others, []);
    const lines = (await readFile(path.join(annotations, log), 'utf8')).split('\n');
    const kept = new Set(
      lines.flatMap((line, i) => {
        const read = decodeLine(line, i < lines.length - 1, checkAnswer);
        return read.kind === 'answer' ? [read.logged.answer.seconds] : [];
      }),
    );
    assert.ok(acknowledged.length > LIVES, `${acknowledged.length} answers were acknowledged`);
    assert.deepEqual(
      acknowledged.filter((number) => !kept.has(number)),
      [],
    );
    const store = await AnnotationStore.open(annotations);
    assert.deepEqual(
      store.problems.filter((p) => p.code !== 'annotation.log.torn'),
      [],
    );
    // Every unit answered has an answer that stands.
    assert.deepEqual(new Set((await store.answers()).map((a) => a.unit)), new Set([...kept].map((n) => `unit_000${(n % 7) + 1}`)));
    console.log(
      `      ${acknowledged.length} answers acknowledged in ${LIVES} lives, ${kept.size} kept, ${store.problems.length} lines torn`,
    );
  });
});
