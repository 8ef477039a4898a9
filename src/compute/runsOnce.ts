/**
 * The runs of a project, each read again only when its files have changed: a window lists them after every change of any of them, and hundreds
 * of runs are tens of megabytes of events.
 */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Project } from '../project/project';
import { summariseRun } from '../project/runs';
import type { RunSummary } from '../protocol/compute';
import { evaluationFile } from '../protocol/evaluation';
import { ProblemError } from '../protocol/problem';

interface KeptSummary {
  stamp: string;
  summary: RunSummary;
}

/** By folder of the run. A run that goes on is not kept: its lock tells by time alone whether it still does. */
const kept = new Map<string, KeptSummary>();
/** What a summary is made from. A lock, and any file that is put in the place of another, changes the folder itself. */
const FILES = ['.', 'config.json', 'events.jsonl', 'mining', evaluationFile('test')];
/** Files changed so lately may change again within the same tick of the file system's clock. */
const SETTLED_MS = 50;
/** Files looked at at once. */
const AT_ONCE = 32;

/** Every run of a project, oldest first; folders without a readable config.json are none. */
export async function runsOnce(project: Project): Promise<RunSummary[]> {
  const names = await readdir(project.runsDir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const runs: (RunSummary | undefined)[] = [];
  let next = 0;
  const read = async (): Promise<void> => {
    for (let at = next++; at < names.length; at = next++) runs[at] = await runOnce(project, names[at]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, read));
  const there = new Set(names.map((name) => path.join(project.runsDir, name)));
  for (const dir of kept.keys()) if (path.dirname(dir) === project.runsDir && !there.has(dir)) kept.delete(dir);
  return runs.filter((run) => run !== undefined).sort(byAge);
}

const byAge = (a: RunSummary, b: RunSummary): number =>
  a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.run < b.run ? -1 : 1;

async function runOnce(project: Project, name: string): Promise<RunSummary | undefined> {
  const dir = path.join(project.runsDir, name);
  const { stamp, settled } = await stampOf(dir);
  const known = kept.get(dir);
  if (known?.stamp === stamp) return known.summary;
  const summary = await summariseRun(project, name).catch((error: unknown) => {
    if (error instanceof ProblemError) return undefined;
    throw error;
  });
  if (summary && settled && summary.status !== 'running') kept.set(dir, { stamp, summary });
  else kept.delete(dir);
  return summary;
}

/** Changes whenever a file of the summary does. */
async function stampOf(dir: string): Promise<{ stamp: string; settled: boolean }> {
  const stats = await Promise.all(FILES.map((file) => stat(path.join(dir, file)).catch(() => undefined)));
  const latest = Math.max(...stats.map((s) => s?.mtimeMs ?? 0));
  return { stamp: stats.map((s) => (s ? `${s.ino} ${s.size} ${s.mtimeMs}` : '-')).join('\n'), settled: Date.now() - latest > SETTLED_MS };
}
