/** The extension in a real extension host: what is there, what is not started, and how its commands fail. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import type { ExplainResult, RunSummary, SampleSummary } from '../../src/protocol/compute';
import type { Dissection } from '../../src/protocol/concepts';
import type { Evaluation } from '../../src/protocol/evaluation';
import type { FaithfulnessReport } from '../../src/protocol/faithfulness';
import type { MiningManifest } from '../../src/protocol/mining';
import { oddFolder, removeOddFolder } from '../vscode/oddFolder.mjs';
import { EXTENSION_ID, extension, until } from './workbench';

describe('the extension', () => {
  let dir: string;
  before(async () => {
    dir = oddFolder('deepminer-integration-');
    await vscode.extensions.getExtension(EXTENSION_ID)!.activate();
  });
  after(() => removeOddFolder(dir));

  it('starts no process when it is activated', () => {
    assert.equal(extension().computePid(), undefined);
  });

  it('registers every command that its manifest offers', async () => {
    const { contributes } = vscode.extensions.getExtension(EXTENSION_ID)!.packageJSON as {
      contributes: { commands: { command: string; category: string }[] };
    };
    const registered = new Set(await vscode.commands.getCommands(true));
    const offered = contributes.commands.map((c) => c.command);
    assert.ok(offered.length >= 10);
    assert.deepEqual(
      offered.filter((c) => !registered.has(c)),
      [],
    );
    assert.ok(contributes.commands.every((c) => c.category === 'DeepMiner'));
  });

  it('writes a sample project, and the compute process outlives the command', async () => {
    const project = path.join(dir, 'sample');
    const sample = await vscode.commands.executeCommand<SampleSummary>('deepminer.createSample', {
      dir: project,
      cases: 4,
      seed: 7,
      silent: true,
    });
    assert.equal(sample.cases, 4);
    assert.ok(fs.existsSync(path.join(project, 'deepminer.json')));
    assert.ok(extension().computePid());
  });

  it('names file and field of a wrong deepminer.json', async () => {
    const project = path.join(dir, 'wrong');
    fs.mkdirSync(project);
    fs.writeFileSync(path.join(project, 'deepminer.json'), '{ "training": { "epochs": "many" } }');
    await assert.rejects(
      async () => vscode.commands.executeCommand('deepminer.train', { project, silent: true }),
      (error: Error) => /deepminer\.json/.test(error.message) && /epochs/.test(error.message),
    );
  });

  it('says what to do when the compute process is killed in the middle, and works again with the next command', async () => {
    const project = path.join(dir, 'second');
    const write = (cases: number) =>
      vscode.commands.executeCommand<SampleSummary>('deepminer.createSample', { dir: project, cases, seed: 1, silent: true });
    const pid = extension().computePid()!;
    const broken = Promise.resolve(write(200)).then(
      () => undefined,
      (error: Error) => error,
    );
    await until('the first case', () => fs.existsSync(project) && fs.readdirSync(project).length > 0);
    process.kill(pid, 'SIGKILL');
    assert.match(
      (await broken)?.message ?? '',
      /ended unexpectedly \(signal SIGKILL\).*remove its folder and run DeepMiner: Create Sample Project again/,
    );
    fs.rmSync(project, { recursive: true });
    assert.equal((await write(4)).cases, 4);
    assert.notEqual(extension().computePid(), pid);
  });

  it('trains in a process of its own: the end of the compute process is nothing to it, its own end is told, and it is resumed', async () => {
    const project = path.join(dir, 'trained');
    await vscode.commands.executeCommand('deepminer.createSample', { dir: project, cases: 8, seed: 1, silent: true });
    const run = path.join(project, 'runs/run-001');
    const epochs = (): number => {
      const events = path.join(run, 'events.jsonl');
      return fs.existsSync(events) ? fs.readFileSync(events, 'utf8').split('"type":"epoch"').length - 1 : 0;
    };
    const training = vscode.commands.executeCommand('deepminer.train', { project, overrides: { epochs: 2000 }, silent: true });
    const broken = Promise.resolve(training).then(
      () => undefined,
      (error: Error) => error,
    );
    await until('the first epoch', () => epochs() >= 1, 40_000);
    const compute = extension().computePid()!;
    process.kill(compute, 'SIGKILL');
    await until('another compute process, to follow the run', () => extension().computePid() && extension().computePid() !== compute);
    const before = epochs();
    await until('two more epochs', () => epochs() >= before + 2);
    const lock = JSON.parse(fs.readFileSync(path.join(run, 'lock-1.json'), 'utf8')) as { process: { pid: number } };
    assert.notEqual(lock.process.pid, compute);
    process.kill(lock.process.pid, 'SIGKILL');
    assert.match((await broken)?.message ?? '', /run-001: its process ended unexpectedly.*run DeepMiner: Resume Training/);
    const kept = epochs();
    const resuming = vscode.commands.executeCommand('deepminer.resumeTraining', { project, run: 'run-001', silent: true });
    await until('an epoch more', () => epochs() > kept, 40_000);
    const cancelled = await vscode.commands.executeCommand<RunSummary>('deepminer.cancelRun', { project, run: 'run-001', silent: true });
    assert.equal(cancelled.status, 'cancelled');
    assert.equal(await resuming, undefined);
    const lines = fs.readFileSync(path.join(run, 'events.jsonl'), 'utf8').split('\n');
    const numbers = lines.filter((l) => l.includes('"type":"epoch"')).map((l) => Number(/"epoch":(\d+)/.exec(l)?.[1]));
    assert.deepEqual(
      numbers,
      numbers.map((_, i) => i + 1),
      `none of the ${kept} finished epochs is trained again`,
    );
  });

  it('evaluates a run and opens the page of its figures, one for each run', async () => {
    const project = path.join(dir, 'trained');
    const pages = (): string[] =>
      vscode.window.tabGroups.all.flatMap((g) =>
        g.tabs.flatMap((t) =>
          t.input instanceof vscode.TabInputWebview && t.input.viewType.endsWith('deepminer.evaluation') ? [t.label] : [],
        ),
      );
    const evaluation = await vscode.commands.executeCommand<Evaluation>('deepminer.evaluate', { project, silent: true });
    assert.equal(evaluation.version, 2);
    await until('the page', () => pages()[0] === 'Evaluation of run-001');
    await vscode.commands.executeCommand('deepminer.showEvaluation', { project, run: 'run-001' });
    await vscode.commands.executeCommand('deepminer.showEvaluation', { project });
    // The page without a run finds that this one is the newest, and gives way.
    await until('one page', () => pages().length === 1);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('dissects the mined units of a run, and keeps report, table and chart beside them', async () => {
    const project = path.join(dir, 'trained');
    const call = { project, run: 'run-001', silent: true };
    const dissecting = vscode.commands.executeCommand('deepminer.dissect', call);
    await assert.rejects(async () => dissecting, /DeepMiner: Mine Units/);
    const mined = await vscode.commands.executeCommand<MiningManifest>('deepminer.mine', call);
    const { report, files } = await vscode.commands.executeCommand<Dissection>('deepminer.dissect', call);
    assert.equal(report.mining, mined.hash);
    assert.equal(Object.keys(report.units).length, mined.units.length);
    for (const file of Object.values(files)) assert.ok(fs.existsSync(file), file);
    const elsewhere = vscode.commands.executeCommand('deepminer.dissect', { ...call, masks: path.join(dir, 'no masks') });
    await assert.rejects(async () => elsewhere, /no such folder/);
  });

  it('measures the faithfulness of the mined run, opens the report as a page, and uses it again', async () => {
    const project = path.join(dir, 'trained');
    await vscode.commands.executeCommand('deepminer.mine', { project, silent: true });
    const measure = () =>
      vscode.commands.executeCommand<FaithfulnessReport>('deepminer.measureFaithfulness', { project, views: 1, steps: 2, silent: true });
    const { faithfulness, reused, file } = await measure();
    assert.equal(reused, false);
    assert.equal(faithfulness.run, 'run-001');
    assert.ok(fs.existsSync(file));
    const pages = () => vscode.window.tabGroups.all.flatMap((g) => g.tabs).filter((t) => t.label === 'Faithfulness of run-001');
    await until('the report', () => pages().length === 1);
    assert.equal((await measure()).reused, true);
    assert.equal(pages().length, 1);
  });

  it('explains ten views asked for at once, each in a notebook of its own, while the window goes on', async () => {
    const project = path.join(dir, 'trained');
    const views = fs
      .readdirSync(path.join(project, 'cases'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.LJPEG'))
      .slice(0, 10);
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    const explained = await Promise.all(
      views.map((file) =>
        vscode.commands.executeCommand<ExplainResult>('deepminer.explain', { project, view: path.join('cases', file), silent: true }),
      ),
    );
    delay.disable();
    assert.equal(new Set(explained.map((e) => e.explanation.viewId)).size, 10);
    const shown = vscode.workspace.notebookDocuments.flatMap(
      (n) =>
        n
          .getCells()
          .at(-1)
          ?.outputs.map((o) => o.items.map((i) => i.mime)) ?? [],
    );
    assert.equal(shown.filter((mimes) => mimes.includes('image/jpeg') && mimes.some((m) => m.includes('explanation'))).length, 10);
    assert.ok(delay.max / 1e6 < 1000, `the extension host was silent for ${delay.max / 1e6} ms: work is done in it`);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('writes a device that passed its trial into the setting, and refuses one that cannot be here', async () => {
    const choose = async (device: string) => vscode.commands.executeCommand('deepminer.chooseDevice', { device, silent: true });
    const settings = () => vscode.workspace.getConfiguration('deepminer');
    assert.equal(settings().get('device'), 'auto');
    try {
      await choose('cpu');
      assert.equal(settings().get('device'), 'cpu');
      await assert.rejects(choose(process.platform === 'darwin' ? 'dml' : 'coreml'), /does not work here/);
      assert.equal(settings().get('device'), 'cpu');
    } finally {
      await settings().update('device', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('lists no runs where nothing was trained', async () => {
    const mined = vscode.commands.executeCommand<RunSummary>('deepminer.mine', { project: path.join(dir, 'sample'), silent: true });
    await assert.rejects(async () => mined, /Train/);
  });
});
