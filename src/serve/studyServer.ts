/** A reader study on this machine's own address. */
import { openPageServer, type PageServer, type PageServerOptions } from './pageServer';
import { Studies, type StudyOffer } from './studies';

export interface StudyServerOptions extends StudyOffer, Omit<PageServerOptions, 'page' | 'guest'> {
  /** Everybody reads under this name; absent: each is asked. */
  reader?: string;
}

/** Listens. Throws as openPageServer does. */
export function openStudyServer({ reader, ...options }: StudyServerOptions): Promise<PageServer> {
  return openPageServer({ ...options, guest: reader, page: new Studies(options) });
}
