/**
 * The pages that say how to extend the program, taken at their word: their files and changes are put into a copy of the sources, and there types, lint
 * and the tests that the pages show are run, and a project is checked and trained with what was added.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { writePicture } from '../dataset/pictures';
import { blocksOf, changed } from './markdown';

const run = promisify(execFile);
const root = path.join(__dirname, '../../..');
const PAGES = ['reader', 'network', 'gradient-rule'];
const CLASSES = ['round', 'square'];

describe('the worked examples of how to extend', function () {
  this.timeout(240_000);
  /** The copy, and the files that the pages add to it or change. */
  let copy: string;
  const touched: string[] = [];

  const node = async (...args: string[]): Promise<string> => {
    const env = { ...process.env, DEEPMINER_DEVICE: 'cpu', DEEPMINER_QUEUE: 'off' };
    const { stdout } = await run(process.execPath, args, { cwd: copy, env, maxBuffer: 2 ** 26 }).catch((error) => {
      throw new Error(`${args.join(' ')}\n${error.stdout}\n${error.stderr}`);
    });
    return stdout;
  };

  before(async () => {
    copy = await mkdtemp(path.join(os.tmpdir(), 'extending-'));
    for (const name of ['src', 'test/unit', 'types', 'package.json', 'tsconfig.json', 'biome.json'])
      await cp(path.join(root, name), path.join(copy, name), { recursive: true });
    await symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules'), 'junction');
    for (const page of PAGES)
      for (const { language, file, text } of blocksOf(await readFile(path.join(root, 'docs/extending', `${page}.md`), 'utf8'))) {
        if (file === '') continue;
        const place = path.join(copy, file);
        await mkdir(path.dirname(place), { recursive: true });
        await writeFile(place, language === 'diff' ? changed(await readFile(place, 'utf8'), text, file) : text);
        touched.push(file);
      }
  });
  after(() => rm(copy, { recursive: true, force: true }));

  it('are files and changes in each page', () => {
    assert.ok(touched.length >= 14, touched.join(', '));
    assert.equal(touched.filter((file) => file.endsWith('.test.ts')).length, PAGES.length);
  });

  it('have the types that the program asks for', async () => {
    const files = [...new Set(touched)];
    await writeFile(
      path.join(copy, 'tsconfig.touched.json'),
      JSON.stringify({ extends: './tsconfig.json', include: ['src/**/*.d.ts', 'src/project/schema.ts'], files }),
    );
    await node('node_modules/typescript/bin/tsc', '--noEmit', '--project', 'tsconfig.touched.json');
  });

  it('are written as the rest of the program is', async () => {
    await node('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', ...new Set(touched));
  });

  it('pass the tests that the pages show, and those of the schema of deepminer.json', async () => {
    const tests = touched.filter((file) => file.endsWith('.test.ts'));
    const mocha = ['node_modules/mocha/bin/mocha.js', '--no-config', '--import=tsx', '--timeout', '60000', '--reporter', 'json'];
    const { stats } = JSON.parse(await node(...mocha, ...tests, 'test/unit/project/schema.test.ts'));
    assert.ok(stats.passes >= 20, `${stats.passes} tests`);
    assert.deepEqual([stats.failures, stats.pending], [0, 0]);
  });

  it('leave no operator with a rule out of the network that is tried on every device', async () => {
    const { missing, loss } = JSON.parse(await node('--import', 'tsx', 'test/unit/training/webgpuOperators-child.ts', 'cpu'));
    assert.deepEqual(missing, []);
    assert.ok(loss > 0);
  });

  it('check, train and mine a project whose data have the new form, by the new network', async () => {
    const project = path.join(copy, 'project');
    const rows: string[] = [];
    for (let i = 0; i < 24; i++) {
      const round = i % 2 === 0;
      const inside = (x: number, y: number) => (round ? Math.hypot(x - 16, y - 16) < 10 : Math.max(Math.abs(x - 16), Math.abs(y - 16)) < 8);
      await writePicture(path.join(project, `data/${i}.png`), 32, 32, (x, y) => (inside(x, y) ? 180 : 20) + ((x * (y + i) + y) % 40));
      rows.push(`${i}.png,${CLASSES[i % 2]},p-${Math.floor(i / 2)}-${i % 2}`);
    }
    await writeFile(path.join(project, 'data/labels.csv'), ['file,class,patient', ...rows].join('\n'));
    const settings = {
      classes: CLASSES,
      dataset: { root: 'data', format: 'labels' },
      patches: { side: [1], minTissue: 0, size: 32 },
      network: { architecture: 'plain18' },
      training: { epochs: 1, batch: 8 },
      mining: { rankOn: 'patches' },
      explanation: { background: null },
    };
    await writeFile(path.join(project, 'deepminer.json'), JSON.stringify(settings));
    const deepminer = async (...args: string[]) =>
      JSON.parse(await node('--import', 'tsx', 'src/cli/main.ts', ...args, '--project', project, '--json'));
    const check = await deepminer('check');
    assert.deepEqual([check.errors, check.format], [0, 'Images with a table of labels']);
    const trained = await deepminer('train');
    assert.equal(trained.network, 'plain18');
    const mined = await deepminer('mine');
    assert.ok(mined.units.length > 0);
  });
});
