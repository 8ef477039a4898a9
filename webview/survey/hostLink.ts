/** The survey's only way out: messages to whoever serves it, and a state that outlives a reload of the page. */
import type { HostToSurvey, SurveyToHost } from '../../src/protocol/survey';
import { inVsCode, type PageLink, vscodeLink } from '../shared/vscodeLink';
import { httpHost } from './httpHost';
import type { Keepsake } from './keepsake';

export interface HostLink extends PageLink<SurveyToHost, HostToSurvey, Keepsake, Keepsake | undefined> {
  /** Whether it can have a view explained, as VS Code can. */
  explains: boolean;
}

export const hostLink = (): HostLink => (inVsCode() ? { explains: true, ...vscodeLink(asKeepsake) } : httpHost(asKeepsake));

/** A state kept by another version of the page is left alone. */
function asKeepsake(state: unknown): Keepsake | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  const { expert, mining, work } = state as Partial<Keepsake>;
  const whole = typeof expert === 'string' && typeof mining === 'string' && typeof work === 'object' && work !== null;
  return whole ? (state as Keepsake) : undefined;
}
