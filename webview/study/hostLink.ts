/** The reader's page's only way out: messages to whoever serves it, and a state that outlives a reload of the page. */
import type { HostToStudy, StudyToHost } from '../../src/protocol/studyPage';
import { inVsCode, type PageLink, vscodeLink } from '../shared/vscodeLink';
import { httpHost } from './httpHost';
import { asKeepsake, type Keepsake } from './keepsake';

export type HostLink = PageLink<StudyToHost, HostToStudy, Keepsake, Keepsake | undefined>;

export const hostLink = (): HostLink => (inVsCode() ? vscodeLink(asKeepsake) : httpHost());
