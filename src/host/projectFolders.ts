/**
 * Hears of what other programs do in projects. VS Code's own watcher misses what is made inside a folder in the moment after the folder itself was made, and
 * then all that follows in it: the first run that a terminal starts, say. So the few folders where results appear are watched one by one.
 */
import { type FSWatcher, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** Newest runs of a project whose folders are watched: the system has only so many watches. */
const MOST_RUNS = 100;
/** Every look costs some processes and reads: a network that trains writes all the time. */
const PAUSE_MS = 1000;
/** Written all the time while a run goes on; who follows the run reads them. */
const PASSING = /^(progress\.json|log\.txt|.*\.tmp)$/;

export class ProjectFolders {
  readonly #watchers = new Map<string, FSWatcher>();
  #projects: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** `onChange`: something was made, changed or removed where results lie. */
  constructor(private readonly onChange: () => void) {}

  /** Watches these projects from now on, and no others. */
  async watch(projects: readonly string[]): Promise<void> {
    this.#projects = projects;
    const wanted = new Set((await Promise.all(projects.map(resultFolders))).flat());
    if (this.#closed) return;
    for (const [dir, watcher] of this.#watchers) if (!wanted.has(dir)) this.#forget(dir, watcher);
    for (const dir of wanted) if (!this.#watchers.has(dir)) this.#add(dir);
  }

  dispose(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const [dir, watcher] of this.#watchers) this.#forget(dir, watcher);
  }

  #add(dir: string): void {
    try {
      const watcher = watch(dir, { persistent: false }, (_, name) => {
        if (name === null || !PASSING.test(name)) this.#hear();
      });
      this.#watchers.set(dir, watcher);
      watcher.on('error', () => this.#forget(dir, watcher));
    } catch {
      // Gone since it was listed, or there are no watches left: what is done in VS Code is heard of without them.
    }
  }

  #forget(dir: string, watcher: FSWatcher): void {
    watcher.close();
    if (this.#watchers.get(dir) === watcher) this.#watchers.delete(dir);
  }

  #hear(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // New folders are watched before anybody looks into them.
      void this.watch(this.#projects).then(() => this.#closed || this.onChange());
    }, PAUSE_MS);
  }
}

/** The project's own folder, and below it those of runs, their results and the annotations, as far as they are there. */
async function resultFolders(project: string): Promise<string[]> {
  const runs = path.join(project, 'runs');
  const newest = (await foldersIn(runs)).slice(-MOST_RUNS);
  const inside = await Promise.all(
    newest.map(async (run) => {
      const results = (await foldersIn(run)).filter((dir) => ['checkpoints', 'mining', 'explanations'].includes(path.basename(dir)));
      return [run, ...results, ...(await foldersIn(path.join(run, 'mining')))];
    }),
  );
  const own = (await foldersIn(project)).filter((dir) => ['runs', 'annotations'].includes(path.basename(dir)));
  return [project, ...own, ...inside.flat()];
}

/** Folders in a folder, by name; none where it cannot be read. */
async function foldersIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(dir, entry.name))
    .sort();
}
