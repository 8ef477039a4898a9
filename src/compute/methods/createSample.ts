/** createSample: a synthetic data set and its deepminer.json. */
import { writeSample } from '../../sample/write';
import type { Method } from '../method';

export const createSample: Method<'createSample'> = (params, context) => writeSample(params, context);
