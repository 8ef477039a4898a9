/** Messages between the page of a survey's results and the extension host. */
import type { SurveyResults } from './surveyResults';
import type { UnitId } from './unit';

export type SurveyResultsToHost =
  | { type: 'ready' }
  /** Go on with the survey, or with deciding; at the unit, where one is named. */
  | { type: 'open'; unit?: UnitId; deciding?: boolean }
  | { type: 'export' }
  | { type: 'import' };

export type HostToSurveyResults =
  | { type: 'state'; project: string; results: SurveyResults }
  /** Nothing can be shown: why, and what to do. */
  | { type: 'unavailable'; message: string; project: string; run?: string }
  | { type: 'failed'; message: string };
