/** How far the work of projects has come, told from their files: whatever did it, a window, a terminal, a cluster. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';

export interface Milestones {
  /** A network with at least one finished epoch. */
  trained: boolean;
  mined: boolean;
  /** An expert, or the reference, has named units. */
  annotated: boolean;
  /** A view was explained. */
  explained: boolean;
}

/** What has been reached in any of these project folders. A folder that cannot be read holds nothing. */
export async function milestonesOf(projects: readonly string[]): Promise<Milestones> {
  const all = await Promise.all(projects.map(milestonesOfOne));
  const reached = (name: keyof Milestones): boolean => all.some((one) => one[name]);
  return { trained: reached('trained'), mined: reached('mined'), annotated: reached('annotated'), explained: reached('explained') };
}

async function milestonesOfOne(project: string): Promise<Milestones> {
  const runs = (await namesIn(project, 'runs')).map((run) => path.join(project, 'runs', run));
  const holds = async (folder: string, fits: RegExp): Promise<boolean> => {
    for (const run of runs) if ((await namesIn(run, folder)).some((name) => fits.test(name))) return true;
    return false;
  };
  return {
    trained: await holds('checkpoints', /\.onnx$/),
    mined: await isMined(runs),
    annotated: (await namesIn(project, 'annotations')).some((name) => name.endsWith('.jsonl')),
    explained: await holds('explanations', /./),
  };
}

/** The manifest of a mining result is written last. */
async function isMined(runs: readonly string[]): Promise<boolean> {
  for (const run of runs)
    for (const hash of await namesIn(run, 'mining'))
      if ((await namesIn(path.join(run, 'mining'), hash)).includes('manifest.json')) return true;
  return false;
}

async function namesIn(...folder: string[]): Promise<string[]> {
  try {
    return await readdir(path.join(...folder));
  } catch {
    return [];
  }
}
