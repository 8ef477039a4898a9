/** The link of the page of a survey's results to the extension host. */
import type { HostToSurveyResults, SurveyResultsToHost } from '../../src/protocol/surveyResultsPage';
import { type PageLink, vscodeLink } from '../shared/vscodeLink';

/** Kept by VS Code with the panel: whose results these are. */
export interface Keepsake {
  project: string;
  run?: string;
}

export type HostLink = PageLink<SurveyResultsToHost, HostToSurveyResults, Keepsake>;

export const hostLink = (): HostLink => vscodeLink(() => undefined);
