/** The runs of a project as their files have them. */
import { ProblemError } from '../../protocol/problem';
import { parseEvents, type RunEvent, type RunSettings } from '../../protocol/runFiles';
import { jsonIfThere, type LookedAtFiles } from './lookedAtFiles';

export interface FoundRun {
  run: string;
  dir: string;
  createdAt: string;
  settings: RunSettings;
}

/** From the oldest to the newest; what has no readable settings is no run. */
export async function foundRuns(files: LookedAtFiles, project: string): Promise<FoundRun[]> {
  const folder = files.join(project, 'runs');
  const found = await Promise.all(
    (await files.names(folder)).map(async (run) => {
      const dir = files.join(folder, run);
      const config = await jsonIfThere<{ createdAt?: unknown; config?: Partial<RunSettings> }>(files, files.join(dir, 'config.json'));
      const { network, training } = config?.config ?? {};
      const readable = typeof network?.architecture === 'string' && typeof training?.epochs === 'number';
      return readable ? [{ run, dir, createdAt: String(config?.createdAt ?? ''), settings: { network, training } }] : [];
    }),
  );
  return found.flat().sort((a, b) => compare(a.createdAt, b.createdAt) || compare(a.run, b.run));
}

/** What happened in a run; nothing where it wrote nothing. */
export const eventsOf = async (files: LookedAtFiles, dir: string): Promise<RunEvent[]> =>
  parseEvents(await files.text(files.join(dir, 'events.jsonl')).catch(() => ''));

/** Nothing of this kind is there to be looked at. */
export const nothingThere = (file: string, found: string, expected: string, code = 'looking.missing'): ProblemError =>
  new ProblemError({ code, file, found, expected, remedy: 'It is made where the project may compute.' });

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
