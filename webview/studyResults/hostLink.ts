/** The link of the page of a study's results to the extension host. */
import type { HostToStudyResults, StudyResultsToHost } from '../../src/protocol/studyResultsPage';
import { readStudyLooks, type StudyLooks } from '../shared/study/looks';
import { type PageLink, vscodeLink } from '../shared/vscodeLink';

/** Kept by VS Code with the panel: which study it is, and what of it is looked at. */
export interface Keepsake {
  project: string;
  study: string;
  looks: StudyLooks;
}

export type HostLink = PageLink<StudyResultsToHost, HostToStudyResults, Keepsake, StudyLooks>;

export const hostLink = (): HostLink => vscodeLink((state) => readStudyLooks((state as Partial<Keepsake> | null | undefined)?.looks));
