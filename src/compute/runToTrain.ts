/** Which run a training works on, and with which settings: a new folder, or an unfinished one with what it was started with. */
import path from 'node:path';
import { type Config, configSchema } from '../project/config';
import { CONFIG_FILE, type Project, parseConfig } from '../project/project';
import { createRun, findRun, readEvents } from '../project/runs';
import { ProblemError } from '../protocol/problem';

export interface RunToTrain {
  run: string;
  dir: string;
  config: Config;
  /** Fields of `training` that differ from the run's config.json: given when it was resumed. */
  overrides?: Record<string, unknown>;
}

interface Wanted {
  run?: string;
  overrides?: Record<string, unknown>;
}

/** Makes the folder of a new run. Throws ProblemError on a wrong name or override; nothing is made then. */
export async function newRun(project: Project, { run: name, overrides }: Wanted): Promise<RunToTrain> {
  const config = overridden(project, project.config, overrides);
  return { ...(await createRun(project, config, name)), config };
}

/** An earlier run (default: the newest) with its own settings; overrides last through later resumptions. */
export async function resumedRun(project: Project, { run: name, overrides }: Wanted): Promise<RunToTrain> {
  const { run, dir, config } = await findRun(project, name);
  const before = (await readEvents(dir)).findLast((e) => e.type === 'started');
  const all = { ...(before?.type === 'started' && before.overrides), ...overrides };
  // A run of an earlier version lacks the fields that came since.
  const own = configSchema.parse(config.config);
  return { run, dir, config: overridden(project, own, all), overrides: Object.keys(all).length > 0 ? all : undefined };
}

/** The settings with other fields in `training`. */
function overridden(project: Project, config: Config, overrides: Record<string, unknown> | undefined): Config {
  if (!overrides || Object.keys(overrides).length === 0) return config;
  try {
    return parseConfig(JSON.stringify({ ...config, training: { ...config.training, ...overrides } }), path.join(project.dir, CONFIG_FILE));
  } catch (error) {
    // The field was given with the command: it stands on no line of the file.
    if (error instanceof ProblemError) throw new ProblemError({ ...error.problem, file: undefined, line: undefined });
    throw error;
  }
}
