/** Writes the sample project: synthetic cases in DDSM's form, the truth and features beside them, and a deepminer.json that fits. */
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { IcsView } from '../dataset/ddsm/ics';
import { writeFileWhole, writeJson, writeProblem } from '../project/files';
import type { SampleSummary } from '../protocol/compute';
import { ProblemError } from '../protocol/problem';
import { paced, type Task } from '../protocol/task';
import { caseFolder, writeCaseRecord, writeView } from './caseFiles';
import { sampleConfig } from './config';
import { FEATURES_FILE, featuresCsv } from './features';
import { lateralities, planCase, projections } from './plan';
import { drawView } from './view';

/** Folder of the cases below the project, as in deepminer.json. */
export const CASES_FOLDER = 'cases';
/** Where they are until all of them are written. */
const PARTIAL_FOLDER = '.cases.partial';

export interface SampleRequest {
  dir: string;
  cases: number;
  seed: number;
  /** Let deepminer.json name features.csv. The file is written in any case. Default false: the network sees the image alone. */
  features?: boolean;
}

/**
 * Writes `cases` cases of four views into `dir`. The same seed gives the same bytes, and a larger sample begins with the smaller one.
 * Throws ProblemError when the number of cases is not a whole number >= 1, when `dir` holds a project already (nothing is
 * overwritten), or when the disk is full; on any failure or abort no part of the sample stays behind.
 */
export async function writeSample({ dir, cases, seed, features = false }: SampleRequest, task: Task): Promise<SampleSummary> {
  if (!Number.isInteger(cases) || cases < 1)
    throw new ProblemError({
      code: 'sample.cases',
      found: `${cases} cases`,
      expected: 'a whole number of cases, at least 1',
      remedy: 'Ask for 100 cases for a demonstration, 20 for a quick look.',
    });
  await refuseOccupied(dir);
  const partial = path.join(dir, PARTIAL_FOLDER);
  // What a killed run left behind.
  await rm(partial, { recursive: true, force: true });
  try {
    const findings = await writeCases(partial, cases, seed, task);
    await rename(partial, path.join(dir, CASES_FOLDER));
    await writeFileWhole(path.join(dir, FEATURES_FILE), featuresCsv(cases, seed));
    await writeJson(path.join(dir, 'deepminer.json'), features ? { ...sampleConfig, auxiliary: { file: FEATURES_FILE } } : sampleConfig);
    return { dir, cases, views: cases * lateralities.length * projections.length, findings };
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw writeProblem(dir, error);
  }
}

/** Draws and writes the cases below `root`; returns the number of findings shown. */
async function writeCases(root: string, cases: number, seed: number, task: Task): Promise<number> {
  const progress = paced('sample', cases, task);
  let findings = 0;
  for (let index = 0; index < cases; index++) {
    const plan = planCase(index, seed);
    const folder = path.join(root, caseFolder(plan));
    const lines: IcsView[] = [];
    // The latest view is compressed and written while the next one is drawn.
    let writing: Promise<IcsView> | undefined;
    for (const laterality of lateralities)
      for (const projection of projections) {
        const view = drawView(plan, laterality, projection);
        if (writing) lines.push(await writing);
        task.signal.throwIfAborted();
        writing = writeView(folder, plan, view);
        findings += view.findings.length;
      }
    if (writing) lines.push(await writing);
    await writeCaseRecord(folder, plan, lines);
    progress(index + 1, `case ${plan.id}`);
  }
  return findings;
}

async function refuseOccupied(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  const present = await readdir(dir);
  const occupied = ['deepminer.json', CASES_FOLDER, FEATURES_FILE].find((name) => present.includes(name));
  if (occupied)
    throw new ProblemError({
      code: 'sample.occupied',
      file: path.join(dir, occupied),
      found: 'a project that is already there',
      expected: 'a new or empty folder',
      remedy: 'Choose another folder, or remove this one first.',
    });
}
