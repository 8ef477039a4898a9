/** All readers, in the order in which a folder is tried: the particular before the plain. */
import { ddsm } from './ddsm';
import { folder } from './folder';
import { mias } from './mias';
import type { DatasetReader } from './reader';

export const readers: readonly DatasetReader[] = [ddsm, mias, folder];
