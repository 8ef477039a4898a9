/** The link of the page of runs to the extension host. */
import type { HostToRun, RunPlace, RunToHost } from '../../src/protocol/runPage';
import { type PageLink, vscodeLink } from '../shared/vscodeLink';

/** What of the runs is looked at. */
export interface Looks {
  /** Class whose AUC is drawn; `mean`: of all. */
  aucOf: string;
}

/** Kept by VS Code with the panel: which runs they are, and what of them is looked at. */
export interface Keepsake {
  /** Of the first run: pages are brought back by a project. */
  project: string;
  runs: RunPlace[];
  looks: Looks;
}

export type HostLink = PageLink<RunToHost, HostToRun, Keepsake, Looks>;

/** As kept, perhaps by another version of the page. */
function readLooks(state: unknown): Looks {
  const kept = (state as { looks?: { aucOf?: unknown } } | null | undefined)?.looks;
  return { aucOf: typeof kept?.aucOf === 'string' ? kept.aucOf : 'mean' };
}

export const hostLink = (): HostLink => vscodeLink(readLooks);
