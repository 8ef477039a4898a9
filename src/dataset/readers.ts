/** All readers, in the order in which a folder is tried: the particular before the plain. */
import { cbis } from './cbis';
import { ddsm } from './ddsm';
import { folder } from './folder';
import { inbreast } from './inbreast';
import { mias } from './mias';
import type { DatasetReader } from './reader';
import { vindr } from './vindr';

export const readers: readonly DatasetReader[] = [ddsm, cbis, inbreast, vindr, mias, folder];
