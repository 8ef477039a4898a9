/** The names that a project has for its views, runs and units, kept for a short while: completion asks at every key. */
import type { ComputeMethodsClient } from '../computeClient';
import type { StringArgument } from './stringArguments';

const KEPT_MS = 30_000;

export interface ProjectName {
  name: string;
  about: string;
}

export class KeptNames {
  readonly #kept = new Map<string, { names: Promise<ProjectName[]>; until: number }>();

  constructor(
    private readonly compute: Pick<ComputeMethodsClient, 'listViews' | 'listRuns' | 'listUnits'>,
    private readonly log: (message: string) => void,
  ) {}

  /** Empty where the project cannot say: completion then offers nothing, and the log says why. */
  of(project: string, kind: StringArgument['names']): Promise<ProjectName[]> {
    const key = `${kind} ${project}`;
    const kept = this.#kept.get(key);
    if (kept && kept.until > Date.now()) return kept.names;
    const names = this.#read(project, kind).catch((error: Error) => {
      this.log(`No ${kind} names for completion: ${error.message}`);
      return [];
    });
    this.#kept.set(key, { names, until: Date.now() + KEPT_MS });
    return names;
  }

  /** Runs or units may have changed. */
  forget(): void {
    this.#kept.clear();
  }

  async #read(project: string, kind: StringArgument['names']): Promise<ProjectName[]> {
    if (kind === 'view')
      return (await this.compute.listViews({ project })).map(({ viewId, label, part }) => ({ name: viewId, about: `${label}, ${part}` }));
    if (kind === 'run') return (await this.compute.listRuns({ project })).map(({ run, status }) => ({ name: run, about: status }));
    return (await this.compute.listUnits({ project })).units.map(({ unit, ranks }) => ({
      name: unit,
      about: ranks.map(({ className, rank }) => `${className} #${rank}`).join(', '),
    }));
  }
}
