/** dissect: IoU of units with the masks of known concepts, and the detectors of each concept. */
import { dissectRun, keepDissection } from '../dissection';
import type { Method } from '../method';

export const dissect: Method<'dissect'> = async (params, context) => keepDissection(await dissectRun(params, context));
