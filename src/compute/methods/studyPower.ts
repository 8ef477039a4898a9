/** studyPower: what a number of answers can show, for whoever is about to make a study. */
import { studyPower as powerOf } from '../../study/power';
import type { Method } from '../method';

export const studyPower: Method<'studyPower'> = async ({ answers }) => powerOf(...answers);
