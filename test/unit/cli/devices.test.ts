/** What a terminal says of devices: the table, and what happens to a device that is unknown or cannot be here. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { devicesText } from '../../../src/cli/devices';
import { interruption } from '../../../src/cli/interruption';
import { buildProgram } from '../../../src/cli/program';

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

describe('deepminer and devices', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'devices-'));
    await writeFile(path.join(dir, 'deepminer.json'), '{}');
    await mkdir(path.join(dir, 'data'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const deepminer = (args: string[], environment: Record<string, string> = {}): Promise<Ended> =>
    new Promise((resolve) => {
      const env = { ...process.env, DEEPMINER_CACHE: path.join(dir, 'cache'), ...environment };
      execFile(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args], { env }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
      );
    });
  /** One that this system cannot have. */
  const foreign = process.platform === 'darwin' ? 'dml' : 'coreml';

  it('take an unknown device for wrong usage, and name the known ones', async () => {
    const { code, stderr } = await deepminer(['mine', '--device', 'gpu']);
    assert.equal(code, 2);
    assert.match(stderr, /'gpu' is invalid.*auto, cpu, webgpu, cuda, dml, coreml/);
  });

  for (const command of ['train', 'evaluate', 'mine', 'annotate', 'explain', 'demo'])
    it(`know the option --device in ${command}`, async () => {
      const program = buildProgram(interruption(new AbortController().signal));
      for (const each of [program, ...program.commands]) each.configureOutput({ writeErr: () => undefined });
      const argument = command === 'explain' || command === 'demo' ? ['somewhere'] : [];
      await assert.rejects(program.parseAsync(['node', 'deepminer', command, ...argument, '--device', 'gpu']), {
        code: 'commander.invalidArgument',
      });
    });

  for (const [how, args, environment] of [
    ['--device', ['--device', foreign], {}],
    ['DEEPMINER_DEVICE', [], { DEEPMINER_DEVICE: foreign }],
    ['--device with --detach', ['--device', foreign, '--detach'], {}],
  ] as const)
    it(`train ends with reason and remedy, and makes no run, when ${how} asks for a device that cannot be here`, async () => {
      const { code, stderr } = await deepminer(['train', '--project', dir, ...args], environment);
      assert.equal(code, 1);
      assert.match(stderr, new RegExp(`error: found that the device ${foreign} .*It takes a .*auto takes the fastest`));
      await assert.rejects(access(path.join(dir, 'runs')));
    });

  it('says what works, how far it is from the CPU, how fast, and what the others lack', () => {
    const text = devicesText({
      devices: [
        { device: 'cpu', works: true, adapter: 'Processor', msPerStep: 200 },
        { device: 'webgpu', works: true, adapter: 'Card', difference: 3.1e-6, msPerStep: 10 },
        { device: 'cuda', works: false, adapter: 'Card', difference: 0.2, reason: 'it computes otherwise', remedy: 'Update.' },
        { device: 'dml', works: false, reason: 'no Windows', remedy: 'It takes Windows.' },
      ],
      asked: 'auto',
      fastest: 'webgpu',
      chosen: 'webgpu',
    });
    assert.match(text, /^\* +webgpu +Card +yes +3\.1e-6 +10\.0 +20$/m);
    assert.match(text, /^ +cuda +Card +no +2\.0e-1 +- +-$/m);
    assert.match(text, /^cuda: it computes otherwise\. Update\.$/m);
    assert.match(text, /^dml: no Windows\. It takes Windows\.$/m);
  });
});
