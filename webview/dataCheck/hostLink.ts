/** The link of the page of a checked data set to the extension host. */
import type { DataCheckToHost, HostToDataCheck } from '../../src/protocol/dataCheckPage';
import { type PageLink, vscodeLink } from '../shared/vscodeLink';
import { type Looks, readLooks } from './looks';

/** Kept by VS Code with the panel: whose data set it is, and what of it is looked at. */
export interface Keepsake {
  project: string;
  looks: Looks;
}

export type HostLink = PageLink<DataCheckToHost, HostToDataCheck, Keepsake, Looks>;

export const hostLink = (): HostLink => vscodeLink((state) => readLooks((state as Partial<Keepsake> | null | undefined)?.looks));
