/** Many cycles of open, run, close in one extension host: memory stays where it is, and no process is left behind. SOAK_CYCLES: how many, 10 by default. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { oddFolder, removeOddFolder } from '../vscode/oddFolder.mjs';
import { cellText, EXTENSION_ID, extension, freshNotebook, runCell, until } from './workbench';

const CYCLES = Number(process.env.SOAK_CYCLES ?? 10);
/** By then everything that is loaded once is loaded. */
const WARM = Math.max(4, Math.round(CYCLES / 5));
/** Of the host's own heap after a collection, and of a process' memory, whose allocator keeps what it was once given. */
const HEAP_GROWTH_MB = 12;
const RESIDENT_GROWTH_MB = 60;

interface Memory {
  heap: number;
  compute: number;
}

/** Megabytes. */
function memory(): Memory {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return { heap: process.memoryUsage().heapUsed / 2 ** 20, compute: residentMb(extension().computePid()!) };
}

function residentMb(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)]).toString()) / 1024;
}

/** Our processes that this extension host started. */
function children(): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args=']).toString().split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === process.pid && /dist[\\/]compute\.cjs/.test(args) ? [Number(pid)] : [];
  });
}

describe(`${CYCLES} cycles of open, run, close`, function () {
  this.timeout(CYCLES * 12_000 + 180_000);
  const dir = oddFolder('deepminer-soak-');
  const project = path.join(dir, 'sample');

  before(async () => {
    await vscode.extensions.getExtension(EXTENSION_ID)!.activate();
    await vscode.commands.executeCommand('deepminer.createSample', { dir: project, cases: 4, seed: 3, silent: true });
  });
  after(() => removeOddFolder(dir));

  async function cycle(): Promise<void> {
    // A page by a method of the shared process, and a cell by a process of its own.
    await vscode.commands.executeCommand('deepminer.checkDataset', { project, silent: true });
    await until('the page', () =>
      vscode.window.tabGroups.all.some((g) => g.tabs.some((tab) => tab.input instanceof vscode.TabInputWebview)),
    );
    const notebook = await freshNotebook(['1 + 1'], project);
    assert.match(cellText(await runCell(notebook, 0), 'text/plain'), /2/);
    const kernel = extension().kernelPid(notebook)!;
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until('the kernel to end', () => !children().includes(kernel), 30_000);
  }

  it('leave memory where it was and no process behind', async () => {
    // Notebooks of tests before this one may still have theirs.
    const others = new Set(children());
    for (let i = 0; i < WARM; i++) await cycle();
    const pid = extension().computePid()!;
    const early = memory();
    for (let i = WARM; i < CYCLES; i++) await cycle();
    const late = memory();
    const told = `heap ${early.heap.toFixed(1)} -> ${late.heap.toFixed(1)} MB, compute process ${early.compute.toFixed(0)} -> ${late.compute.toFixed(0)} MB from cycle ${WARM} to ${CYCLES}`;
    console.log(`[test] ${told}`);
    assert.equal(extension().computePid(), pid);
    assert.deepEqual(
      children().filter((child) => child === pid || !others.has(child)),
      [pid],
    );
    assert.ok(late.heap - early.heap < HEAP_GROWTH_MB, told);
    assert.ok(late.compute - early.compute < RESIDENT_GROWTH_MB, told);
  });
});
