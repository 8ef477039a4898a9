/** deepminer.py under this system's python3, without Jupyter: the bundle it gives a notebook, its errors, and how it comes into a folder. */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { addPythonHelper } from '../../../src/compute/methods/addPythonHelper';
import { createSample } from '../../../src/compute/methods/createSample';
import { readExplanation } from '../../../src/explanation/schema';
import { EXPLANATION_MIME } from '../../../src/protocol/explanation';
import { quietTask } from '../../../src/protocol/task';
import { minedProject } from '../../e2e/pages/minedProject';

const context = { ...quietTask(), cellOutput: () => undefined };
const cli = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

describe('deepminer.py', function () {
  this.timeout(120000);
  let project: string;
  let nearby: string;

  before(async function () {
    if (spawnSync('python3', ['--version']).status !== 0) this.skip();
    project = (await minedProject()).dir;
    nearby = await mkdtemp(path.join(os.tmpdir(), 'deepminer-python-'));
    await createSample({ dir: path.join(nearby, 'sample'), cases: 4, seed: 1 }, context);
    await rm(path.join(project, 'cases'), { recursive: true });
    await rename(path.join(nearby, 'sample', 'cases'), path.join(project, 'cases'));
    await mkdir(path.join(project, 'notebooks'));
    await addPythonHelper({ dir: path.join(project, 'notebooks') }, context);
  });
  after(async () => {
    for (const dir of [project, nearby]) if (dir) await rm(dir, { recursive: true, force: true });
  });

  /** Runs a program in the folder of the notebooks and gives what it prints as JSON. */
  async function python<T>(program: string, environment: NodeJS.ProcessEnv = {}): Promise<T> {
    const env = {
      ...process.env,
      PYTHONDONTWRITEBYTECODE: '1',
      DEEPMINER_CLI: cli,
      DEEPMINER_DEVICE: 'cpu',
      NODE_OPTIONS: `--import=${loader}`,
      ...environment,
    };
    const { stdout } = await promisify(execFile)('python3', ['-c', `import json, deepminer\n${program}`], {
      cwd: path.join(project, 'notebooks'),
      env,
      maxBuffer: 2 ** 26,
    });
    return JSON.parse(stdout) as T;
  }

  it('gives a notebook the explanation, its picture and its words, and Python its attributes', async () => {
    const { bundle, found, rows } = await python<{
      bundle: Record<string, unknown>;
      found: [string, string, string, string[], number];
      rows: [number, number];
    }>(`
view = deepminer.views("test")[0]["viewId"]
e = deepminer.explain(view, class_name="benign")
cam = deepminer.grid_values(e.data["cam"])
print(json.dumps({"bundle": e._repr_mimebundle_(), "found": [e.view_id, e.explained_class, str(e), [u.unit for u in e.unannotated + e.evidence], e.probability], "rows": [len(cam), len(cam[0])]}))`);
    assert.deepEqual(Object.keys(bundle).sort(), [EXPLANATION_MIME, 'image/jpeg', 'text/plain'].sort());
    const explanation = readExplanation(bundle[EXPLANATION_MIME]);
    assert.deepEqual(found.slice(0, 2), [explanation.viewId, 'benign']);
    assert.equal(found[2], bundle['text/plain']);
    assert.deepEqual(new Set(found[3]), new Set([...explanation.unannotated, ...explanation.evidence].map((u) => u.unit)));
    assert.equal(found[4], explanation.decidingPosition.probability);
    assert.deepEqual(rows, [explanation.cam.height, explanation.cam.width]);
    assert.equal((await sharp(Buffer.from(bundle['image/jpeg'] as string, 'base64')).metadata()).format, 'jpeg');
  });

  it('tells what went wrong in its four parts', async () => {
    await writeFile(path.join(project, 'notebooks', 'view.png'), 'no picture');
    const problem = await python<Record<string, string>>(`
try:
    deepminer.explain("view.png")
except deepminer.DeepMinerError as error:
    print(json.dumps({"file": error.file, "found": error.found, "expected": error.expected, "remedy": error.remedy, "code": error.code, "text": str(error)}))`);
    assert.equal(path.basename(problem.file), 'view.png');
    assert.equal(problem.code, 'image.unreadable');
    for (const part of [problem.file, problem.found, problem.expected, problem.remedy])
      assert.ok(problem.text.includes(part), problem.text);
  });

  it('says how to set it up where the command line or Node.js is missing', async () => {
    const program = `
try:
    deepminer.views()
except deepminer.DeepMinerError as error:
    print(json.dumps(str(error)))`;
    assert.match(
      await python<string>(program, { DEEPMINER_CLI: '/nowhere/cli.cjs' }),
      /\/nowhere\/cli\.cjs: found no such file.*Add Python Helper/,
    );
    const without = `import os\nos.environ["PATH"] = ""\nos.remove("deepminer_cli.json")\n${program}`;
    assert.match(await python<string>(without), /found no Node\.js/);
    assert.match(await python<string>(`import os\nos.environ["PATH"] = ""\n${program}`, { DEEPMINER_CLI: '' }), /found no DeepMiner/);
  });

  it('comes into a folder once, and never over a file that was changed unless that is asked for', async () => {
    const dir = path.join(nearby, 'helper');
    const file = path.join(dir, 'deepminer.py');
    assert.equal((await addPythonHelper({ dir }, context)).state, 'added');
    const kept = JSON.parse(await readFile(path.join(dir, 'deepminer_cli.json'), 'utf8'));
    assert.deepEqual([path.basename(kept.cli), kept.node], ['cli.cjs', process.execPath]);
    assert.equal((await addPythonHelper({ dir }, context)).state, 'unchanged');
    await writeFile(file, '# mine\n');
    assert.deepEqual(await addPythonHelper({ dir }, context), { file, state: 'changed' });
    assert.equal(await readFile(file, 'utf8'), '# mine\n');
    assert.equal((await addPythonHelper({ dir, replace: true }, context)).state, 'replaced');
    assert.ok((await readFile(file, 'utf8')).includes('def explain('));
  });
});
