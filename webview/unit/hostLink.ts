/** The link of the page of a unit to the extension host. */
import type { HostToUnitPage, UnitPageKeepsake, UnitPageToHost } from '../../src/protocol/unitPage';
import { type PageLink, vscodeLink } from '../shared/vscodeLink';

export type HostLink = PageLink<UnitPageToHost, HostToUnitPage, UnitPageKeepsake>;

export const hostLink = (): HostLink => vscodeLink(() => undefined);
