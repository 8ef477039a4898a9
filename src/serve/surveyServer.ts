/** The survey on this machine's own address. */
import { openPageServer, type PageServer, type PageServerOptions } from './pageServer';
import { type SurveyOffer, Surveys } from './surveys';

export interface SurveyServerOptions extends SurveyOffer, Omit<PageServerOptions, 'page' | 'guest'> {
  /** Everybody answers under this name; absent: each is asked. */
  expert?: string;
}

/** Listens. Throws as openPageServer does. */
export function openSurveyServer({ expert, ...options }: SurveyServerOptions): Promise<PageServer> {
  return openPageServer({ ...options, guest: expert, page: new Surveys(options) });
}
