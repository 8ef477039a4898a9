/** The newest mining result that belongs to a run's network, found by files alone: lists of units open no network. */
import path from 'node:path';
import { settledAnswers } from '../annotation/projectAnswers';
import { finishedResults, latestMining, readManifest } from '../mining/folder';
import type { Project } from '../project/project';
import { findRun, readEvents, runNames, summariseRun } from '../project/runs';
import type { MiningManifest } from '../protocol/mining';
import { type Problem, ProblemError } from '../protocol/problem';
import type { UnitId } from '../protocol/unit';
import type { UnitNaming } from '../protocol/units';
import { readConcepts } from '../units/conceptReport';
import { namingBy } from '../units/naming';

export interface OpenUnits {
  run: string;
  /** Folder of the mining result. */
  dir: string;
  manifest: MiningManifest;
  naming: (unit: UnitId) => UnitNaming;
  /** Torn answers and a report that is not used. */
  problems: Problem[];
}

/** Of the named run, or of the newest run that has one; of the layer that the project mines. null: the last. Throws ProblemError `mining.missing` when there is none. */
export async function openUnits(project: Project, name?: string, layer = project.config.mining.layer): Promise<OpenUnits> {
  const found = await minedRun(project, name, layer);
  const manifest = await readManifest(found.dir);
  const { answers, problems } = await settledAnswers(project.annotationsDir, manifest.network);
  const { report, problem } = await readConcepts(found.dir, manifest);
  return { ...found, manifest, naming: namingBy(answers, report), problems: [...problems, ...(problem ? [problem] : [])] };
}

async function minedRun(project: Project, name: string | undefined, layer: string | null): Promise<{ run: string; dir: string }> {
  const names = name === undefined ? (await runNames(project)).reverse() : [(await findRun(project, name)).run];
  const others: string[] = [];
  for (const run of names) {
    const dir = await miningOf(project, run, layer);
    if (dir) return { run, dir };
    others.push(...(await finishedResults(path.join(project.runsDir, run))).map(({ manifest }) => `${manifest.checkpoint} of ${run}`));
  }
  throw new ProblemError({
    code: 'mining.missing',
    file: name === undefined ? project.runsDir : path.join(project.runsDir, name, 'mining'),
    found:
      names.length === 0
        ? 'no run'
        : others.length > 0
          ? `mining results of earlier networks alone (${others.join(', ')})`
          : `no mining result of ${name ?? 'any run'}`,
    expected: 'mined units of the checkpoint that the run is used with',
    remedy: 'Mine them with "deepminer mine" (command DeepMiner: Mine Units).',
  });
}

/** Folder of the newest mining result of the network that the run is used with: a result of an earlier epoch is not this one's. */
async function miningOf(project: Project, run: string, layer: string | null): Promise<string | undefined> {
  const { checkpoint, dir } = await summariseRun(project, run);
  const saved = (await readEvents(dir)).findLast((e) => e.type === 'epoch' && path.join(dir, e.checkpoint) === checkpoint);
  return saved?.type === 'epoch' ? latestMining(dir, saved.network, layer) : undefined;
}
